package io.jukung.registry.bootstrap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.Cidr;
import io.jukung.registry.strategy.core.ServiceCompanions;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects by which pods find the API server.
 *
 * <p>Upstream: {@code pkg/controlplane/controller/kubernetesservice}, {@code
 * pkg/controlplane/reconcilers}, {@code defaultservicecidr} at v1.36.
 */
final class NetworkObjects {
  private static final String NAME = "kubernetes";

  private final BootstrapConfig config;
  private final Cidr range;
  private final String now;

  NetworkObjects(BootstrapConfig config, String now) {
    this.config = config;
    this.range = Cidr.parse(config.serviceClusterIpRanges().getFirst());
    this.now = now;
  }

  List<ObjectNode> all() {
    List<ObjectNode> objects = new ArrayList<>(List.of(serviceCidr(), service()));
    objects.add(ServiceCompanions.ipAddress(clusterIp(), service()));
    if (!config.advertiseAddress().isEmpty()) {
      InetAddress address = InetAddress.ofLiteral(config.advertiseAddress());
      if (!address.isLoopbackAddress() && !address.isAnyLocalAddress()) {
        objects.add(endpoints(address));
        objects.add(endpointSlice(address));
      }
    }
    return objects;
  }

  private String clusterIp() {
    return Cidr.text(range.address(1));
  }

  private static ObjectNode object(String apiVersion, String kind, String namespace) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", NAME);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return object;
  }

  private ObjectNode serviceCidr() {
    ObjectNode object = object("networking.k8s.io/v1", "ServiceCIDR", "");
    ArrayNode cidrs = object.putObject("spec").putArray("cidrs");
    config.serviceClusterIpRanges().forEach(cidrs::add);
    object
        .putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("lastTransitionTime", now)
        .put("reason", "")
        .put("message", "Kubernetes default Service CIDR is ready");
    return object;
  }

  private ObjectNode service() {
    ObjectNode object = object("v1", "Service", "default");
    object
        .withObject("/metadata/labels")
        .put("component", "apiserver")
        .put("provider", "kubernetes");
    ObjectNode spec = object.putObject("spec");
    spec.putArray("ports")
        .addObject()
        .put("name", "https")
        .put("protocol", "TCP")
        .put("port", 443)
        .put("targetPort", config.securePort());
    spec.put("clusterIP", clusterIp());
    spec.putArray("clusterIPs").add(clusterIp());
    spec.put("type", "ClusterIP").put("sessionAffinity", "None");
    spec.putArray("ipFamilies").add(range.ipv4() ? "IPv4" : "IPv6");
    spec.put("ipFamilyPolicy", "SingleStack").put("internalTrafficPolicy", "Cluster");
    object.putObject("status").putObject("loadBalancer");
    return object;
  }

  private ObjectNode endpoints(InetAddress address) {
    ObjectNode object = object("v1", "Endpoints", "default");
    object.withObject("/metadata/labels").put("endpointslice.kubernetes.io/skip-mirror", "true");
    ObjectNode subset = object.putArray("subsets").addObject();
    subset.putArray("addresses").addObject().put("ip", Cidr.text(address));
    port(subset.putArray("ports"));
    return object;
  }

  private ObjectNode endpointSlice(InetAddress address) {
    ObjectNode object = object("discovery.k8s.io/v1", "EndpointSlice", "default");
    object
        .withObject("/metadata")
        .put("generation", 1)
        .putObject("labels")
        .put("kubernetes.io/service-name", NAME);
    object.put("addressType", address instanceof Inet4Address ? "IPv4" : "IPv6");
    ObjectNode endpoint = object.putArray("endpoints").addObject();
    endpoint.putArray("addresses").add(Cidr.text(address));
    endpoint.putObject("conditions").put("ready", true);
    port(object.putArray("ports"));
    return object;
  }

  private void port(ArrayNode ports) {
    ports.addObject().put("name", "https").put("port", config.securePort()).put("protocol", "TCP");
  }
}

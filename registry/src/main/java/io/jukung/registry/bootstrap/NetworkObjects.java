package io.jukung.registry.bootstrap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.Cidr;
import io.jukung.registry.strategy.core.ServiceCompanions;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects by which pods find the API server.
 *
 * <p>Upstream: {@code pkg/controlplane/controller/kubernetesservice} and {@code defaultservicecidr}
 * at v1.36.
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
}

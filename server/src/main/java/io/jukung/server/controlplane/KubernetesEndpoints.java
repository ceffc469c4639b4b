package io.jukung.server.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.store.DeleteOptions;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the Endpoints and the EndpointSlice of the {@code kubernetes} Service at the addresses of
 * all servers. Used by one thread at a time.
 *
 * <p>Upstream: {@code pkg/controlplane/reconcilers/lease.go} and {@code endpointsadapter.go} at
 * v1.36. Here the port follows a server that is the only one.
 */
final class KubernetesEndpoints {
  private static final String NAMESPACE = "default";
  private static final String NAME = "kubernetes";
  private static final String SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror";
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final OwnObjects endpoints;
  private final OwnObjects slices;
  private final MasterLeases leases;
  private final String address;
  private final int port;

  /**
   * The endpoints, as one server sees to them.
   *
   * @param address where clients inside the cluster reach this server
   */
  KubernetesEndpoints(
      OwnObjects endpoints, OwnObjects slices, MasterLeases leases, String address, int port) {
    this.endpoints = endpoints;
    this.slices = slices;
    this.leases = leases;
    this.address = address;
    this.port = port;
  }

  /** Says that this server is there and brings the objects in line. */
  void reconcile() {
    leases.renew(address);
    List<String> servers = leases.list();
    if (!servers.isEmpty()) { // its own is there: none at all means that something is wrong
      write(servers);
    }
  }

  /** Before the start: what a run that ended badly left of this server goes. */
  void removeStale() {
    if (leases.remove(address)) {
      List<String> others = leases.list();
      if (!others.isEmpty()) {
        write(others);
      }
    }
  }

  /** At the end: this server's address goes, though it be the last. */
  void leave() {
    if (leases.remove(address)) {
      write(leases.list());
    }
  }

  private void write(List<String> servers) {
    Optional<ObjectNode> present = endpoints.get(NAMESPACE, NAME);
    ObjectNode wanted = wanted(present, servers);
    if (present.isEmpty()) {
      boolean _ = endpoints.create(NAMESPACE, wanted.deepCopy());
    } else if (!same(present.get(), wanted)) {
      boolean _ = endpoints.update(NAMESPACE, NAME, now -> wanted(Optional.of(now), servers));
    }
    writeSlice(slice(wanted.path("subsets").path(0)));
  }

  private static boolean same(ObjectNode present, ObjectNode wanted) {
    return present.path("subsets").equals(wanted.path("subsets"))
        && present.path("metadata").path("labels").equals(wanted.path("metadata").path("labels"));
  }

  private ObjectNode wanted(Optional<ObjectNode> present, List<String> servers) {
    ObjectNode object = present.map(ObjectNode::deepCopy).orElseGet(() -> empty("v1", "Endpoints"));
    object.withObject("/metadata").withObject("/labels").put(SKIP_MIRROR, "true");
    JsonNode subsets = object.path("subsets");
    boolean keepPorts = subsets.size() == 1 && !servers.equals(List.of(address));
    JsonNode ports = subsets.path(0).path("ports");
    object.remove("subsets");
    if (!servers.isEmpty()) {
      ObjectNode subset = object.putArray("subsets").addObject();
      servers.forEach(ip -> subset.withArray("/addresses").addObject().put("ip", ip));
      subset.set("ports", keepPorts ? ports : ports());
    }
    return object;
  }

  private JsonNode ports() {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(
            JsonNodeFactory.instance
                .objectNode()
                .put("name", "https")
                .put("port", port)
                .put("protocol", "TCP"));
  }

  private static ObjectNode empty(String apiVersion, String kind) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
    return object;
  }

  private static ObjectNode slice(JsonNode subset) {
    ObjectNode slice = empty("discovery.k8s.io/v1", "EndpointSlice");
    slice.withObject("/metadata").putObject("labels").put(SERVICE_NAME, NAME);
    boolean ipv6 = !subset.path("addresses").isEmpty();
    for (JsonNode each : subset.path("addresses")) {
      ipv6 &= ipv6(each);
    }
    slice.put("addressType", ipv6 ? "IPv6" : "IPv4");
    slice.putArray("endpoints");
    for (JsonNode each : subset.path("addresses")) {
      if (ipv6(each) == ipv6) {
        ObjectNode endpoint = slice.withArray("/endpoints").addObject();
        endpoint.putArray("addresses").add(each.path("ip").asText());
        endpoint.putObject("conditions").put("ready", true);
      }
    }
    if (!subset.path("ports").isEmpty()) {
      slice.set("ports", subset.path("ports"));
    }
    return slice;
  }

  private static boolean ipv6(JsonNode address) {
    return address.path("ip").asText().indexOf(':') >= 0;
  }

  private void writeSlice(ObjectNode wanted) {
    Optional<ObjectNode> present = slices.get(NAMESPACE, NAME);
    if (present.isPresent()
        && !present.get().path("addressType").equals(wanted.path("addressType"))) {
      slices.delete(NAMESPACE, NAME, DeleteOptions.DEFAULT); // the type can't change
      present = Optional.empty();
    }
    if (present.isEmpty()) {
      boolean _ = slices.create(NAMESPACE, wanted);
      return;
    }
    if (!sameSlice(present.get(), wanted)) {
      boolean _ =
          slices.update(
              NAMESPACE,
              NAME,
              now -> {
                now.set("endpoints", wanted.path("endpoints"));
                now.withObject("/metadata").set("labels", wanted.path("metadata").path("labels"));
                now.remove("ports");
                if (wanted.has("ports")) {
                  now.set("ports", wanted.path("ports"));
                }
                return now;
              });
    }
  }

  private static boolean sameSlice(ObjectNode present, ObjectNode wanted) {
    return present.path("endpoints").toString().equals(wanted.path("endpoints").toString())
        && present.path("ports").equals(wanted.path("ports"))
        && present.path("metadata").path("labels").equals(wanted.path("metadata").path("labels"));
  }
}

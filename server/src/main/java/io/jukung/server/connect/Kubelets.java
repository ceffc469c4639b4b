package io.jukung.server.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.store.ResourceStore;
import io.jukung.storage.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Where the kubelets are, as their nodes report it. Upstream: {@code pkg/kubelet/client} and {@code
 * pkg/util/node}. Safe for all threads.
 */
public final class Kubelets {
  /** Upstream's default of {@code --kubelet-preferred-address-types}. */
  private static final List<String> PREFERRED =
      List.of("Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP");

  private static final int DEFAULT_PORT = 10250;

  private final ResourceStore nodes;
  private final Function<Bytes, ObjectNode> reader;
  private final BackendTls tls;

  /**
   * The kubelets of {@code nodes}.
   *
   * @param reader makes trees of stored objects
   * @param tls how kubelets are verified, and the identity they know this server by
   */
  public Kubelets(ResourceStore nodes, Function<Bytes, ObjectNode> reader, BackendTls tls) {
    this.nodes = nodes;
    this.reader = reader;
    this.tls = tls;
  }

  /**
   * A node's kubelet.
   *
   * @param features what the node says it can do
   */
  record Place(Backend backend, Set<String> features) {}

  /**
   * The kubelet of a node.
   *
   * @throws io.jukung.registry.status.StatusException 404 when there is no such node, 500 when it
   *     has no address
   */
  Place of(String node) {
    JsonNode status = reader.apply(nodes.get("", node, "").json()).path("status");
    int reported = status.path("daemonEndpoints").path("kubeletEndpoint").path("Port").asInt(0);
    Set<String> features = new HashSet<>();
    status.path("declaredFeatures").forEach(feature -> features.add(feature.asText()));
    return new Place(
        new Backend(
            "https",
            host(status.path("addresses")),
            reported > 0 ? reported : DEFAULT_PORT,
            "",
            "",
            tls),
        features);
  }

  private static String host(JsonNode addresses) {
    for (String type : PREFERRED) {
      for (JsonNode address : addresses) {
        if (address.path("type").asText().equals(type)) {
          return address.path("address").asText();
        }
      }
    }
    List<String> known = new ArrayList<>();
    addresses.forEach(
        address ->
            known.add(
                "{"
                    + address.path("type").asText()
                    + " "
                    + address.path("address").asText()
                    + "}"));
    throw Upgrader.failed(
        "no preferred addresses found; known addresses: [" + String.join(" ", known) + "]");
  }
}

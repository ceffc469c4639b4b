package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.GroupVersion;
import java.util.Optional;

/**
 * What an {@code apiregistration.k8s.io/v1 APIService} says.
 *
 * @param service the server that serves it; empty when this one does
 * @param available whether its condition {@code Available} is true
 * @param reason of that condition; empty when it has none
 */
record ApiService(
    String name,
    GroupVersion groupVersion,
    int groupPriority,
    int versionPriority,
    Optional<Service> service,
    boolean available,
    String reason) {
  private static final int HTTPS = 443;

  /**
   * A service and how to verify who answers.
   *
   * @param caBundle PEM in base64; empty trusts what the machine trusts
   * @param insecure whether not to verify at all
   */
  record Service(String namespace, String name, int port, String caBundle, boolean insecure) {
    /** The name its certificate must have. */
    String serverName() {
      return name + "." + namespace + ".svc";
    }
  }

  /** Reads an object. */
  static ApiService of(JsonNode object) {
    JsonNode spec = object.path("spec");
    JsonNode service = spec.path("service");
    JsonNode available = available(object);
    return new ApiService(
        object.path("metadata").path("name").asText(),
        new GroupVersion(spec.path("group").asText(""), spec.path("version").asText("")),
        spec.path("groupPriorityMinimum").asInt(),
        spec.path("versionPriority").asInt(),
        service.isObject()
            ? Optional.of(
                new Service(
                    service.path("namespace").asText(""),
                    service.path("name").asText(""),
                    service.path("port").asInt(HTTPS),
                    spec.path("caBundle").asText(""),
                    spec.path("insecureSkipTLSVerify").asBoolean(false)))
            : Optional.empty(),
        available.path("status").asText("").equals("True"),
        available.path("reason").asText(""));
  }

  /** This with another condition. */
  ApiService judged(boolean now) {
    return new ApiService(name, groupVersion, groupPriority, versionPriority, service, now, reason);
  }

  private static JsonNode available(JsonNode object) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Available")) {
        return condition;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }
}

package io.jukung.server.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusException;
import io.jukung.server.resource.SpecialCall;
import java.util.ArrayList;
import java.util.List;

/** Which node a request about a pod goes to, and which of its containers is meant. */
final class PodPlaces {
  private PodPlaces() {}

  /** The pod of the request. */
  static ObjectNode pod(SpecialCall request) {
    return request.tree(request.store().get(request.namespace(), request.name(), "").json());
  }

  /** The pod's node; empty when it has none yet. */
  static String node(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText("");
  }

  /**
   * The pod's node.
   *
   * @throws StatusException 400 when it has none yet
   */
  static String requireNode(JsonNode pod) {
    String node = node(pod);
    if (node.isEmpty()) {
      throw StatusException.badRequest(
          "pod " + pod.path("metadata").path("name").asText() + " does not have a host assigned");
    }
    return node;
  }

  /**
   * The container asked for; the only one when none is asked for.
   *
   * @throws StatusException 400 when it can't be told which, or there is none of this name
   */
  static String container(JsonNode pod, String asked) {
    JsonNode spec = pod.path("spec");
    String name = pod.path("metadata").path("name").asText();
    List<String> names = new ArrayList<>();
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      spec.path(list).forEach(container -> names.add(container.path("name").asText()));
    }
    if (!asked.isEmpty()) {
      if (!names.contains(asked)) {
        throw StatusException.badRequest("container " + asked + " is not valid for pod " + name);
      }
      return asked;
    }
    return switch (spec.path("containers").size()) {
      case 1 -> spec.path("containers").path(0).path("name").asText();
      case 0 ->
          throw StatusException.badRequest("a container name must be specified for pod " + name);
      default ->
          throw StatusException.badRequest(
              "a container name must be specified for pod "
                  + name
                  + ", choose one of: ["
                  + String.join(" ", names)
                  + "]");
    };
  }

  /** {@code /prefix/namespace/pod[/container]}. */
  static String path(String prefix, JsonNode pod, String container) {
    JsonNode metadata = pod.path("metadata");
    String path =
        "/"
            + prefix
            + "/"
            + metadata.path("namespace").asText()
            + "/"
            + metadata.path("name").asText();
    return Backend.encodePath(container.isEmpty() ? path : path + "/" + container);
  }
}

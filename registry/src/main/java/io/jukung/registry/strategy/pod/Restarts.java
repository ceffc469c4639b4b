package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whether containers that have ended run again ({@code ContainerShouldRestart} and {@code
 * AllContainersCouldRestart} in {@code pkg/api/v1/pod/util.go} at v1.36).
 */
final class Restarts {
  private Restarts() {}

  /** Whether the end of one container can restart all. */
  static boolean all(JsonNode spec) {
    for (String list : new String[] {"initContainers", "containers"}) {
      for (JsonNode container : spec.path(list)) {
        for (JsonNode rule : container.path("restartPolicyRules")) {
          if (rule.path("action").asText().equals("RestartAllContainers")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether the container {@code name} of a list may run again; one that is not there may not. */
  static boolean may(JsonNode containers, String name, JsonNode spec, JsonNode end) {
    for (JsonNode container : containers) {
      if (container.path("name").asText().equals(name)) {
        long code = end.path("exitCode").asLong();
        JsonNode own = container.path("restartPolicy");
        if (own.isTextual() && matches(container.path("restartPolicyRules"), code)) {
          return true;
        }
        return (own.isTextual() ? own : spec.path("restartPolicy")).asText().equals("Always")
            || ((own.isTextual() ? own : spec.path("restartPolicy")).asText().equals("OnFailure")
                && code != 0);
      }
    }
    return false;
  }

  private static boolean matches(JsonNode rules, long code) {
    for (JsonNode rule : rules) {
      JsonNode codes = rule.path("exitCodes");
      boolean listed = false;
      for (JsonNode value : codes.path("values")) {
        listed |= value.asLong() == code;
      }
      if (codes.isObject() && listed == codes.path("operator").asText().equals("In")) {
        return true;
      }
    }
    return false;
  }
}

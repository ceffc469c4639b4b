package io.jukung.registry.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code policy/v1 PodDisruptionBudget} allows an eviction ({@code checkAndDecrement} in
 * {@code pkg/registry/core/pod/storage/eviction.go} at v1.36).
 */
public final class DisruptionBudget {
  /** How many evictions may wait for the controller to see them. */
  private static final int MAX_DISRUPTED_PODS = 2000;

  private static final int RETRY_SECONDS = 10;
  private static final GroupVersionResource RESOURCE =
      new GroupVersionResource("policy", "v1", "poddisruptionbudget");

  private DisruptionBudget() {}

  /** Whether a pod that is not ready may go without using up the budget. */
  public static boolean sparesUnready(JsonNode budget) {
    if (budget.path("spec").path("unhealthyPodEvictionPolicy").asText("").equals("AlwaysAllow")) {
      return true;
    }
    JsonNode status = budget.path("status");
    long desired = status.path("desiredHealthy").asLong();
    return status.path("currentHealthy").asLong() >= desired && desired > 0;
  }

  /**
   * The budget with one disruption less, the pod's.
   *
   * @param budget as it is; changed in place
   * @throws StatusException 429 when it has none left, 403 when it can't be used
   */
  public static ObjectNode take(ObjectNode budget, String pod, Instant now) {
    String name = budget.path("metadata").path("name").asText();
    ObjectNode status = budget.withObject("/status");
    if (status.path("observedGeneration").asLong()
        < budget.path("metadata").path("generation").asLong()) {
      throw stillProcessed(name);
    }
    long allowed = status.path("disruptionsAllowed").asLong();
    if (allowed < 0) {
      throw StatusException.forbidden(RESOURCE, name, "pdb disruptions allowed is negative");
    }
    if (status.path("disruptedPods").size() > MAX_DISRUPTED_PODS) {
      throw StatusException.forbidden(
          RESOURCE,
          name,
          "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
    }
    if (allowed == 0) {
      throw refused(0, exhausted(name, status));
    }
    status.put("disruptionsAllowed", allowed - 1);
    if (allowed == 1) {
      setInsufficient(status, now);
    }
    status.withObject("/disruptedPods").put(pod, seconds(now));
    return budget;
  }

  /** 429: the budget's state is not up to date; try again soon. */
  public static StatusException stillProcessed(String name) {
    return refused(
        RETRY_SECONDS,
        "The disruption budget " + name + " is still being processed by the server.");
  }

  private static StatusException refused(int retryAfterSeconds, String why) {
    return new StatusException(
        429,
        "TooManyRequests",
        "Cannot evict pod as it would violate the pod's disruption budget.",
        new StatusException.Details(
            "",
            "",
            "",
            "",
            List.of(new StatusCause("DisruptionBudget", why, "")),
            retryAfterSeconds));
  }

  private static String exhausted(String name, JsonNode status) {
    Optional<JsonNode> disallowed =
        condition(status)
            .filter(c -> c.path("status").asText().equals("False"))
            .filter(c -> !c.path("message").asText("").isEmpty());
    long desired = status.path("desiredHealthy").asLong();
    long current = status.path("currentHealthy").asLong();
    String budget = "The disruption budget " + name;
    String reason = disallowed.map(c -> c.path("reason").asText()).orElse("");
    String message = disallowed.map(c -> c.path("message").asText()).orElse("");
    if (reason.equals("SyncFailed")) {
      return budget + " does not allow evicting pods currently because it failed sync: " + message;
    }
    if (current <= desired) {
      return budget + " needs " + desired + " healthy pods and has " + current + " currently";
    }
    String plain = budget + " does not allow evicting pods currently";
    return disallowed.isPresent() ? plain + " (" + reason + "): " + message : plain;
  }

  private static Optional<JsonNode> condition(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("DisruptionAllowed")) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  private static void setInsufficient(ObjectNode status, Instant now) {
    ArrayNode conditions = status.withArray("/conditions");
    Optional<JsonNode> old = condition(status);
    ObjectNode condition =
        old.isPresent() && old.get() instanceof ObjectNode known ? known : conditions.addObject();
    if (!condition.path("status").asText("").equals("False")) {
      condition.put("lastTransitionTime", seconds(now));
    }
    condition.put("type", "DisruptionAllowed").put("status", "False");
    condition.put("reason", "InsufficientPods").put("message", "");
    condition.set("observedGeneration", status.path("observedGeneration"));
  }

  private static String seconds(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * The quality of service a pod gets by its requests and limits ({@code
 * pkg/apis/core/v1/helper/qos/qos.go} at v1.36).
 */
public final class PodQos {
  private static final List<String> RESOURCES = List.of("cpu", "memory");

  private PodQos() {}

  /** {@code Guaranteed}, {@code Burstable} or {@code BestEffort}, by the pod's spec. */
  public static String of(JsonNode spec) {
    boolean any = false;
    boolean guaranteed = true;
    JsonNode own = spec.path("resources");
    if (own.isObject()) {
      any = any(own);
      guaranteed = guaranteed(own);
    } else {
      for (String list : List.of("containers", "initContainers")) {
        for (JsonNode container : spec.path(list)) {
          any |= any(container.path("resources"));
          guaranteed &= guaranteed(container.path("resources"));
        }
      }
    }
    return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
  }

  private static boolean any(JsonNode resources) {
    for (String resource : RESOURCES) {
      if (positive(resources.path("requests").path(resource))
          || positive(resources.path("limits").path(resource))) {
        return true;
      }
    }
    return false;
  }

  private static boolean guaranteed(JsonNode resources) {
    for (String resource : RESOURCES) {
      JsonNode limit = resources.path("limits").path(resource);
      JsonNode request = resources.path("requests").path(resource);
      if (!positive(limit)
          || (!request.isMissingNode() && !request.asText().equals(limit.asText()))) {
        return false;
      }
    }
    return true;
  }

  /** Quantities are canonical, so the digits in front tell zero from more. */
  private static boolean positive(JsonNode quantity) {
    String digits = quantity.asText("").replaceAll("[A-Za-z].*", "");
    return !digits.isEmpty() && new BigDecimal(digits).signum() > 0;
  }
}

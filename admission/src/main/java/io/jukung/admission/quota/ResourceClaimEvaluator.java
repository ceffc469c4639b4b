package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.registry.codec.value.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How claims of devices count: their number, and the devices by class, at worst. Upstream: {@code
 * pkg/quota/v1/evaluator/core/resource_claims.go} at v1.36. Devices under the names of extended
 * resources are counted with the pods that ask for them, not here.
 */
record ResourceClaimEvaluator() implements Evaluator {
  private static final String COUNT = CountEvaluator.name("resourceclaims.resource.k8s.io");
  private static final String OF_CLASS = ".deviceclass.resource.k8s.io/devices";

  /** The most devices one claim can get. */
  private static final long ALL = 32;

  @Override
  public boolean handles(AdmissionAttributes attributes) {
    return attributes.subresource().isEmpty() && attributes.writes();
  }

  @Override
  public boolean counts(String name) {
    return name.equals(COUNT) || name.endsWith(OF_CLASS);
  }

  @Override
  public Usage usage(JsonNode claim) {
    Map<String, Long> devices = new HashMap<>();
    for (JsonNode request : claim.at("/spec/devices/requests")) {
      if (!request.path("firstAvailable").isEmpty()) {
        Map<String, Long> worst = new HashMap<>();
        request
            .path("firstAvailable")
            .forEach(one -> worst.merge(deviceClass(one), number(one), Math::max));
        worst.forEach((name, number) -> devices.merge(name, number, Long::sum));
      } else if (request.path("exactly").isObject()) {
        JsonNode exactly = request.path("exactly");
        devices.merge(deviceClass(exactly), number(exactly), Long::sum);
      }
    }
    Map<String, Quantity> amounts = new TreeMap<>();
    amounts.put(COUNT, Usage.ONE);
    devices.forEach((name, number) -> amounts.put(name, Quantity.parse(Long.toString(number))));
    return new Usage(amounts);
  }

  private static String deviceClass(JsonNode request) {
    return request.path("deviceClassName").asText("") + OF_CLASS;
  }

  private static long number(JsonNode request) {
    return switch (request.path("allocationMode").asText("")) {
      case "ExactCount" -> request.path("count").asLong();
      case "All" -> ALL;
      default -> 0;
    };
  }
}

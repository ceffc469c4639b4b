package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.resource.v1.DeviceRequest;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaim;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Claims of devices ({@code pkg/quota/v1/evaluator/core/resource_claims.go} at v1.36). */
record ResourceClaimEvaluator() implements Evaluator<ResourceClaim> {
  private static final String COUNT = "count/resourceclaims.resource.k8s.io";
  private static final String OF_CLASS = ".deviceclass.resource.k8s.io/devices";

  /** The most devices one claim can get. */
  private static final long ALL = 32;

  @Override
  public boolean counts(String name) {
    return name.equals(COUNT) || name.endsWith(OF_CLASS);
  }

  @Override
  public Map<String, Quantity> usage(ResourceClaim claim) {
    Map<String, Long> devices = new HashMap<>();
    if (claim.getSpec().getDevices() != null) {
      claim
          .getSpec()
          .getDevices()
          .getRequests()
          .forEach(
              request ->
                  worst(request).forEach((name, number) -> devices.merge(name, number, Long::sum)));
    }
    Map<String, Quantity> amounts = new TreeMap<>(Map.of(COUNT, Amounts.ONE));
    devices.forEach(
        (name, number) -> amounts.put(name + OF_CLASS, new Quantity(Long.toString(number))));
    return amounts;
  }

  /** The most devices of each class that a request may come to. */
  private static Map<String, Long> worst(DeviceRequest request) {
    Map<String, Long> worst = new HashMap<>();
    request
        .getFirstAvailable()
        .forEach(
            one ->
                worst.merge(
                    one.getDeviceClassName(),
                    number(one.getAllocationMode(), one.getCount()),
                    Math::max));
    if (worst.isEmpty() && request.getExactly() != null) {
      var exactly = request.getExactly();
      worst.put(
          exactly.getDeviceClassName(), number(exactly.getAllocationMode(), exactly.getCount()));
    }
    return worst;
  }

  private static long number(@Nullable String mode, @Nullable Long count) {
    if ("All".equals(mode)) {
      return ALL;
    }
    return "ExactCount".equals(mode) && count != null ? count : 0;
  }
}

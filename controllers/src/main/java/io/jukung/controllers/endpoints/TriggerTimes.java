package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.pod.Pods;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Since when a Service's endpoints should have changed: what the annotation {@code
 * endpoints.kubernetes.io/last-change-trigger-time} tells. Safe for all threads; one entry per
 * Service.
 */
final class TriggerTimes {
  static final String ANNOTATION = "endpoints.kubernetes.io/last-change-trigger-time";

  private record Known(Instant service, Map<String, Instant> pods) {}

  private final Map<ObjectKey, Known> known = new HashMap<>();

  /** The time of the earliest change since the last call; empty when nothing changed. */
  synchronized Optional<Instant> next(Service service, List<Pod> pods) {
    ObjectKey key = ObjectKey.of(service);
    Instant created =
        Times.read(service.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH);
    Map<String, Instant> times = new HashMap<>();
    for (Pod pod : pods) {
      Pods.condition(pod, "Ready")
          .flatMap(c -> Times.read(c.getLastTransitionTime()))
          .ifPresent(time -> times.put(pod.getMetadata().getName(), time));
    }
    Known before = known.put(key, new Known(created, times));
    if (before == null) {
      return Optional.of(created);
    }
    Optional<Instant> earliest =
        times.entrySet().stream()
            .filter(e -> e.getValue().isAfter(before.pods().getOrDefault(e.getKey(), Instant.MIN)))
            .map(Map.Entry::getValue)
            .min(Instant::compareTo);
    if (created.isAfter(before.service())) {
      return Optional.of(earliest.filter(time -> time.isBefore(created)).orElse(created));
    }
    return earliest;
  }

  /** The Service is gone. */
  synchronized void forget(ObjectKey service) {
    known.remove(service);
  }
}

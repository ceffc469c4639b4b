package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jukung.controllers.object.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was last written of each Service's slices: an informer that does not show it yet must not be
 * worked from. Safe for all threads; one entry per slice.
 */
public final class SliceTracker {
  private static final long GONE = -1;

  private final Map<ObjectKey, Map<String, Long>> generations = new HashMap<>();

  /** A slice was written. */
  public synchronized void wrote(ObjectKey service, EndpointSlice slice) {
    of(service).put(slice.getMetadata().getUid(), slice.getMetadata().getGeneration());
  }

  /** A slice was deleted. */
  public synchronized void deleted(ObjectKey service, EndpointSlice slice) {
    of(service).put(slice.getMetadata().getUid(), GONE);
  }

  /** An informer no longer shows the slice; whether that was not our own doing. */
  public synchronized boolean gone(ObjectKey service, EndpointSlice slice) {
    Long known = of(service).remove(slice.getMetadata().getUid());
    return known == null || known != GONE;
  }

  /** Whether the slices shown are older than what was written. */
  public synchronized boolean isBehind(ObjectKey service, List<EndpointSlice> shown) {
    Map<String, Long> seen = new HashMap<>();
    shown.forEach(s -> seen.put(s.getMetadata().getUid(), s.getMetadata().getGeneration()));
    for (Map.Entry<String, Long> written : of(service).entrySet()) {
      Long generation = seen.get(written.getKey());
      boolean expectGone = written.getValue() == GONE;
      if (expectGone ? generation != null : generation == null || generation < written.getValue()) {
        return true;
      }
    }
    return false;
  }

  /** The Service is gone. */
  public synchronized void forget(ObjectKey service) {
    generations.remove(service);
  }

  private Map<String, Long> of(ObjectKey service) {
    return generations.computeIfAbsent(service, key -> new HashMap<>());
  }
}

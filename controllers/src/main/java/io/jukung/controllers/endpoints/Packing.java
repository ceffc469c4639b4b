package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Puts endpoints of one set of ports into slices so that few slices change: each stays where it is;
 * new ones fill the slices that change anyway, then the unchanged slice they fit best, then new
 * slices.
 */
final class Packing {
  private static final int MAX = 100;

  final List<EndpointSlice> create = new ArrayList<>();
  final List<EndpointSlice> update = new ArrayList<>();
  final List<EndpointSlice> delete = new ArrayList<>();

  private final Map<Object, Endpoint> open = new LinkedHashMap<>();
  private final List<EndpointSlice> unchanged = new ArrayList<>();

  /**
   * Packs.
   *
   * @param relabeled whether a slice needs other labels
   * @param empty makes a slice without endpoints, with the right labels
   */
  Packing(
      List<EndpointSlice> existing,
      List<Endpoint> wanted,
      Predicate<EndpointSlice> relabeled,
      Supplier<EndpointSlice> empty) {
    wanted.forEach(endpoint -> open.put(key(endpoint), endpoint));
    for (EndpointSlice slice : existing) {
      keep(slice, relabeled.test(slice), empty);
    }
    update.sort(Comparator.comparingInt((EndpointSlice s) -> s.getEndpoints().size()).reversed());
    update.forEach(this::fill);
    while (!open.isEmpty()) {
      Optional<EndpointSlice> best = bestFit();
      if (best.isPresent()) {
        unchanged.remove(best.get());
        EndpointSlice copy = new EndpointSliceBuilder(best.get()).build();
        fill(copy);
        update.add(copy);
      } else {
        EndpointSlice slice = empty.get();
        fill(slice);
        create.add(slice);
      }
    }
  }

  /** The same pod at the same address is the same endpoint, whatever else changes. */
  private static Object key(Endpoint endpoint) {
    String uid = endpoint.getTargetRef() == null ? "" : endpoint.getTargetRef().getUid();
    String host = endpoint.getHostname() == null ? "" : endpoint.getHostname();
    return List.of(endpoint.getAddresses(), uid, host);
  }

  private void keep(EndpointSlice slice, boolean relabeled, Supplier<EndpointSlice> empty) {
    List<Endpoint> kept = new ArrayList<>();
    for (Endpoint endpoint : slice.getEndpoints()) {
      Endpoint wanted = open.remove(key(endpoint));
      if (wanted != null) {
        kept.add(wanted);
      }
    }
    if (kept.isEmpty() && !slice.getEndpoints().isEmpty()) {
      delete.add(slice);
    } else if (!kept.equals(slice.getEndpoints()) || relabeled) {
      update.add(
          new EndpointSliceBuilder(slice)
              .editMetadata()
              .withLabels(empty.get().getMetadata().getLabels())
              .endMetadata()
              .withEndpoints(kept)
              .build());
    } else {
      unchanged.add(slice);
    }
  }

  private Optional<EndpointSlice> bestFit() {
    return unchanged.stream()
        .filter(s -> open.size() + s.getEndpoints().size() <= MAX)
        .max(Comparator.comparingInt(s -> s.getEndpoints().size()));
  }

  private void fill(EndpointSlice slice) {
    List<Endpoint> endpoints = new ArrayList<>(slice.getEndpoints());
    var next = open.entrySet().iterator();
    while (next.hasNext() && endpoints.size() < MAX) {
      endpoints.add(next.next().getValue());
      next.remove();
    }
    slice.setEndpoints(endpoints);
  }
}

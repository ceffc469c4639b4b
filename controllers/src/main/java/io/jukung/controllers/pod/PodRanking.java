package io.jukung.controllers.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.object.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which pods are given up first: those not placed, not running, not ready, cheap to lose, on a node
 * with many of their kind, young by orders of magnitude, often restarted. Upstream's counterpart:
 * {@code ActivePodsWithRanks}.
 */
public final class PodRanking implements Comparator<Pod> {
  private static final Map<String, Integer> PHASES =
      Map.of("Pending", 0, "Unknown", 1, "Running", 2);
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  private final Map<String, Integer> onNode = new HashMap<>();
  private final Instant now;

  /**
   * A ranking.
   *
   * @param related pods of the same kind, which should spread over nodes
   */
  public PodRanking(List<Pod> related, Instant now) {
    this.now = now;
    related.stream()
        .filter(Pods::isActive)
        .forEach(pod -> onNode.merge(node(pod), 1, Integer::sum));
  }

  @Override
  public int compare(Pod a, Pod b) {
    if (node(a).isEmpty() != node(b).isEmpty()) {
      return node(a).isEmpty() ? -1 : 1;
    }
    int order = Integer.compare(phase(a), phase(b));
    if (order == 0) {
      order = Boolean.compare(Pods.isReady(a), Pods.isReady(b));
    }
    if (order == 0) {
      order = Integer.compare(cost(a), cost(b));
    }
    if (order == 0) {
      order = Integer.compare(rank(b), rank(a));
    }
    if (order == 0 && Pods.isReady(a)) {
      order = younger(a, b, Pods.readySince(a), Pods.readySince(b));
    }
    if (order == 0) {
      order = Integer.compare(Pods.restarts(b), Pods.restarts(a));
    }
    if (order == 0) {
      order = younger(a, b, created(a), created(b));
    }
    return order;
  }

  /** Zero only for equal times: those of one order of magnitude are told apart by their uid. */
  private int younger(Pod a, Pod b, Optional<Instant> timeA, Optional<Instant> timeB) {
    if (timeA.equals(timeB)) {
      return 0;
    }
    if (timeA.isEmpty() || timeB.isEmpty()) {
      return timeA.isEmpty() ? -1 : 1;
    }
    int order = Long.compare(magnitude(timeA.get()), magnitude(timeB.get()));
    return order == 0 ? a.getMetadata().getUid().compareTo(b.getMetadata().getUid()) : order;
  }

  private long magnitude(Instant since) {
    long ns = Duration.between(since, now).toNanos();
    return ns <= 0 ? -1 : 63 - Long.numberOfLeadingZeros(ns);
  }

  private int rank(Pod pod) {
    return onNode.getOrDefault(node(pod), 0);
  }

  private static int cost(Pod pod) {
    try {
      return Integer.parseInt(Selectors.annotations(pod).getOrDefault(COST, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String node(Pod pod) {
    return Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
  }

  private static int phase(Pod pod) {
    return PHASES.getOrDefault(Pods.phase(pod), 0);
  }

  private static Optional<Instant> created(Pod pod) {
    return Times.read(pod.getMetadata().getCreationTimestamp());
  }
}

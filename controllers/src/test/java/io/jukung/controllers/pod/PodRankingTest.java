package io.jukung.controllers.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodRankingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

  @Test
  void unplacedThenNotRunningThenNotReadyThenCheapThenCrowdedThenYoungGoFirst() {
    Pod unplaced = pod("unplaced", "", "Pending", false, "0", "2026-01-01T00:00:00Z");
    Pod pending = pod("pending", "a", "Pending", false, "0", "2026-01-01T00:00:00Z");
    Pod unready = pod("unready", "a", "Running", false, "0", "2026-01-01T00:00:00Z");
    Pod cheap = pod("cheap", "a", "Running", true, "-1", "2026-01-01T00:00:00Z");
    Pod crowded = pod("crowded", "a", "Running", true, "0", "2026-01-01T00:00:00Z");
    Pod young = pod("young", "b", "Running", true, "0", "2026-01-01T00:59:59Z");
    Pod old = pod("old", "b", "Running", true, "0", "2026-01-01T00:00:00Z");
    List<Pod> right = List.of(unplaced, pending, unready, cheap, crowded, young, old);
    List<Pod> sorted = new ArrayList<>(right.reversed());
    sorted.sort(new PodRanking(right, NOW));
    assertThat(sorted)
        .extracting(p -> p.getMetadata().getName())
        .containsExactly("unplaced", "pending", "unready", "cheap", "crowded", "young", "old");
  }

  private static Pod pod(
      String name, String node, String phase, boolean ready, String cost, String since) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid(name)
        .withCreationTimestamp(since)
        .addToAnnotations("controller.kubernetes.io/pod-deletion-cost", cost)
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .withLastTransitionTime(since)
        .endCondition()
        .endStatus()
        .build();
  }
}

package io.jukung.controllers.podgc;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pods that have ended are too many. */
class PodGarbageTest {
  private static Pod pod(String name, String created, String phase, String reason) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withCreationTimestamp(created)
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .withReason(reason)
        .endStatus()
        .build();
  }

  @Test
  void theOldestOfTooManyEndedPodsGo() {
    List<Pod> seen =
        List.of(
            pod("young", "2026-01-03T00:00:00Z", "Succeeded", ""),
            pod("old", "2026-01-01T00:00:00Z", "Failed", ""),
            pod("running", "2025-01-01T00:00:00Z", "Running", ""),
            pod("evicted", "2026-01-02T00:00:00Z", "Failed", "Evicted"));
    assertThat(PodGarbageReconciler.oldestBeyond(3, seen)).isEmpty();
    assertThat(PodGarbageReconciler.oldestBeyond(1, seen))
        .extracting(pod -> pod.getMetadata().getName())
        .containsExactly("evicted", "old");
    assertThat(PodGarbageReconciler.KEPT).isEqualTo(12_500);
  }
}

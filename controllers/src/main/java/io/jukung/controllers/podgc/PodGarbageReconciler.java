package io.jukung.controllers.podgc;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.pod.Pods;
import io.jukung.controllers.queue.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks over all pods every 20 seconds. Its one key stands for all of them. */
public final class PodGarbageReconciler implements Reconciler<String> {
  private static final Logger LOG = LoggerFactory.getLogger(PodGarbageReconciler.class);
  private static final Duration PERIOD = Duration.ofSeconds(20);

  /** How long a node is missed before its pods are removed. */
  private static final Duration QUARANTINE = Duration.ofSeconds(40);

  /** So many pods that have ended are left for people to look at. */
  static final int KEPT = 12_500;

  private final KubernetesClient client;
  private final Informer<Pod> pods;
  private final Informer<Node> nodes;
  private final Clock clock;
  private final Map<String, Instant> missingSince = new HashMap<>();

  /** A reconciler that works through {@code client}, on one worker. */
  public PodGarbageReconciler(
      KubernetesClient client, Informer<Pod> pods, Informer<Node> nodes, Clock clock) {
    this.client = client;
    this.pods = pods;
    this.nodes = nodes;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> reconcile(String all) {
    List<Pod> seen = pods.list();
    oldestBeyond(KEPT, seen).forEach(pod -> remove(pod, Optional.empty()));
    removeOrphans(seen);
    for (Pod pod : seen) {
      if (Pods.isDeleted(pod) && node(pod).isEmpty()) {
        remove(pod, Optional.empty());
      }
    }
    return Optional.of(PERIOD);
  }

  /**
   * Of the pods that have ended those that are more than {@code kept}: evicted ones, then old ones.
   */
  static List<Pod> oldestBeyond(int kept, List<Pod> seen) {
    List<Pod> ended = seen.stream().filter(Pods::isTerminal).toList();
    return ended.stream()
        .sorted(
            Comparator.comparing((Pod pod) -> !"Evicted".equals(pod.getStatus().getReason()))
                .thenComparing(pod -> pod.getMetadata().getCreationTimestamp())
                .thenComparing(pod -> pod.getMetadata().getName()))
        .limit(Math.max(0, ended.size() - kept))
        .toList();
  }

  private void removeOrphans(List<Pod> seen) {
    Instant now = Instant.now(clock);
    missingSince.keySet().removeIf(name -> nodes.get("", name).isPresent());
    for (Pod pod : seen) {
      String node = node(pod);
      if (node.isEmpty() || nodes.get("", node).isPresent()) {
        continue;
      }
      Instant since = missingSince.computeIfAbsent(node, name -> now);
      if (Duration.between(since, now).compareTo(QUARANTINE) >= 0
          && client.nodes().withName(node).get() == null) {
        remove(
            pod,
            Optional.of(
                new PodConditionBuilder()
                    .withType("DisruptionTarget")
                    .withStatus("True")
                    .withReason("DeletionByPodGC")
                    .withMessage("PodGC: node no longer exists")
                    .withLastTransitionTime(Times.text(now))
                    .build()));
      }
    }
  }

  private static String node(Pod pod) {
    return Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
  }

  /** Marks the pod as failed and removes it without waiting for a kubelet. */
  private void remove(Pod pod, Optional<PodCondition> why) {
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    try {
      if (!Pods.isTerminal(pod)) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("phase", "Failed");
        why.ifPresent(condition -> status.put("conditions", List.of(condition)));
        Map<String, Object> patch =
            Map.of("metadata", Map.of("uid", pod.getMetadata().getUid()), "status", status);
        var _ =
            client
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .subresource("status")
                .patch(
                    PatchContext.of(PatchType.STRATEGIC_MERGE),
                    client.getKubernetesSerialization().asJson(patch));
      }
      client.raw(
          "/api/v1/namespaces/" + namespace + "/pods/" + name,
          "DELETE",
          new DeleteOptionsBuilder()
              .withApiVersion("v1")
              .withKind("DeleteOptions")
              .withGracePeriodSeconds(0L)
              .build());
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        // One pod that cannot be removed does not keep the others; all are looked at again soon.
        LOG.debug("pod {}/{} not removed", namespace, name, e);
      }
    }
  }
}

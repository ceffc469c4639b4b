package io.jukung.controllers.pod;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.Owners;
import io.jukung.controllers.object.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a pod's state says, as {@code pkg/api/v1/pod} has it, and which pods an object has. */
public final class Pods {
  private static final String OWNER_INDEX = "podController";

  private Pods() {}

  /** The pod's phase; empty when it has none yet. */
  public static String phase(Pod pod) {
    return pod.getStatus() == null
        ? ""
        : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
  }

  /** The pod has ended, well or badly. */
  public static boolean isTerminal(Pod pod) {
    return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
  }

  /** The pod has not ended and is not asked to. */
  public static boolean isActive(Pod pod) {
    return !isTerminal(pod) && !isDeleted(pod);
  }

  /** The pod is asked to end and has not yet. */
  public static boolean isTerminating(Pod pod) {
    return !isTerminal(pod) && isDeleted(pod);
  }

  /** The pod is asked to end. */
  public static boolean isDeleted(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** The pod's condition of a type. */
  public static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals(type))
            .findFirst();
  }

  /** The pod can serve. */
  public static boolean isReady(Pod pod) {
    return condition(pod, "Ready").filter(c -> c.getStatus().equals("True")).isPresent();
  }

  /** Since when the pod can serve. */
  public static Optional<Instant> readySince(Pod pod) {
    return condition(pod, "Ready")
        .filter(c -> c.getStatus().equals("True"))
        .flatMap(c -> Times.read(c.getLastTransitionTime()));
  }

  /** The pod can serve, and could so for long enough. */
  public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
    return isReady(pod)
        && (minReadySeconds == 0
            || readySince(pod)
                .filter(since -> since.plusSeconds(minReadySeconds).compareTo(now) <= 0)
                .isPresent());
  }

  /** How long until the first of the pods becomes available. */
  public static Optional<Duration> nextAvailable(List<Pod> pods, int minReadySeconds, Instant now) {
    return pods.stream()
        .flatMap(pod -> readySince(pod).stream())
        .map(since -> Duration.between(now, since.plusSeconds(minReadySeconds)))
        .filter(Duration::isPositive)
        .min(Duration::compareTo);
  }

  /** How often the pod's most restarted container was. */
  public static int restarts(Pod pod) {
    return pod.getStatus() == null
        ? 0
        : pod.getStatus().getContainerStatuses().stream()
            .map(ContainerStatus::getRestartCount)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
  }

  /** Files the pods by their controller. */
  public static void index(Informer<Pod> pods) {
    pods.index(OWNER_INDEX, pod -> List.of(key(pod)));
  }

  /** The pods that the object controls. */
  public static List<Pod> controlledBy(Informer<Pod> pods, HasMetadata owner) {
    return pods.byIndex(
        OWNER_INDEX,
        owner.getMetadata().getNamespace()
            + "/"
            + owner.getKind()
            + "/"
            + owner.getMetadata().getUid());
  }

  /** The pods that the object controls, and those of its namespace that nobody does. */
  public static List<Pod> controlledByOrOrphans(Informer<Pod> pods, HasMetadata owner) {
    List<Pod> all = new ArrayList<>(controlledBy(pods, owner));
    all.addAll(pods.byIndex(OWNER_INDEX, owner.getMetadata().getNamespace()));
    return all;
  }

  private static String key(Pod pod) {
    Optional<OwnerReference> controller = Owners.controllerOf(pod);
    String namespace = pod.getMetadata().getNamespace();
    return controller
        .map(owner -> namespace + "/" + owner.getKind() + "/" + owner.getUid())
        .orElse(namespace);
  }
}

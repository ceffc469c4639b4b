package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.pod.Pods;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Pods ({@code pkg/quota/v1/evaluator/core/pods.go} at v1.36). */
record PodEvaluator(Clock clock) implements Evaluator<Pod> {
  private static final String COUNT = "count/pods";
  private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");
  private static final String DEVICE_CLASS = "deviceclass.resource.kubernetes.io/";

  @Override
  public boolean counts(String name) {
    return name.equals(COUNT)
        || name.equals("pods")
        || COMPUTE.contains(name.replaceFirst("^(requests|limits)\\.", ""))
        || name.startsWith("hugepages-")
        || name.startsWith("requests.hugepages-")
        || (name.startsWith("requests.")
            && (!isNative(name) || name.startsWith("requests." + DEVICE_CLASS)));
  }

  private static boolean isNative(String name) {
    return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
  }

  private static boolean extended(String name) {
    return name.startsWith(DEVICE_CLASS) || !isNative(name);
  }

  @Override
  public boolean matches(ScopedResourceSelectorRequirement scope, Pod pod) {
    return switch (scope.getScopeName()) {
      case "Terminating" -> terminating(pod);
      case "NotTerminating" -> !terminating(pod);
      case "BestEffort" -> bestEffort(pod);
      case "NotBestEffort" -> !bestEffort(pod);
      case "PriorityClass" ->
          Scopes.selects(
              scope, List.of(Objects.requireNonNullElse(pod.getSpec().getPriorityClassName(), "")));
      case "CrossNamespacePodAffinity" -> crossesNamespaces(pod.getSpec().getAffinity());
      default -> false;
    };
  }

  private static boolean terminating(Pod pod) {
    Long deadline = pod.getSpec().getActiveDeadlineSeconds();
    return deadline != null && deadline >= 0;
  }

  /** The API server tells the class of every pod. */
  private static boolean bestEffort(Pod pod) {
    return pod.getStatus() != null && "BestEffort".equals(pod.getStatus().getQosClass());
  }

  private static boolean crossesNamespaces(@org.jspecify.annotations.Nullable Affinity affinity) {
    if (affinity == null) {
      return false;
    }
    List<PodAffinityTerm> terms = new ArrayList<>();
    List<WeightedPodAffinityTerm> weighted = new ArrayList<>();
    if (affinity.getPodAffinity() != null) {
      terms.addAll(affinity.getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution());
      weighted.addAll(
          affinity.getPodAffinity().getPreferredDuringSchedulingIgnoredDuringExecution());
    }
    if (affinity.getPodAntiAffinity() != null) {
      terms.addAll(
          affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution());
      weighted.addAll(
          affinity.getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution());
    }
    weighted.forEach(one -> terms.add(one.getPodAffinityTerm()));
    return terms.stream()
        .anyMatch(term -> !term.getNamespaces().isEmpty() || term.getNamespaceSelector() != null);
  }

  @Override
  public Map<String, Quantity> usage(Pod pod) {
    Map<String, Quantity> amounts = new TreeMap<>(Map.of(COUNT, Amounts.ONE));
    if (!running(pod)) {
      return amounts;
    }
    amounts.put("pods", Amounts.ONE);
    PodAmounts.limits(pod)
        .forEach(
            (name, limit) -> {
              if (COMPUTE.contains(name)) {
                amounts.put("limits." + name, limit);
              }
            });
    PodAmounts.requests(pod)
        .forEach(
            (name, request) -> {
              if (COMPUTE.contains(name) || name.startsWith("hugepages-")) {
                amounts.put(name, request);
                amounts.put("requests." + name, request);
              } else if (extended(name)) {
                amounts.put("requests." + name, request);
              }
            });
    return amounts;
  }

  /** Whether the pod has not ended, nor should have been gone for longer than it was given. */
  private boolean running(Pod pod) {
    if (Pods.isTerminal(pod)) {
      return false;
    }
    Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
    return grace == null
        || Times.read(pod.getMetadata().getDeletionTimestamp())
            .map(deleted -> !Instant.now(clock).isAfter(deleted.plusSeconds(grace)))
            .orElse(true);
  }

  @Override
  public boolean replenishes(Pod before, Pod after) {
    return terminating(before) != terminating(after)
        || (running(before) && !running(after))
        || resized(before, after);
  }

  private static boolean resized(Pod before, Pod after) {
    if (before.getStatus() == null || after.getStatus() == null) {
      return false;
    }
    Map<String, ContainerStatus> now = new HashMap<>();
    after.getStatus().getContainerStatuses().forEach(one -> now.put(one.getName(), one));
    after.getStatus().getInitContainerStatuses().forEach(one -> now.put(one.getName(), one));
    List<ContainerStatus> old = new ArrayList<>(before.getStatus().getContainerStatuses());
    old.addAll(before.getStatus().getInitContainerStatuses());
    return old.stream()
        .anyMatch(
            one ->
                now.containsKey(one.getName())
                    && !Objects.equals(one.getResources(), now.get(one.getName()).getResources()));
  }
}

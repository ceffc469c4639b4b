package io.jukung.controllers.disruption;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.pod.Pods;
import io.jukung.controllers.queue.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Keeps the status of one PodDisruptionBudget. */
public final class DisruptionReconciler implements Reconciler<ObjectKey> {
  private static final String CONDITION = "DisruptionAllowed";

  /** An eviction that did not lead to a deletion within this time does not count any more. */
  private static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);

  private final KubernetesClient client;
  private final Informer<PodDisruptionBudget> budgets;
  private final Informer<Pod> pods;
  private final Scales scales;
  private final EventRecorder events;
  private final Clock clock;

  /** A reconciler that works through {@code client}. */
  public DisruptionReconciler(
      KubernetesClient client,
      Informer<PodDisruptionBudget> budgets,
      Informer<Pod> pods,
      Informer<ReplicaSet> sets,
      Informer<Deployment> deployments,
      Informer<ReplicationController> controllers,
      EventRecorder events,
      Clock clock) {
    this.client = client;
    this.budgets = budgets;
    this.pods = pods;
    this.scales = new Scales(client, sets, deployments, controllers);
    this.events = events;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    Optional<PodDisruptionBudget> budget = budgets.get(key);
    if (budget.isEmpty()) {
      return Optional.empty();
    }
    try {
      return sync(budget.get());
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        throw e;
      }
      allowNothing(budget.get(), ApiErrors.message(e));
    } catch (IllegalStateException e) {
      events.warning(
          budget.get(),
          "CalculateExpectedPodCountFailed",
          "Failed to calculate the number of expected pods: " + e.getMessage());
      allowNothing(budget.get(), String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private Optional<Duration> sync(PodDisruptionBudget budget) {
    List<Pod> selected =
        pods.list(budget.getMetadata().getNamespace()).stream()
            .filter(pod -> Selectors.matches(budget.getSpec().getSelector(), Selectors.labels(pod)))
            .toList();
    if (selected.isEmpty()) {
      events.normal(budget, "NoPods", "No matching pods found");
    }
    Instant now = Instant.now(clock);
    Map<String, String> disrupted = disrupted(budget, selected, now);
    int healthy =
        (int)
            selected.stream()
                .filter(pod -> !Pods.isDeleted(pod) && Pods.isReady(pod))
                .filter(pod -> !disrupted.containsKey(pod.getMetadata().getName()))
                .count();
    int[] counts = counts(budget, selected);
    int allowed = counts[0] <= 0 ? 0 : Math.max(0, healthy - counts[1]);
    update(
        budget,
        new PodDisruptionBudgetStatusBuilder()
            .withCurrentHealthy(healthy)
            .withDesiredHealthy(counts[1])
            .withExpectedPods(counts[0])
            .withDisruptionsAllowed(allowed)
            .withDisruptedPods(disrupted)
            .withObservedGeneration(budget.getMetadata().getGeneration())
            .build());
    return disrupted.values().stream()
        .flatMap(time -> Times.read(time).stream())
        .map(time -> Duration.between(now, time.plus(DELETION_TIMEOUT)))
        .min(Duration::compareTo);
  }

  /** How many pods there should be, and how many of them must serve. */
  private int[] counts(PodDisruptionBudget budget, List<Pod> selected) {
    IntOrString max = budget.getSpec().getMaxUnavailable();
    IntOrString min = budget.getSpec().getMinAvailable();
    if (max == null && min == null) {
      return new int[] {0, 0};
    }
    if (max == null && min.getIntVal() != null) {
      return new int[] {selected.size(), min.getIntVal()};
    }
    List<String> unmanaged = new ArrayList<>();
    int expected = scales.expected(selected, unmanaged);
    if (!unmanaged.isEmpty()) {
      events.warning(budget, "UnmanagedPods", unmanaged(budget));
    }
    return max != null
        ? new int[] {expected, Math.max(0, expected - scaled(max, expected))}
        : new int[] {expected, scaled(min, expected)};
  }

  private static String unmanaged(PodDisruptionBudget budget) {
    return "Pods selected by this PodDisruptionBudget (selector: "
        + selector(budget)
        + ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated"
        + " correctly, which may result in undefined behavior. To account for these pods please"
        + " set \".spec.minAvailable\" field of the PDB to an integer value.";
  }

  /** As Go prints a selector. */
  private static String selector(PodDisruptionBudget budget) {
    StringBuilder labels = new StringBuilder("&LabelSelector{MatchLabels:map[string]string{");
    var selector = budget.getSpec().getSelector();
    if (selector != null && selector.getMatchLabels() != null) {
      selector.getMatchLabels().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> labels.append(e.getKey()).append(": ").append(e.getValue()).append(','));
    }
    return labels.append("},MatchExpressions:[]LabelSelectorRequirement{},}").toString();
  }

  private static int scaled(IntOrString value, int total) {
    if (value.getIntVal() != null) {
      return value.getIntVal();
    }
    String text = value.getStrVal();
    double part = Integer.parseInt(text.substring(0, text.length() - 1)) * (double) total / 100;
    return (int) Math.ceil(part);
  }

  /** The pods that were evicted lately and are still there. */
  private Map<String, String> disrupted(
      PodDisruptionBudget budget, List<Pod> selected, Instant now) {
    Map<String, String> before =
        budget.getStatus() == null
            ? Map.of()
            : Objects.requireNonNullElse(budget.getStatus().getDisruptedPods(), Map.of());
    Map<String, String> after = new HashMap<>();
    for (Pod pod : selected) {
      String time = before.get(pod.getMetadata().getName());
      if (Pods.isDeleted(pod) || time == null) {
        continue;
      }
      if (Times.read(time).orElse(now).plus(DELETION_TIMEOUT).isBefore(now)) {
        String namespace = budget.getMetadata().getNamespace();
        events.warning(
            pod,
            "NotDeleted",
            "Pod was expected by PDB "
                + namespace
                + "/"
                + namespace
                + " to be deleted but it wasn't");
      } else {
        after.put(pod.getMetadata().getName(), time);
      }
    }
    return after;
  }

  private void update(PodDisruptionBudget budget, PodDisruptionBudgetStatus status) {
    PodDisruptionBudgetStatus before = budget.getStatus();
    boolean allowed = status.getDisruptionsAllowed() > 0;
    status.setConditions(
        conditions(
            budget,
            allowed ? "True" : "False",
            allowed ? "SufficientPods" : "InsufficientPods",
            ""));
    if (!status.equals(before)) {
      write(budget, status);
    }
  }

  private void allowNothing(PodDisruptionBudget budget, String why) {
    PodDisruptionBudgetStatus status =
        new PodDisruptionBudgetStatusBuilder(
                Objects.requireNonNullElseGet(budget.getStatus(), PodDisruptionBudgetStatus::new))
            .withDisruptionsAllowed(0)
            .withConditions(conditions(budget, "False", "SyncFailed", why))
            .build();
    if (!status.equals(budget.getStatus())) {
      write(budget, status);
    }
  }

  private List<Condition> conditions(
      PodDisruptionBudget budget, String status, String reason, String message) {
    List<Condition> before =
        budget.getStatus() == null ? List.of() : budget.getStatus().getConditions();
    String time =
        before.stream()
            .filter(c -> c.getType().equals(CONDITION) && c.getStatus().equals(status))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> Times.now(clock));
    List<Condition> after =
        new ArrayList<>(before.stream().filter(c -> !c.getType().equals(CONDITION)).toList());
    after.add(
        new ConditionBuilder()
            .withType(CONDITION)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withObservedGeneration(budget.getMetadata().getGeneration())
            .withLastTransitionTime(time)
            .build());
    return after;
  }

  private void write(PodDisruptionBudget budget, PodDisruptionBudgetStatus status) {
    var _ =
        client
            .resource(new PodDisruptionBudgetBuilder(budget).withStatus(status).build())
            .updateStatus();
  }
}

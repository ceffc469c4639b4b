package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.AdmissionPlugin;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps namespaces within their quotas. Whoever gets the namespace's lock checks all writes that
 * wait at that moment; the others find their answer ready.
 */
public final class ResourceQuota implements AdmissionPlugin {
  /** The most own writes remembered; with more, conflicts are met and looked at anew. */
  static final int MAX_REMEMBERED = 1000;

  private static final int LANES = 64;
  private static final Set<String> IGNORED =
      Set.of(
          "bindings",
          "componentstatuses",
          "tokenreviews.authentication.k8s.io",
          "selfsubjectreviews.authentication.k8s.io",
          "subjectaccessreviews.authorization.k8s.io",
          "selfsubjectaccessreviews.authorization.k8s.io",
          "localsubjectaccessreviews.authorization.k8s.io",
          "selfsubjectrulesreviews.authorization.k8s.io",
          "events",
          "events.events.k8s.io");

  private final QuotaStore store;
  private final List<LimitedResource> limited;
  private final Map<String, Evaluator> evaluators;
  private final Map<String, JsonNode> written = QuotaBatch.memory();
  private final List<Lane> lanes = new ArrayList<>();

  /**
   * The waiting writes of the namespaces that share it. Locks are leaves: nothing is locked inside.
   */
  private static final class Lane {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Queue<QuotaBatch.Waiter>> waiting = new ConcurrentHashMap<>();
  }

  /**
   * Quotas of {@code store}.
   *
   * @param limited what may be used only where a quota covers it
   * @param clock tells whether a pod should be gone
   */
  public ResourceQuota(QuotaStore store, List<LimitedResource> limited, InstantSource clock) {
    this.store = store;
    this.limited = List.copyOf(limited);
    this.evaluators =
        Map.of(
            "pods", new PodEvaluator(clock),
            "services", new ServiceEvaluator(),
            "persistentvolumeclaims", new VolumeClaimEvaluator(),
            "resourceclaims.resource.k8s.io", new ResourceClaimEvaluator());
    for (int i = 0; i < LANES; i++) {
      lanes.add(new Lane());
    }
  }

  @Override
  public String name() {
    return "ResourceQuota";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    String resource = attributes.resource().groupResource();
    if (attributes.namespace().isEmpty()
        || !attributes.writes()
        || IGNORED.contains(resource)
        || (attributes.operation() == Operation.CREATE && resource.equals("namespaces"))) {
      return;
    }
    Evaluator evaluator = evaluators.get(resource);
    if (evaluator == null) {
      if (attributes.operation() != Operation.CREATE) {
        return; // only the number counts
      }
      evaluator = CountEvaluator.of(resource);
    }
    if (!evaluator.handles(attributes)
        || (limited.isEmpty() && store.quotas(attributes.namespace()).isEmpty())) {
      return;
    }
    submit(
        attributes.namespace(),
        new QuotaBatch.Waiter(new QuotaCheck(attributes, evaluator, limited)));
  }

  private void submit(String namespace, QuotaBatch.Waiter waiter) {
    Lane lane = lanes.get(Math.floorMod(namespace.hashCode(), LANES));
    lane.waiting.compute(
        namespace,
        (key, queue) -> {
          Queue<QuotaBatch.Waiter> waiting = queue == null ? new ConcurrentLinkedQueue<>() : queue;
          waiting.add(waiter);
          return waiting;
        });
    lane.lock.lock();
    try {
      if (!waiter.done()) {
        Queue<QuotaBatch.Waiter> batch = lane.waiting.remove(namespace);
        new QuotaBatch(namespace, store, written)
            .run(batch == null ? List.of() : List.copyOf(batch));
      }
    } finally {
      lane.lock.unlock();
    }
    waiter.result();
  }
}

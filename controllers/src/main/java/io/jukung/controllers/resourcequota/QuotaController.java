package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.discovery.Discovery;
import io.jukung.controllers.informer.ChangeHandler;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.informer.Informers;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.queue.WorkQueue;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/** Knows what quotas count, and puts those in line that may have changed. Owns its informers. */
public final class QuotaController implements AutoCloseable {
  private final Informer<ResourceQuota> quotas;
  private final WorkQueue<ObjectKey> queue;
  private final Counters counters;
  private final QuotaReconciler reconciler;

  /** A controller that fills {@code queue}. */
  public QuotaController(
      KubernetesClient client, Informers informers, WorkQueue<ObjectKey> queue, Clock clock) {
    this.queue = queue;
    this.quotas = informers.of(ResourceQuota.class);
    this.counters =
        new Counters(new Discovery(client), quotas, informers::metadata, this::roomAgain);
    List<Tracked<?>> tracked =
        List.of(
            new Tracked<>(new PodEvaluator(clock), informers.of(Pod.class)),
            new Tracked<>(new ServiceEvaluator(), informers.of(Service.class)),
            new Tracked<>(new VolumeClaimEvaluator(), informers.of(PersistentVolumeClaim.class)),
            new Tracked<>(new ResourceClaimEvaluator(), informers.of(ResourceClaim.class)));
    tracked.forEach(resource -> resource.tell(this::roomAgain));
    quotas.handle(new QuotaHandler());
    this.reconciler = new QuotaReconciler(client, quotas, tracked, counters);
  }

  /** What works on the queue's keys. */
  public QuotaReconciler reconciler() {
    return reconciler;
  }

  private void roomAgain(String namespace, Predicate<String> about) {
    for (ResourceQuota quota : quotas.list(namespace)) {
      if (Amounts.of(quota.getSpec().getHard()).keySet().stream().anyMatch(about)) {
        queue.add(ObjectKey.of(quota));
      }
    }
  }

  @Override
  public void close() {
    counters.close();
  }

  /** What admission raises in a quota's status is no news. */
  private final class QuotaHandler implements ChangeHandler<ResourceQuota> {
    @Override
    public void added(ResourceQuota quota) {
      queue.add(ObjectKey.of(quota));
    }

    @Override
    public void updated(ResourceQuota before, ResourceQuota after) {
      if (!Amounts.same(
          Amounts.of(before.getSpec().getHard()), Amounts.of(after.getSpec().getHard()))) {
        queue.add(ObjectKey.of(after));
      }
    }

    @Override
    public void deleted(ResourceQuota last) {
      roomAgain(
          last.getMetadata().getNamespace(),
          name -> Counters.resource(name).filter(Counters.QUOTAS::equals).isPresent());
    }
  }
}

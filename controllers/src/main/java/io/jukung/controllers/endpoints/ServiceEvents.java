package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.jukung.controllers.informer.ChangeHandler;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.pod.Pods;
import io.jukung.controllers.queue.WorkQueue;
import java.util.Map;
import java.util.Objects;

/** Which Services a pod's change concerns. */
public final class ServiceEvents implements ChangeHandler<Pod> {
  private final Informer<Service> services;
  private final WorkQueue<ObjectKey> queue;

  /** Puts keys of Services into {@code queue}. */
  public ServiceEvents(Informer<Service> services, WorkQueue<ObjectKey> queue) {
    this.services = services;
    this.queue = queue;
  }

  @Override
  public void added(Pod pod) {
    wake(pod);
  }

  @Override
  public void updated(Pod before, Pod after) {
    boolean moved =
        !Selectors.labels(before).equals(Selectors.labels(after))
            || !Objects.equals(before.getSpec().getHostname(), after.getSpec().getHostname())
            || !Objects.equals(before.getSpec().getSubdomain(), after.getSpec().getSubdomain());
    boolean changed =
        moved
            || Pods.isDeleted(before) != Pods.isDeleted(after)
            || Pods.isReady(before) != Pods.isReady(after)
            || Pods.isTerminal(before) != Pods.isTerminal(after)
            || !PodEndpoint.addresses(before).equals(PodEndpoint.addresses(after));
    if (changed) {
      wake(after);
    }
    if (moved) {
      wake(before);
    }
  }

  @Override
  public void deleted(Pod last) {
    wake(last);
  }

  private void wake(Pod pod) {
    Map<String, String> labels = Selectors.labels(pod);
    for (Service service : services.list(pod.getMetadata().getNamespace())) {
      Map<String, String> selector = service.getSpec().getSelector();
      if (selector != null && !selector.isEmpty() && Selectors.matches(selector, labels)) {
        queue.add(ObjectKey.of(service));
      }
    }
  }
}

package io.jukung.controllers.namespace;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.namespace.NamespacedContent.Remaining;
import io.jukung.controllers.namespace.NamespacedContent.Resource;
import io.jukung.controllers.queue.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Empties one namespace that is being deleted, and removes its finalizer when nothing is left. */
public final class NamespaceReconciler implements Reconciler<String> {
  /** What the namespace waits for. */
  private static final String FINALIZER = "kubernetes";

  /** How soon a namespace with something left is looked at again. */
  private static final Duration RECHECK = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final NamespacedContent content;
  private final DeletionConditions conditions;

  /** A reconciler that works through {@code client}. */
  public NamespaceReconciler(KubernetesClient client, Clock clock) {
    this.client = client;
    this.content = new NamespacedContent(client);
    this.conditions = new DeletionConditions(clock);
  }

  @Override
  public Optional<Duration> reconcile(String name) {
    Namespace namespace = client.namespaces().withName(name).get();
    if (namespace == null
        || namespace.getMetadata().getDeletionTimestamp() == null
        || !namespace.getSpec().getFinalizers().contains(FINALIZER)) {
      return Optional.empty();
    }
    List<Remaining> remaining = deleteContent(name);
    updateConditions(namespace, remaining);
    if (!remaining.isEmpty()) {
      return Optional.of(RECHECK);
    }
    release(name);
    return Optional.empty();
  }

  private List<Remaining> deleteContent(String namespace) {
    List<Remaining> left = new ArrayList<>();
    List<Resource> resources = content.discover();
    for (Resource resource : resources) {
      if (content.remaining(resource, namespace).count() > 0) {
        content.delete(resource, namespace);
      }
    }
    for (Resource resource : resources) {
      Remaining remaining = content.remaining(resource, namespace);
      if (remaining.count() > 0) {
        left.add(remaining);
      }
    }
    return left;
  }

  private void updateConditions(Namespace namespace, List<Remaining> remaining) {
    List<NamespaceCondition> wanted =
        conditions.merge(namespace.getStatus().getConditions(), remaining);
    if (wanted.equals(namespace.getStatus().getConditions())) {
      return;
    }
    Namespace changed =
        new NamespaceBuilder(namespace).editStatus().withConditions(wanted).endStatus().build();
    client.namespaces().resource(changed).updateStatus();
  }

  /** Takes the finalizer away; the API server then removes the namespace. */
  private void release(String name) {
    Namespace newest = client.namespaces().withName(name).get();
    if (newest == null) {
      return;
    }
    Namespace released =
        new NamespaceBuilder(newest).editSpec().removeFromFinalizers(FINALIZER).endSpec().build();
    client.raw("/api/v1/namespaces/" + name + "/finalize", "PUT", released);
  }
}

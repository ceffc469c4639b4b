package io.jukung.controllers.garbage;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.garbage.Graph.View;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Takes one owner out of all its dependents, and then lets it go. */
final class OrphanReconciler implements Reconciler<Node> {
  private final Graph graph;
  private final LiveObjects objects;

  OrphanReconciler(Graph graph, LiveObjects objects) {
    this.graph = graph;
    this.objects = objects;
  }

  @Override
  public Optional<Duration> reconcile(Node node) {
    View owner = graph.view(node);
    for (Node dependent : owner.dependents()) {
      try {
        objects.removeOwners(graph.view(dependent).identity(), Set.of(owner.identity().uid()));
      } catch (KubernetesClientException e) {
        if (!ApiErrors.isNotFound(e)) {
          throw e;
        }
      }
    }
    objects.removeFinalizer(owner.identity(), Finalizers.ORPHAN);
    return Optional.empty();
  }
}

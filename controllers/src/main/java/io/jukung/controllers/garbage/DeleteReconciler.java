package io.jukung.controllers.garbage;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.jukung.controllers.garbage.Graph.View;
import io.jukung.controllers.queue.Reconciler;
import io.jukung.controllers.queue.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at one object: deletes it if none of its owners is left, or lets it go at last. */
final class DeleteReconciler implements Reconciler<Node> {
  private final Graph graph;
  private final LiveObjects objects;
  private final AbsentOwners absent;
  private final WorkQueue<Node> queue;

  DeleteReconciler(Graph graph, LiveObjects objects, AbsentOwners absent, WorkQueue<Node> queue) {
    this.graph = graph;
    this.objects = objects;
    this.absent = absent;
    this.queue = queue;
  }

  /** Owners by what they are: there, gone, or waiting for their dependents to go. */
  private record Owners(
      List<OwnerReference> solid, List<OwnerReference> dangling, List<OwnerReference> waiting) {}

  @Override
  public Optional<Duration> reconcile(Node node) {
    View view = graph.view(node);
    if (view.virtual() && !graph.isStillVirtual(node)) {
      return Optional.empty();
    }
    try {
      boolean settled = attempt(node, view);
      if (!settled || !graph.view(node).virtual()) {
        return Optional.empty();
      }
    } catch (LiveObjects.NoNamespaceException e) {
      return Optional.empty(); // Trying again would not make the reference right.
    }
    // An object made and removed while a watch was down would stay virtual for ever.
    throw new StillVirtualException();
  }

  private static final class StillVirtualException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Does what is to be done now; false when the object turned out not to exist. */
  private boolean attempt(Node node, View view) {
    if (view.beingDeleted() && !view.deletingDependents()) {
      return true;
    }
    Identity identity = view.identity();
    Optional<ObjectMeta> found =
        objects.get(identity).filter(live -> live.getUid().equals(identity.uid()));
    if (found.isEmpty()) {
      graph.goneVirtually(identity);
      return false;
    }
    if (view.deletingDependents()) {
      letGo(node, identity);
      return true;
    }
    ObjectMeta live = found.get();
    if (live.getOwnerReferences().isEmpty()) {
      return true;
    }
    Owners owners = classify(identity, live.getOwnerReferences());
    if (!owners.solid().isEmpty()) {
      dropReferences(identity, owners);
      return true;
    }
    String policy = "Background";
    if (!owners.waiting().isEmpty() && !view.dependents().isEmpty()) {
      if (view.dependents().stream().anyMatch(d -> graph.view(d).deletingDependents())) {
        // Perhaps a circle, in which everybody would wait for everybody.
        objects.unblockOwners(identity, view.owners());
      }
      policy = "Foreground";
    } else if (Finalizers.has(live, Finalizers.ORPHAN)) {
      policy = "Orphan";
    } else if (Finalizers.has(live, Finalizers.FOREGROUND)) {
      policy = "Foreground";
    }
    if (!objects.delete(identity, live, policy)) {
      graph.goneVirtually(identity);
      return false;
    }
    return true;
  }

  private void dropReferences(Identity identity, Owners owners) {
    Set<String> uids = new HashSet<>();
    owners.dangling().forEach(owner -> uids.add(owner.getUid()));
    owners.waiting().forEach(owner -> uids.add(owner.getUid()));
    if (!uids.isEmpty()) {
      objects.removeOwners(identity, uids);
    }
  }

  private void letGo(Node node, Identity identity) {
    List<Node> blocking = graph.blockingDependents(node);
    if (blocking.isEmpty()) {
      objects.removeFinalizer(identity, Finalizers.FOREGROUND);
      return;
    }
    Predicate<Node> waits = dependent -> graph.view(dependent).deletingDependents();
    blocking.stream().filter(waits.negate()).forEach(queue::add);
  }

  private Owners classify(Identity item, List<OwnerReference> references) {
    Owners owners = new Owners(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (OwnerReference reference : references) {
      Optional<ObjectMeta> owner = owner(item, reference);
      if (owner.isEmpty()) {
        owners.dangling().add(reference);
      } else if (Finalizers.beingDeleted(owner.get())
          && Finalizers.has(owner.get(), Finalizers.FOREGROUND)) {
        owners.waiting().add(reference);
      } else {
        owners.solid().add(reference);
      }
    }
    return owners;
  }

  private Optional<ObjectMeta> owner(Identity item, OwnerReference reference) {
    Identity inCluster = Identity.of(reference, "");
    Identity inNamespace = Identity.of(reference, item.namespace());
    if (absent.contains(inCluster) || absent.contains(inNamespace)) {
      return Optional.empty();
    }
    Identity owner = objects.namespaced(inCluster) ? inNamespace : inCluster;
    Optional<ObjectMeta> live =
        objects.get(owner).filter(found -> found.getUid().equals(reference.getUid()));
    if (live.isEmpty()) {
      absent.add(owner);
    }
    return live;
  }
}

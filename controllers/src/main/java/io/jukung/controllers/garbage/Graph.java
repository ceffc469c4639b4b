package io.jukung.controllers.garbage;

import static io.jukung.controllers.garbage.Finalizers.FOREGROUND;
import static io.jukung.controllers.garbage.Finalizers.ORPHAN;
import static io.jukung.controllers.garbage.Finalizers.beingDeleted;
import static io.jukung.controllers.garbage.Finalizers.has;
import static io.jukung.controllers.garbage.Finalizers.starts;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.jukung.controllers.queue.WorkQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All objects and who owns whom. Each change decides what the workers have to look at. Safe for all
 * threads: one lock, held for no more than one change or one question.
 */
final class Graph {
  private final Map<String, Node> nodes = new HashMap<>();
  private final WorkQueue<Node> toDelete;
  private final WorkQueue<Node> toOrphan;
  private final AbsentOwners absent;
  private final BiConsumer<Identity, OwnerReference> wrongNamespace;

  /**
   * An empty graph.
   *
   * @param wrongNamespace is told of dependents whose owner is in another namespace
   */
  Graph(
      WorkQueue<Node> toDelete,
      WorkQueue<Node> toOrphan,
      AbsentOwners absent,
      BiConsumer<Identity, OwnerReference> wrongNamespace) {
    this.toDelete = toDelete;
    this.toOrphan = toOrphan;
    this.absent = absent;
    this.wrongNamespace = wrongNamespace;
  }

  /** What a worker knows of a node, at one moment. */
  record View(
      Identity identity,
      List<OwnerReference> owners,
      List<Node> dependents,
      boolean beingDeleted,
      boolean deletingDependents,
      boolean virtual) {}

  /** What is known of the node. */
  synchronized View view(Node node) {
    return new View(
        node.identity,
        node.owners,
        List.copyOf(node.dependents),
        node.beingDeleted,
        node.deletingDependents,
        node.virtual);
  }

  /** The dependents that keep the node from going. */
  synchronized List<Node> blockingDependents(Node node) {
    return node.dependents.stream().filter(d -> d.blocks(node.identity.uid())).toList();
  }

  /** Whether a virtual node is still the one in the graph, and still virtual. */
  synchronized boolean isStillVirtual(Node node) {
    Node current = nodes.get(node.identity.uid());
    return current != null && current.virtual;
  }

  /** An informer shows an object: new, or changed from {@code before}. */
  synchronized void seen(Identity identity, @Nullable ObjectMeta before, ObjectMeta after) {
    Node node = nodes.get(identity.uid());
    if (node == null) {
      node = new Node(identity, owners(after), false);
      node.beingDeleted = beingDeleted(after);
      node.deletingDependents = node.beingDeleted && has(after, FOREGROUND);
      nodes.put(identity.uid(), node);
      addToOwners(node, node.owners);
    } else {
      node = observed(node, identity);
      changeOwners(node, owners(after));
      node.beingDeleted |= beingDeleted(after);
    }
    transitions(node, before, after);
  }

  /** An informer shows that an object is gone. */
  synchronized void gone(Identity identity) {
    Node node = nodes.get(identity.uid());
    if (node != null) {
      remove(observed(node, identity), identity);
    }
  }

  /** The API server says that there is no such object. */
  synchronized void goneVirtually(Identity identity) {
    Node node = nodes.get(identity.uid());
    if (node == null) {
      return;
    }
    if (node.virtual) {
      List<Node> others = dependents(node, identity, false);
      if (!others.isEmpty()) {
        lookAtAbsent(dependents(node, identity, true), identity);
        if (node.identity.equals(identity)) {
          alternative(others, identity).ifPresent(other -> replaceVirtual(node, other));
        }
        return;
      }
    } else if (!node.identity.equals(identity)) {
      lookAtAbsent(dependents(node, identity, true), identity);
      return;
    }
    remove(node, identity);
  }

  private void replaceVirtual(Node node, Identity other) {
    Node replacement = node.withIdentity(other);
    nodes.put(other.uid(), replacement);
    toDelete.addRateLimited(replacement);
  }

  private void lookAtAbsent(List<Node> matching, Identity identity) {
    if (!matching.isEmpty()) {
      absent.add(identity);
      matching.forEach(toDelete::add);
    }
  }

  /** The node, no longer virtual, and under the coordinates it turned out to have. */
  private Node observed(Node node, Identity identity) {
    if (!node.virtual) {
      return node;
    }
    Node known = node;
    if (!identity.equals(node.identity)) {
      for (Node dependent : dependents(node, identity, false)) {
        if (identity.namespaced() && !dependent.identity.namespace().equals(identity.namespace())) {
          reportWrongNamespace(dependent, identity.uid());
        }
        toDelete.add(dependent);
      }
      known = node.withIdentity(identity);
      nodes.put(identity.uid(), known);
    }
    known.virtual = false;
    return known;
  }

  private void transitions(Node node, @Nullable ObjectMeta before, ObjectMeta after) {
    if (starts(before, after, ORPHAN)) {
      toOrphan.add(node);
    } else if (starts(before, after, FOREGROUND)) {
      node.deletingDependents = true;
      node.dependents.forEach(toDelete::add);
      toDelete.add(node);
    }
  }

  private void changeOwners(Node node, List<OwnerReference> now) {
    if (now.equals(node.owners)) {
      return;
    }
    Map<String, OwnerReference> before = new HashMap<>();
    node.owners.forEach(owner -> before.put(owner.getUid(), owner));
    List<OwnerReference> added = new ArrayList<>();
    for (OwnerReference owner : now) {
      OwnerReference old = before.remove(owner.getUid());
      if (old == null) {
        added.add(owner);
      } else if (blocks(old) && !blocks(owner)) {
        lookAt(owner.getUid());
      }
    }
    before.values().stream().filter(Graph::blocks).forEach(owner -> lookAt(owner.getUid()));
    node.owners = now;
    addToOwners(node, added);
    removeFromOwners(node, List.copyOf(before.values()));
  }

  private void lookAt(String uid) {
    Node node = nodes.get(uid);
    if (node != null) {
      toDelete.add(node);
    }
  }

  private static boolean blocks(OwnerReference owner) {
    return Boolean.TRUE.equals(owner.getBlockOwnerDeletion());
  }

  private void addToOwners(Node node, List<OwnerReference> owners) {
    boolean doubtful = false;
    for (OwnerReference reference : owners) {
      Node owner = nodes.get(reference.getUid());
      if (owner == null) {
        owner = new Node(Identity.of(reference, node.identity.namespace()), List.of(), true);
        nodes.put(reference.getUid(), owner);
        owner.dependents.add(node);
        toDelete.add(owner);
      } else {
        owner.dependents.add(node);
        doubtful = doubtful || isDoubtful(node, reference, owner);
      }
    }
    if (doubtful) {
      toDelete.add(node);
    }
  }

  private boolean isDoubtful(Node node, OwnerReference reference, Node owner) {
    boolean sameNamespace = owner.identity.namespace().equals(node.identity.namespace());
    if (owner.identity.namespaced() && !sameNamespace) {
      if (!owner.virtual) {
        reportWrongNamespace(node, reference.getUid());
      }
      return true;
    }
    return !owner.identity.matches(reference) || (!sameNamespace && owner.virtual);
  }

  private void reportWrongNamespace(Node dependent, String ownerUid) {
    dependent.owners.stream()
        .filter(owner -> owner.getUid().equals(ownerUid))
        .findFirst()
        .ifPresent(owner -> wrongNamespace.accept(dependent.identity, owner));
  }

  private void removeFromOwners(Node node, List<OwnerReference> owners) {
    for (OwnerReference reference : owners) {
      Node owner = nodes.get(reference.getUid());
      if (owner != null) {
        owner.dependents.remove(node);
      }
    }
  }

  private void remove(Node node, Identity identity) {
    nodes.remove(node.identity.uid());
    removeFromOwners(node, node.owners);
    if (!node.dependents.isEmpty()) {
      absent.add(identity);
    }
    node.dependents.forEach(toDelete::add);
    for (OwnerReference reference : node.owners) {
      Node owner = nodes.get(reference.getUid());
      if (owner != null && owner.deletingDependents) {
        toDelete.add(owner);
      }
    }
  }

  /**
   * The dependents that refer to the owner by exactly these coordinates, or those that refer to it
   * by others; a dependent with several references may be both.
   */
  private static List<Node> dependents(Node owner, Identity coordinates, boolean exactly) {
    Function<Node, Boolean> wanted =
        dependent -> {
          if (coordinates.namespaced()
              && !coordinates.namespace().equals(dependent.identity.namespace())) {
            return !exactly;
          }
          return dependent.owners.stream()
              .filter(reference -> reference.getUid().equals(coordinates.uid()))
              .anyMatch(reference -> coordinates.matches(reference) == exactly);
        };
    return owner.dependents.stream().filter(wanted::apply).toList();
  }

  /** Other coordinates by which dependents refer to the owner: the next after those, or first. */
  private static Optional<Identity> alternative(List<Node> dependents, Identity notThis) {
    List<Identity> candidates =
        dependents.stream()
            .flatMap(
                dependent ->
                    dependent.owners.stream()
                        .filter(reference -> reference.getUid().equals(notThis.uid()))
                        .map(reference -> Identity.of(reference, dependent.identity.namespace()))
                        .map(other -> inScope(other, notThis)))
            .filter(other -> !other.equals(notThis))
            .sorted(Identity.ORDER)
            .toList();
    return candidates.stream()
        .filter(other -> Identity.ORDER.compare(notThis, other) < 0)
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  /** A kind known to be cluster-scoped is so in every reference. */
  private static Identity inScope(Identity other, Identity known) {
    boolean sameKind =
        other.apiVersion().equals(known.apiVersion()) && other.kind().equals(known.kind());
    return !known.namespaced() && sameKind ? other.inNamespace("") : other;
  }

  private static List<OwnerReference> owners(ObjectMeta metadata) {
    return Objects.requireNonNullElse(metadata.getOwnerReferences(), List.of());
  }
}

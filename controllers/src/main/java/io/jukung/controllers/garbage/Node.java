package io.jukung.controllers.garbage;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An object in the graph. A virtual node stands for an owner that something refers to and that no
 * informer has shown yet. Guarded by the graph's lock; equality is identity.
 */
final class Node {
  Identity identity;
  List<OwnerReference> owners;
  final Set<Node> dependents;
  boolean beingDeleted;
  boolean deletingDependents;
  boolean virtual;

  Node(Identity identity, List<OwnerReference> owners, boolean virtual) {
    this(identity, owners, virtual, new HashSet<>(0));
  }

  private Node(
      Identity identity, List<OwnerReference> owners, boolean virtual, Set<Node> dependents) {
    this.identity = identity;
    this.owners = owners;
    this.virtual = virtual;
    this.dependents = dependents;
  }

  /** The same place in the graph under another identity; work queued for the old one stays its. */
  Node withIdentity(Identity other) {
    Node copy = new Node(other, owners, virtual, new HashSet<>(dependents));
    copy.beingDeleted = beingDeleted;
    copy.deletingDependents = deletingDependents;
    return copy;
  }

  /** Whether the node keeps the owner with this uid from going. */
  boolean blocks(String ownerUid) {
    return owners.stream()
        .anyMatch(
            owner ->
                owner.getUid().equals(ownerUid)
                    && Boolean.TRUE.equals(owner.getBlockOwnerDeletion()));
  }
}

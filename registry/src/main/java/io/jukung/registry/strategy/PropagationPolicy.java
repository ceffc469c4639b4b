package io.jukung.registry.strategy;

/** What becomes of an object's dependents when a delete does not say. */
public enum PropagationPolicy {
  /** They are deleted by the garbage collector, after their owner. */
  BACKGROUND,
  /** They stay, without an owner. */
  ORPHAN,
  /** The kind never owns anything, so no finalizer for it is ever set. */
  UNSUPPORTED
}

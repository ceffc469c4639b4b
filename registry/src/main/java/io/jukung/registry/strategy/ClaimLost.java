package io.jukung.registry.strategy;

/**
 * A write was not made because what was to come with it is not to be had any more, while the object
 * itself is as it was. Whoever catches it prepares the write anew.
 */
public final class ClaimLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Costs nothing: it is part of the ordinary way of a write. */
  public ClaimLost() {
    super("what was to come with a write is taken", null, false, false);
  }
}

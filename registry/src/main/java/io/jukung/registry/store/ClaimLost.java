package io.jukung.registry.store;

/**
 * A write was not made because an object that was to come with it exists already, while the object
 * itself is as it was. Thrown and caught inside of this package.
 */
final class ClaimLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClaimLost() {
    super("an object to come with a write exists already", null, false, false);
  }
}

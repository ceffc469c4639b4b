package io.jukung.storage;

/** One condition of a {@link Txn}; all must hold for its {@code success} operations to run. */
public sealed interface Compare {
  /** The key the condition is about. */
  Bytes key();

  /**
   * The key's mod revision equals {@code modRevision}; 0 means that the key does not exist.
   *
   * @param modRevision the revision expected, 0 or greater
   */
  record ModRevision(Bytes key, long modRevision) implements Compare {}
}

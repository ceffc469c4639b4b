package io.jukung.storage;

/** One step of a {@link Txn}. */
public sealed interface Operation {
  /**
   * Writes {@code value} under {@code key}.
   *
   * @param lease a granted lease the key dies with; 0 is none
   */
  record Put(Bytes key, Bytes value, long lease) implements Operation {
    /** A put without a lease. */
    public Put(Bytes key, Bytes value) {
      this(key, value, 0);
    }
  }

  /** Removes every key of {@code range}; keys that do not exist are no error. */
  record Delete(KeyRange range) implements Operation {
    /** Removes one key. */
    public Delete(Bytes key) {
      this(KeyRange.single(key));
    }
  }

  /** Reads {@code key} as the operations before it in the same transaction left it. */
  record Get(Bytes key) implements Operation {}
}

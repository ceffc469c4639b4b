package io.jukung.storage;

import java.util.List;

/**
 * An atomic transaction: when every compare holds, {@code success} runs, else {@code failure}. All
 * its writes share one revision; a transaction that writes nothing takes none.
 *
 * <p>A key may be put at most once in a transaction. At most {@link Store#MAX_TXN_OPERATIONS}
 * operations a side, and {@link Store#MAX_TXN_BYTES} of keys and values together.
 */
public record Txn(List<Compare> compares, List<Operation> success, List<Operation> failure) {
  /** Copies the lists. */
  public Txn {
    compares = List.copyOf(compares);
    success = List.copyOf(success);
    failure = List.copyOf(failure);
  }

  /**
   * Puts {@code value} when the key's mod revision is {@code modRevision} (0: when it does not
   * exist); else reads.
   */
  public static Txn putIf(Bytes key, long modRevision, Bytes value, long lease) {
    return new Txn(
        List.of(new Compare.ModRevision(key, modRevision)),
        List.of(new Operation.Put(key, value, lease)),
        List.of(new Operation.Get(key)));
  }

  /** Deletes the key when its mod revision is {@code modRevision}; else reads it. */
  public static Txn deleteIf(Bytes key, long modRevision) {
    return new Txn(
        List.of(new Compare.ModRevision(key, modRevision)),
        List.of(new Operation.Delete(key)),
        List.of(new Operation.Get(key)));
  }
}

package io.jukung.storage;

import java.util.List;

/**
 * An atomic transaction: when every compare holds, {@code success} runs, else {@code failure}. All
 * its writes share one revision; a transaction that writes nothing takes none.
 *
 * <p>On one side, a key may be put at most once and may not lie in a range deleted there too, so
 * that no revision changes a key twice. At most {@link Store#MAX_TXN_OPERATIONS} compares and as
 * many operations a side, and {@link Store#MAX_TXN_BYTES} of keys and values together.
 */
public record Txn(List<Compare> compares, List<Operation> success, List<Operation> failure) {
  /** Copies the lists. */
  public Txn {
    compares = List.copyOf(compares);
    success = List.copyOf(success);
    failure = List.copyOf(failure);
  }

  /**
   * Checks the rules above; backends call it before they take a transaction in.
   *
   * @throws StoreException.Invalid when a rule is broken
   * @throws StoreException.TooLarge when a limit is exceeded
   */
  public void check() {
    TxnRules.check(this);
  }

  /** The bytes of all keys and values named here, as the limit counts them. */
  public long bytes() {
    return TxnRules.bytes(this);
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

  /** Whether either side writes a value. */
  public boolean puts() {
    return success.stream().anyMatch(Operation.Put.class::isInstance)
        || failure.stream().anyMatch(Operation.Put.class::isInstance);
  }
}

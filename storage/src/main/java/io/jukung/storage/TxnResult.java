package io.jukung.storage;

import java.util.List;

/**
 * What a committed {@link Txn} did.
 *
 * @param succeeded whether the compares held, so whether {@code success} ran
 * @param revision the revision of its writes, or the store's revision at that point when it wrote
 *     nothing
 * @param results one entry per operation that ran, in order: a get's or a delete's key-values (as
 *     they were before the delete), none for a put
 */
public record TxnResult(boolean succeeded, long revision, List<List<KeyValue>> results) {
  /** Copies the lists. */
  public TxnResult {
    results =
        results.size() == 1
            ? List.of(List.copyOf(results.getFirst()))
            : results.stream().map(List::copyOf).toList();
  }
}

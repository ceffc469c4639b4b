package io.jukung.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** One store under test, with shorthands. The parts of the contract are interfaces on top of it. */
public interface StoreFixture {
  /** The open store. */
  Store store();

  /** Closes the store and opens its data again. */
  Store reopen();

  /** Whether data outlives a close. */
  boolean durable();

  /** The clock the store reads. */
  TestClock clock();

  /** Bytes of a text. */
  static Bytes b(String text) {
    return Bytes.utf8(text);
  }

  /** Puts without a condition; returns the revision. */
  default long put(String key, String value) {
    return put(key, value, 0);
  }

  /** Puts with a lease; returns the revision. */
  default long put(String key, String value, long lease) {
    TxnResult result = run(new Operation.Put(b(key), b(value), lease));
    assertThat(result.succeeded()).isTrue();
    return result.revision();
  }

  /** Deletes a key; returns the revision. */
  default long delete(String key) {
    return run(new Operation.Delete(b(key))).revision();
  }

  /** Runs operations without a condition. */
  default TxnResult run(Operation... operations) {
    return store().txn(new Txn(List.of(), List.of(operations), List.of()));
  }

  /** The keys with values in a prefix at a revision, as {@code key=value}. */
  default List<String> list(String prefix, long revision) {
    return store()
        .range(new RangeRequest(KeyRange.prefix(b(prefix)), revision, 0, false))
        .items()
        .stream()
        .map(item -> item.key().utf8() + "=" + item.value().utf8())
        .toList();
  }

  /** Starts a watch on a prefix with previous values. */
  default WatchRecorder watch(String prefix, long startRevision) {
    return watch(new WatchRequest(KeyRange.prefix(b(prefix)), startRevision, true));
  }

  /** Starts a watch. */
  default WatchRecorder watch(WatchRequest request) {
    return WatchRecorder.start(store(), request);
  }
}

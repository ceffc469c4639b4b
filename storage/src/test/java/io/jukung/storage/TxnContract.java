package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Revisions, compares and atomic transactions. */
public interface TxnContract extends StoreFixture {
  @Test
  default void anEmptyStoreIsAtRevisionOne() {
    assertThat(store().revision()).isEqualTo(1);
    assertThat(store().compactedRevision()).isZero();
    assertThat(store().readBarrier()).isEqualTo(1);
    assertThat(store().get(b("/a"))).isEmpty();
    RangeResult all = store().range(RangeRequest.of(KeyRange.ALL));
    assertThat(all).isEqualTo(new RangeResult(List.of(), false, 1));
  }

  @Test
  default void eachWriteTakesTheNextRevision() {
    assertThat(put("/a", "1")).isEqualTo(2);
    assertThat(put("/b", "1")).isEqualTo(3);
    assertThat(delete("/a")).isEqualTo(4);
    assertThat(store().revision()).isEqualTo(4);
    assertThat(store().readBarrier()).isGreaterThanOrEqualTo(4);
  }

  @Test
  default void aKeyCountsItsVersionsAndBeginsAnewAfterADelete() {
    put("/a", "1");
    put("/a", "2");
    assertThat(store().get(b("/a"))).contains(new KeyValue(b("/a"), b("2"), 2, 3, 2, 0));
    delete("/a");
    assertThat(store().get(b("/a"))).isEmpty();
    put("/a", "3");
    assertThat(store().get(b("/a"))).contains(new KeyValue(b("/a"), b("3"), 5, 5, 1, 0));
  }

  @Test
  default void compareAndPutCreatesUpdatesAndRefuses() {
    TxnResult created = store().txn(Txn.putIf(b("/a"), 0, b("1"), 0));
    assertThat(created).isEqualTo(new TxnResult(true, 2, List.of(List.of())));
    TxnResult updated = store().txn(Txn.putIf(b("/a"), 2, b("2"), 0));
    assertThat(updated.revision()).isEqualTo(3);

    TxnResult refused = store().txn(Txn.putIf(b("/a"), 2, b("3"), 0));
    KeyValue current = new KeyValue(b("/a"), b("2"), 2, 3, 2, 0);
    assertThat(refused).isEqualTo(new TxnResult(false, 3, List.of(List.of(current))));
    TxnResult exists = store().txn(Txn.putIf(b("/a"), 0, b("3"), 0));
    assertThat(exists.results()).isEqualTo(List.of(List.of(current)));
    TxnResult missing = store().txn(Txn.putIf(b("/b"), 2, b("3"), 0));
    assertThat(missing).isEqualTo(new TxnResult(false, 3, List.of(List.of())));
    assertThat(store().revision()).isEqualTo(3);
  }

  /** Stores have ways of their own for keys and values of usual sizes. */
  @Test
  default void longKeysAndLargeValuesAreComparedAsOthersAre() {
    List<Bytes> keys = List.of(b("/a"), b("/" + "k".repeat(2_100)), b("/" + "k".repeat(5_000)));
    for (Bytes key : keys) {
      long revision = 0;
      for (int size : List.of(0, 1, 65_490, 65_500, 65_540, 100_000, 10)) {
        Bytes value = b("v".repeat(size));
        assertThat(store().txn(Txn.putIf(key, revision + 1, value, 0)).succeeded()).isFalse();
        TxnResult put = store().txn(Txn.putIf(key, revision, value, 0));
        assertThat(put.succeeded()).isTrue();
        revision = put.revision();
        assertThat(store().get(key).map(KeyValue::value)).contains(value);
      }
    }
  }

  @Test
  default void compareAndDeleteReturnsWhatItDeleted() {
    put("/a", "1");
    assertThat(store().txn(Txn.deleteIf(b("/a"), 7)).succeeded()).isFalse();
    TxnResult deleted = store().txn(Txn.deleteIf(b("/a"), 2));
    KeyValue was = new KeyValue(b("/a"), b("1"), 2, 2, 1, 0);
    assertThat(deleted).isEqualTo(new TxnResult(true, 3, List.of(List.of(was))));
    assertThat(store().get(b("/a"))).isEmpty();
  }

  @Test
  default void manyOperationsShareOneRevision() {
    put("/a", "old");
    TxnResult result =
        store()
            .txn(
                new Txn(
                    List.of(
                        new Compare.ModRevision(b("/a"), 2), new Compare.ModRevision(b("/b"), 0)),
                    List.of(
                        new Operation.Put(b("/b"), b("new")),
                        new Operation.Get(b("/b")),
                        new Operation.Delete(b("/a")),
                        new Operation.Get(b("/a")),
                        new Operation.Put(b("/c"), b("new"))),
                    List.of()));
    assertThat(result.revision()).isEqualTo(3);
    assertThat(result.results())
        .isEqualTo(
            List.of(
                List.of(),
                List.of(new KeyValue(b("/b"), b("new"), 3, 3, 1, 0)),
                List.of(new KeyValue(b("/a"), b("old"), 2, 2, 1, 0)),
                List.of(),
                List.of()));
    assertThat(list("/", 0)).containsExactly("/b=new", "/c=new");
    assertThat(store().revision()).isEqualTo(3);
  }

  @Test
  default void oneFailedCompareRunsTheOtherSideOnly() {
    put("/a", "1");
    TxnResult result =
        store()
            .txn(
                new Txn(
                    List.of(
                        new Compare.ModRevision(b("/a"), 2), new Compare.ModRevision(b("/b"), 9)),
                    List.of(new Operation.Put(b("/a"), b("success"))),
                    List.of(new Operation.Put(b("/c"), b("failure")))));
    assertThat(result.succeeded()).isFalse();
    assertThat(result.revision()).isEqualTo(3);
    assertThat(list("/", 0)).containsExactly("/a=1", "/c=failure");
  }

  @Test
  default void deletingARangeTakesWhatIsThereAndNothingElse() {
    put("/a/1", "1");
    put("/a/2", "2");
    put("/b/1", "3");
    TxnResult deleted = run(new Operation.Delete(KeyRange.prefix(b("/a/"))));
    assertThat(deleted.revision()).isEqualTo(5);
    assertThat(deleted.results().getFirst())
        .extracting(KeyValue::value)
        .containsExactly(b("1"), b("2"));
    assertThat(list("/", 0)).containsExactly("/b/1=3");
    TxnResult nothing = run(new Operation.Delete(KeyRange.prefix(b("/a/"))));
    assertThat(nothing).isEqualTo(new TxnResult(true, 5, List.of(List.of())));
  }

  @Test
  default void overlappingDeletesDeleteOnce() {
    put("/a", "1");
    TxnResult deleted =
        run(new Operation.Delete(b("/a")), new Operation.Delete(KeyRange.prefix(b("/"))));
    assertThat(deleted.results().get(0)).hasSize(1);
    assertThat(deleted.results().get(1)).isEmpty();
    assertThat(deleted.revision()).isEqualTo(3);
  }

  @Test
  default void aTransactionThatWritesNothingTakesNoRevision() {
    put("/a", "1");
    TxnResult read = run(new Operation.Get(b("/a")), new Operation.Delete(b("/none")));
    assertThat(read.revision()).isEqualTo(2);
    assertThat(run().revision()).isEqualTo(2);
    assertThat(store().revision()).isEqualTo(2);
  }

  @Test
  default void aPutOfTheSameValueIsAChange() {
    put("/a", "1");
    assertThat(put("/a", "1")).isEqualTo(3);
  }

  @Test
  default void keysAndValuesAreAnyBytes() {
    Bytes key = Bytes.wrap(new byte[] {0, -1, 0, 0, 127, -128});
    Bytes value = Bytes.wrap(new byte[] {0, -1, 13, 10, 0});
    Bytes longer = key.successor();
    run(new Operation.Put(key, value), new Operation.Put(longer, Bytes.EMPTY));
    assertThat(store().get(key).orElseThrow().value()).isEqualTo(value);
    assertThat(store().get(longer).orElseThrow().value()).isEqualTo(Bytes.EMPTY);
    run(new Operation.Put(key, Bytes.EMPTY));
    assertThat(store().range(new RangeRequest(KeyRange.ALL, 2, 0, false)).items())
        .extracting(KeyValue::value)
        .containsExactly(value, Bytes.EMPTY);
  }

  @Test
  default void aClosedStoreIsUnavailable() {
    store().close();
    store().close();
    assertThatThrownBy(() -> put("/a", "1")).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> store().get(b("/a"))).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> list("/", 0)).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> store().count(KeyRange.ALL, 0))
        .isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> watch("/", 0)).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> store().compact(1)).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> store().grantLease(1)).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> store().readBarrier()).isInstanceOf(StoreException.Unavailable.class);
  }
}

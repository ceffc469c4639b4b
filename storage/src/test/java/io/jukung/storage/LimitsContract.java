package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store refuses, changing nothing. */
public interface LimitsContract extends StoreFixture {
  @Test
  default void tooManyBytesAreRefusedAndTheMostIsTaken() {
    Bytes key = b("/a");
    Bytes most = Bytes.wrap(new byte[Store.MAX_TXN_BYTES - key.length()]);
    Bytes more = Bytes.wrap(new byte[Store.MAX_TXN_BYTES - key.length() + 1]);
    refused(StoreException.TooLarge.class, new Operation.Put(key, more));
    run(new Operation.Put(key, most));
    assertThat(store().get(key).orElseThrow().value()).isEqualTo(most);
    run(new Operation.Put(key, most));
    assertThat(store().range(new RangeRequest(KeyRange.ALL, 2, 0, false)).items()).hasSize(1);
  }

  @Test
  default void tooManyOperationsAreRefusedAndTheMostAreTaken() {
    refused(StoreException.TooLarge.class, puts(Store.MAX_TXN_OPERATIONS + 1));
    assertThatThrownBy(
            () ->
                store()
                    .txn(
                        new Txn(List.of(), List.of(), List.of(puts(Store.MAX_TXN_OPERATIONS + 1)))))
        .isInstanceOf(StoreException.TooLarge.class);
    assertThat(run(puts(Store.MAX_TXN_OPERATIONS)).revision()).isEqualTo(2);
    assertThat(store().count(KeyRange.ALL, 0)).isEqualTo(Store.MAX_TXN_OPERATIONS);
  }

  @Test
  default void brokenRulesAreRefused() {
    Operation.Put put = new Operation.Put(b("/a"), b("1"));
    refused(StoreException.Invalid.class, put, put);
    refused(StoreException.Invalid.class, put, new Operation.Delete(b("/a")));
    refused(StoreException.Invalid.class, new Operation.Delete(KeyRange.ALL), put);
    refused(StoreException.Invalid.class, new Operation.Put(Bytes.EMPTY, b("1")));
    refused(StoreException.Invalid.class, new Operation.Get(Bytes.EMPTY));
    refused(StoreException.Invalid.class, new Operation.Put(b("/a"), b("1"), -1));
    assertThatThrownBy(() -> store().txn(Txn.putIf(b("/a"), -1, b("1"), 0)))
        .isInstanceOf(StoreException.Invalid.class);
    assertThatThrownBy(() -> store().count(KeyRange.ALL, -1))
        .isInstanceOf(StoreException.Invalid.class);
    assertThatThrownBy(() -> new RangeRequest(KeyRange.ALL, -1, 0, false))
        .isInstanceOf(StoreException.Invalid.class);
    assertThatThrownBy(() -> new RangeRequest(KeyRange.ALL, 0, -1, false))
        .isInstanceOf(StoreException.Invalid.class);
    assertThatThrownBy(() -> new WatchRequest(KeyRange.ALL, -1, false))
        .isInstanceOf(StoreException.Invalid.class);
  }

  @Test
  default void theSameKeyMayBePutOnBothSides() {
    Operation.Put put = new Operation.Put(b("/a"), b("1"));
    Txn txn = new Txn(List.of(new Compare.ModRevision(b("/a"), 0)), List.of(put), List.of(put));
    assertThat(store().txn(txn).succeeded()).isTrue();
    assertThat(store().txn(txn).succeeded()).isFalse();
    assertThat(store().get(b("/a")).orElseThrow().version()).isEqualTo(2);
  }

  private void refused(Class<? extends StoreException> error, Operation... operations) {
    long before = store().revision();
    assertThatThrownBy(() -> run(operations)).isInstanceOf(error);
    assertThat(store().revision()).isEqualTo(before);
  }

  private static Operation[] puts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Operation.Put(b("/k" + i), b("v")))
        .toArray(Operation[]::new);
  }
}

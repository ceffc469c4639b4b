package io.jukung.storage.etcd;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.WatchRecorder;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.memory.InMemoryStore;
import io.jukung.storage.watch.WatchHubConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys under another prefix than they are seen under. */
@Timeout(60)
class PrefixedStoreTest {
  private final Store whole =
      InMemoryStore.open(
          Clock.systemUTC(),
          new WatchHubConfig(64, 1 << 20, Duration.ofMillis(20)),
          Duration.ofSeconds(1));
  private final Store part = new PrefixedStore(whole, b("/registry/"), b("/other/"));

  @AfterEach
  void close() {
    part.close();
  }

  @Test
  void keysAreRenamedBothWays() {
    put(part, "/registry/pods/a", "1");
    put(whole, "/registry/pods/b", "elsewhere");
    put(whole, "/zzz", "elsewhere");
    assertThat(whole.get(b("/other/pods/a"))).isPresent();
    assertThat(part.get(b("/registry/pods/a")).orElseThrow().key())
        .isEqualTo(b("/registry/pods/a"));
    assertThat(part.get(b("/registry/pods/b"))).isEmpty();
    for (KeyRange range :
        List.of(
            KeyRange.ALL,
            KeyRange.prefix(b("/registry/")),
            KeyRange.prefix(b("/registry/pods/")),
            new KeyRange(b("/a"), b("/zzzz")),
            new KeyRange(Bytes.EMPTY, b("/registry/pods/b")))) {
      assertThat(part.range(RangeRequest.of(range)).items())
          .extracting(KeyValue::key)
          .containsExactly(b("/registry/pods/a"));
      assertThat(part.count(range, 0)).isEqualTo(1);
    }
    for (KeyRange range :
        List.of(
            new KeyRange(b("/s"), Bytes.EMPTY),
            new KeyRange(Bytes.EMPTY, b("/a")),
            new KeyRange(b("/registry/pods/b"), Bytes.EMPTY))) {
      assertThat(part.count(range, 0)).as("%s", range).isZero();
    }
  }

  @Test
  void transactionsAndWatchesKeepToThePrefix() {
    try (WatchRecorder watch = WatchRecorder.start(part, new WatchRequest(KeyRange.ALL, 0, true))) {
      assertThat(part.txn(Txn.putIf(b("/registry/a"), 0, b("1"), 0)).succeeded()).isTrue();
      assertThat(part.txn(Txn.putIf(b("/registry/a"), 0, b("2"), 0)).results().getFirst())
          .extracting(KeyValue::key)
          .containsExactly(b("/registry/a"));
      put(whole, "/elsewhere", "1");
      assertThat(part.txn(Txn.deleteIf(b("/registry/a"), 2)).succeeded()).isTrue();
      assertThat(watch.awaitAllUpTo(4))
          .containsExactly("2 /registry/a=1", "4 /registry/a- (was 1)");
    }
    assertThat(whole.get(b("/elsewhere"))).isPresent();
    assertThatThrownBy(() -> put(part, "/elsewhere", "1"))
        .isInstanceOf(StoreException.Invalid.class);
  }

  private static void put(Store store, String key, String value) {
    Operation put = new Operation.Put(b(key), b(value));
    assertThat(store.txn(new Txn(List.of(), List.of(put), List.of())).succeeded()).isTrue();
  }
}

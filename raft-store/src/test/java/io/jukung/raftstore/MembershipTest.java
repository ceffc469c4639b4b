package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One member becomes three and two again while it is written to. */
@Timeout(180)
class MembershipTest {
  @TempDir Path directory;

  @Test
  void aRunningStoreGrowsAndShrinksUnderLoadAndLosesNothing() throws IOException {
    try (Cluster cluster = Cluster.alone(directory)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger acknowledged = new AtomicInteger();
      RaftStore first = cluster.member(0);
      CompletableFuture<Integer> writer =
          CompletableFuture.supplyAsync(
              () -> write(first, stop, acknowledged), task -> Thread.ofPlatform().start(task));
      Cluster.await(() -> acknowledged.get() > 10);
      cluster.listen();
      RaftStore second = cluster.join(1);
      RaftStore third = cluster.join(2);
      assertThat(third.group().members()).hasSize(3).allMatch(Member::votes);
      assertThat(third.group().members()).extracting(Member::address).doesNotContain("");
      int before = acknowledged.get();
      Cluster.await(() -> acknowledged.get() > before + 10);
      second.group().remove(third.inspection().member());
      Cluster.await(() -> second.group().members().size() == 2);
      cluster.close(2);
      stop.set(true);
      int uncertain = writer.join();
      long _ = second.readBarrier();
      assertThat(second.count(KeyRange.ALL, 0))
          .isBetween((long) acknowledged.get(), (long) acknowledged.get() + uncertain);
      assertThatThrownBy(() -> second.group().remove("nobody")).isInstanceOf(IOException.class);
    }
  }

  /** Puts keys one after another; returns how many had no certain outcome. */
  private static int write(Store store, AtomicBoolean stop, AtomicInteger acknowledged) {
    int uncertain = 0;
    for (int i = 0; !stop.get(); i++) {
      Operation put = new Operation.Put(Bytes.utf8("/k" + i), Bytes.utf8("v"), 0);
      try {
        var _ = store.txn(new Txn(List.of(), List.of(put), List.of()));
        acknowledged.incrementAndGet();
      } catch (StoreException.Uncertain e) {
        uncertain++;
      } catch (StoreException.Unavailable e) {
        Thread.onSpinWait();
      }
    }
    return uncertain;
  }
}

package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.StoreException;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} in the middle of writing: nothing acknowledged is lost, nothing is half done. */
@Timeout(120)
class KillTest {
  @TempDir Path directory;

  private record Acknowledged(int thread, int number, long revision) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void nothingAcknowledgedIsLost(long seed) throws IOException {
    Path folder = directory.resolve("data");
    List<Acknowledged> acknowledged = writeAndKill(folder, seed);
    assertThat(acknowledged).isNotEmpty();
    try (RaftStore store = RaftStore.open(CrashWriter.config(folder))) {
      for (Acknowledged write : acknowledged) {
        Bytes value = CrashWriter.value(seed, write.thread, write.number);
        for (String half : List.of("a", "b")) {
          KeyValue item =
              store.get(CrashWriter.key(write.thread, write.number, half)).orElseThrow();
          assertThat(item.modRevision()).as("%s", write).isEqualTo(write.revision);
          assertThat(item.value()).as("%s", write).isEqualTo(value);
        }
      }
      checkWhole(store);
      resume(store, new Random(seed).nextLong(2, store.revision() + 1));
    }
  }

  /** Lets the writer run until it has told of a seeded count of writes, and kills it. */
  private static List<Acknowledged> writeAndKill(Path folder, long seed) throws IOException {
    int enough = new Random(seed).nextInt(1, 1_500);
    Process writer = Children.start(CrashWriter.class, folder, seed);
    List<Acknowledged> acknowledged = new ArrayList<>();
    try (BufferedReader lines = writer.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("ready");
      String line = lines.readLine();
      while (line != null) {
        String[] parts = line.split(" ", -1);
        if (parts.length == 3 && !parts[2].isEmpty()) {
          acknowledged.add(
              new Acknowledged(
                  Integer.parseInt(parts[0]),
                  Integer.parseInt(parts[1]),
                  Long.parseLong(parts[2])));
        }
        if (acknowledged.size() == enough) {
          writer.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    } finally {
      writer.destroyForcibly();
      writer.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
    return acknowledged;
  }

  private static void checkWhole(RaftStore store) {
    List<KeyValue> all = store.range(RangeRequest.of(KeyRange.ALL)).items();
    assertThat(all.size()).isEqualTo(2 * (store.revision() - 1));
    for (int i = 0; i < all.size(); i += 2) {
      assertThat(all.get(i).key().utf8()).endsWith("/a");
      assertThat(all.get(i + 1).key().utf8()).endsWith("/b");
      assertThat(all.get(i).modRevision()).isEqualTo(all.get(i + 1).modRevision());
      assertThat(all.get(i).value()).isEqualTo(all.get(i + 1).value());
    }
  }

  private static void resume(RaftStore store, long start) {
    List<Long> revisions = new ArrayList<>();
    CompletableFuture<List<Long>> done = new CompletableFuture<>();
    long newest = store.revision();
    WatchListener listener =
        new WatchListener() {
          @Override
          public void onEvents(long revision, List<WatchEvent> events) {
            revisions.add(events.size() == 2 ? revision : -revision);
            if (revision == newest) {
              done.complete(revisions);
            }
          }

          @Override
          public void onProgress(long revision) {}

          @Override
          public void onEnd(StoreException cause) {
            done.completeExceptionally(cause);
          }
        };
    try (var watch = store.watch(new WatchRequest(KeyRange.ALL, start, false), listener)) {
      assertThat(watch).isNotNull();
      List<Long> heard = done.orTimeout(30, TimeUnit.SECONDS).join();
      for (int i = 0; i < heard.size(); i++) {
        assertThat(heard.get(i)).isEqualTo(start + i);
      }
    }
  }
}

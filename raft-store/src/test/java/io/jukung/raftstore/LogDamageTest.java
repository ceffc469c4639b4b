package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of the log after a kill, a power loss, or damage. */
@Timeout(120)
class LogDamageTest {
  private static final int WRITES = 20;

  @TempDir Path directory;

  private Path image;
  private Path segment;
  private byte[] log;
  private int end;
  private int lastFrame;

  /** A folder as a kill after {@link #WRITES} acknowledged writes leaves it. */
  @BeforeEach
  void makeImage() throws IOException {
    Path folder = directory.resolve("data");
    try (RaftStore store = RaftStore.open(CrashWriter.config(folder))) {
      for (int i = 0; i < WRITES; i++) {
        put(store, "/k" + i, value(i));
      }
      image = Images.copy(folder, directory.resolve("image"));
    }
    segment = Images.segments(image, "log_inprogress_").getFirst();
    log = Files.readAllBytes(segment);
    end = new LogFrames(log).firstWithoutFrame();
    lastFrame = frameBefore(end);
  }

  @Test
  void anUndamagedLogIsAppliedWhole() {
    assertThat(open(false)).isEqualTo(WRITES);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aTornLastWriteIsCutOff(long seed) throws IOException {
    int from = lastFrame + new Random(seed).nextInt(end - lastFrame - 4);
    Arrays.fill(log, from, end, (byte) 0);
    Files.write(segment, log);
    assertThat(open(false)).isEqualTo(WRITES - 1);
    assertThat(Images.segments(image, "discarded-")).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aLostSectorInTheLastWriteIsCutOff() throws IOException {
    int sector = (lastFrame / 512 + 2) * 512;
    Arrays.fill(log, sector, sector + 512, (byte) 0);
    Files.write(segment, log);
    assertThat(open(false)).isEqualTo(WRITES - 1);
  }

  @Test
  void leftoversBehindTheEndAreCutOff() throws IOException {
    Arrays.fill(log, end + 700, end + 800, (byte) 7);
    Files.write(segment, log);
    assertThat(open(false)).isEqualTo(WRITES);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aChangedBitIsRefusedUnlessAccepted(long seed) throws IOException {
    int at = 8 + new Random(seed).nextInt(end - 8);
    log[at] ^= 0x10;
    Files.write(segment, log);
    assertThatThrownBy(() -> open(false))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("the log is damaged")
        .hasMessageContaining("Nothing was changed");
    assertThat(Files.readAllBytes(segment)).isEqualTo(log);
    assertThat(open(true)).isLessThan(WRITES);
  }

  @Test
  void aZeroedPlaceInTheMiddleIsRefused() throws IOException {
    int middle = frameBefore(frameBefore(lastFrame));
    Arrays.fill(log, middle, middle + 1024, (byte) 0);
    Files.write(segment, log);
    assertThatThrownBy(() -> open(false))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("has a broken entry before whole ones");
  }

  @Test
  void aFileCutWithinAnEntryIsRefusedUnlessAccepted() throws IOException {
    Files.write(segment, Arrays.copyOf(log, end - 10));
    assertThatThrownBy(() -> open(false))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("is cut off within an entry");
    assertThat(open(true)).isEqualTo(WRITES - 1);
  }

  @Test
  void damageInAFinishedSegmentIsRefused() throws IOException {
    Path folder = directory.resolve("large");
    Path copy = directory.resolve("large-image");
    RaftStoreConfig large = CrashWriter.config(folder);
    try (RaftStore store = RaftStore.open(withMemory(large, 256 << 20))) {
      for (int i = 0; i < 20; i++) {
        put(store, "/k" + i, new byte[1 << 20]);
      }
      Images.copy(folder, copy);
    }
    Path finished = Images.segments(copy, "log_0-").getFirst();
    byte[] bytes = Files.readAllBytes(finished);
    bytes[bytes.length / 2] ^= 1;
    Files.write(finished, bytes);
    assertThatThrownBy(() -> RaftStore.open(CrashWriter.config(copy)).close())
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("can't be opened");
  }

  /** Opens the image; returns how many of the writes are there, checking each. */
  private int open(boolean accept) {
    RaftStoreConfig c = CrashWriter.config(image);
    RaftStoreConfig config =
        new RaftStoreConfig(
            image,
            c.clock(),
            c.compactionAge(),
            c.leaseCheck(),
            c.writeTimeout(),
            0,
            c.memoryBytes(),
            c.watches(),
            c.batches(),
            accept,
            Optional.empty());
    try (RaftStore store = RaftStore.open(config)) {
      int count = (int) store.count(KeyRange.ALL, 0);
      for (int i = 0; i < count; i++) {
        assertThat(store.get(Bytes.utf8("/k" + i)).orElseThrow().value().array())
            .isEqualTo(value(i));
      }
      assertThat(store.revision()).isEqualTo(count + 1);
      put(store, "/new", value(99));
      return count;
    }
  }

  private static RaftStoreConfig withMemory(RaftStoreConfig c, long memoryBytes) {
    return new RaftStoreConfig(
        c.dataDir(),
        c.clock(),
        c.compactionAge(),
        c.leaseCheck(),
        c.writeTimeout(),
        0,
        memoryBytes,
        c.watches(),
        c.batches(),
        false,
        Optional.empty());
  }

  private int frameBefore(int position) {
    int before = 8;
    LogFrames frames = new LogFrames(log);
    while (frames.endOfFrame(before) < position) {
      before = (int) frames.endOfFrame(before);
    }
    return before;
  }

  private static byte[] value(int seed) {
    byte[] value = new byte[2_000];
    new Random(seed).nextBytes(value);
    return value;
  }

  private static void put(RaftStore store, String key, byte[] value) {
    store.txn(
        new Txn(
            List.of(), List.of(new Operation.Put(Bytes.utf8(key), Bytes.wrap(value))), List.of()));
  }
}

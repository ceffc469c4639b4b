package io.jukung.raftstore.bbolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that bbolt itself, in etcdctl, reads through and checks page by page. */
@Timeout(60)
class BoltFileTest {
  private static final byte[] NOTHING = {};

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, 107, 108, 109, 9_000, 60_000})
  void treesOfAllHeightsAreWhole(int keys) throws Exception {
    assertThat(status(write(IntStream.range(0, keys).mapToObj(i -> item(i, NOTHING)).toList())))
        .contains("\"totalKey\":" + keys + ",");
  }

  @Test
  void valuesOfAllSizesAreWhole() throws Exception {
    Random random = new Random(3);
    List<BoltItem> items =
        IntStream.range(0, 500)
            .mapToObj(i -> item(i, new byte[random.nextInt(i % 50 == 0 ? 300_000 : 9_000)]))
            .toList();
    assertThat(status(write(items))).contains("\"totalKey\":500,");
  }

  @Test
  void keysOfAllSizesAreWhole() throws Exception {
    List<BoltItem> items =
        IntStream.range(0, 3_000)
            .mapToObj(
                i -> {
                  byte[] key = new byte[Integer.BYTES + i * 37 % 4_000];
                  ByteBuffer.wrap(key).putInt(i + 1);
                  return new BoltItem(key, NOTHING);
                })
            .toList();
    assertThat(status(write(items))).contains("\"totalKey\":3000,");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void keysOutOfOrderAreRefused(int second) {
    assertThatThrownBy(() -> write(List.of(item(4, NOTHING), item(second, NOTHING))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BoltItem item(int number, byte[] value) {
    return new BoltItem(
        "key-%08d-of-a-length".formatted(number).getBytes(StandardCharsets.US_ASCII), value);
  }

  /** A file with one bucket of that and another, empty one. */
  private Path write(List<BoltItem> items) throws IOException {
    Path path = directory.resolve("db");
    try (BoltFile file = new BoltFile(path)) {
      file.bucket("some", items.iterator());
      file.bucket("empty", List.<BoltItem>of().iterator());
      file.finish();
    }
    assertThat(Files.size(path) % 4096).isZero();
    return path;
  }

  private static String status(Path file) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("etcdctl", "snapshot", "status", file.toString(), "-w", "json")
            .redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}

package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A process that writes until it is killed. Every write puts two keys with one value; only when it
 * has been acknowledged does a line {@code thread number revision} go out.
 */
public final class CrashWriter {
  static final int THREADS = 16;

  private CrashWriter() {}

  /** Runs with the data folder and a seed. */
  public static void main(String[] args) {
    RaftStore store = RaftStore.open(config(Path.of(args[0])));
    long seed = Long.parseLong(args[1]);
    say("ready\n");
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      Thread.ofPlatform().start(() -> write(store, seed, thread));
    }
  }

  static RaftStoreConfig config(Path folder) {
    return new RaftStoreConfig(
        folder,
        InstantSource.system(),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        0,
        8 << 20,
        WatchHubConfig.DEFAULT,
        RaftStoreConfig.Batches.DEFAULT,
        false,
        Optional.empty());
  }

  private static void write(RaftStore store, long seed, int thread) {
    for (int number = 0; ; number++) {
      Bytes value = value(seed, thread, number);
      TxnResult result =
          store.txn(
              new Txn(
                  List.of(),
                  List.of(
                      new Operation.Put(key(thread, number, "a"), value),
                      new Operation.Put(key(thread, number, "b"), value)),
                  List.of()));
      say(thread + " " + number + " " + result.revision() + "\n");
    }
  }

  static Bytes key(int thread, int number, String half) {
    return Bytes.utf8("/w/" + thread + "/" + number + "/" + half);
  }

  static Bytes value(long seed, int thread, int number) {
    Random random = new Random(seed * 1_000_003 + thread * 10_007L + number);
    byte[] value = new byte[random.nextInt(8_000)];
    random.nextBytes(value);
    return Bytes.wrap(value);
  }

  private static synchronized void say(String line) {
    OutputStream out = System.out;
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      Runtime.getRuntime().halt(3);
    }
  }
}

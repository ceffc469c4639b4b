package io.jukung.raftstore;

import io.jukung.storage.watch.WatchHubConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/** What all members of a simulation share: chance, time, the disk, and settings drawn by chance. */
final class SimWorld {
  /** The plug is pulled in the middle of something. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient SimMember member;

    private Crash(SimMember member) {
      super("crash of " + member.id);
      this.member = member;
    }

    SimMember member() {
      return member;
    }
  }

  private final Random random;
  private final SimDisk disk;
  private final String name;
  private final Consumer<String> trace;
  private final WatchHubConfig watches;
  private final RaftStoreConfig.Batches batches;
  private long nowMs = 1_800_000_000_000L;
  private long ticks;
  private boolean calm;

  SimWorld(long seed, SimDisk disk, Consumer<String> trace) {
    this.random = new Random(seed);
    this.disk = disk;
    this.name = "/sim/" + seed;
    this.trace = trace;
    this.watches =
        new WatchHubConfig(
            1 << random.nextInt(8), 1 << (10 + random.nextInt(8)), Duration.ofSeconds(1));
    this.batches =
        new RaftStoreConfig.Batches(
            1 + random.nextInt(8), 1 << 20, 1 + random.nextInt(4), 5 + random.nextInt(20), 1 << 20);
  }

  Random random() {
    return random;
  }

  SimDisk disk() {
    return disk;
  }

  WatchHubConfig watches() {
    return watches;
  }

  RaftStoreConfig.Batches batches() {
    return batches;
  }

  Path folder(String what) {
    return Path.of(name + "-" + what);
  }

  /** The time without anybody's skew. */
  long nowMs() {
    return nowMs;
  }

  void pass(long ms) {
    nowMs += ms;
  }

  /** A clock that never shows the same twice, for the order of calls and answers. */
  long tick() {
    return ++ticks;
  }

  void trace(String what) {
    trace.accept(what);
  }

  /** No more accidents. */
  void calm() {
    calm = true;
  }

  /** A place where a member may crash. */
  void mayCrash(SimMember member) {
    if (!calm && random.nextInt(3) == 0) {
      throw new Crash(member);
    }
  }
}

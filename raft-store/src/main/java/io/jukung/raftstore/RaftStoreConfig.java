package io.jukung.raftstore;

import io.jukung.storage.watch.WatchHubConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * All that a {@link RaftStore} is told, checked here before any file is touched or thread started.
 *
 * @param dataDir the folder that holds everything; made when missing
 * @param clock the time written into log entries, from which leases and automatic compaction count
 * @param compactionAge history younger than this is kept by automatic compaction; zero turns it
 *     off; default 5 minutes, as kube-apiserver's {@code --etcd-compaction-interval}
 * @param leaseCheck how often to look for ended leases, in real time; default 500 ms
 * @param writeTimeout how long a write may take before its outcome is reported as uncertain (or
 *     unavailable, when it never reached the log); default 10 s
 * @param minFreeBytes free disk space below which puts are refused; default 64 MiB
 * @param memoryBytes RocksDB's memory, block cache and write buffers together; at least 8 MiB,
 *     default 96 MiB
 * @param watches limits of watching
 * @param batches limits of group commit
 * @param acceptDamagedLog go on with what is readable before the damage when the log is damaged,
 *     losing acknowledged writes behind it, where opening refuses otherwise; default false
 * @param peering how to meet other members; empty is alone, without a port, the default
 */
public record RaftStoreConfig(
    Path dataDir,
    InstantSource clock,
    Duration compactionAge,
    Duration leaseCheck,
    Duration writeTimeout,
    long minFreeBytes,
    long memoryBytes,
    WatchHubConfig watches,
    Batches batches,
    boolean acceptDamagedLog,
    Optional<Peering> peering) {

  /** Checks every option. */
  public RaftStoreConfig {
    require(!compactionAge.isNegative(), "compactionAge of zero or more", compactionAge);
    require(leaseCheck.toMillis() >= 1, "leaseCheck of 1 ms or more", leaseCheck);
    require(writeTimeout.toMillis() >= 1, "writeTimeout of 1 ms or more", writeTimeout);
    require(minFreeBytes >= 0, "minFreeBytes of 0 or more", minFreeBytes);
    require(memoryBytes >= 8 << 20, "memoryBytes of 8 MiB or more", memoryBytes);
  }

  /** The defaults for a folder, on the system's clock. */
  public static RaftStoreConfig of(Path dataDir) {
    return new RaftStoreConfig(
        dataDir,
        InstantSource.system(),
        Duration.ofMinutes(5),
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        64 << 20,
        96 << 20,
        WatchHubConfig.DEFAULT,
        Batches.DEFAULT,
        false,
        Optional.empty());
  }

  /** The same with other members. */
  public RaftStoreConfig with(Peering others) {
    return new RaftStoreConfig(
        dataDir,
        clock,
        compactionAge,
        leaseCheck,
        writeTimeout,
        minFreeBytes,
        memoryBytes,
        watches,
        batches,
        acceptDamagedLog,
        Optional.of(others));
  }

  private static void require(boolean holds, String expected, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + ", got " + value);
    }
  }

  /**
   * Limits of group commit.
   *
   * @param entryCommands the most writes in one log entry; default 1,024
   * @param entryBytes the bytes of writes after which a log entry takes no more; default 1 MiB. One
   *     write may be larger than that
   * @param inFlight the most log entries on their way at once; default 2: an entry costs most of
   *     what there is, however much is in it, so few and large ones make more writes
   * @param waitingCommands the most writes waiting, beyond which new ones are refused as
   *     unavailable; default 65,536
   * @param waitingBytes the same in bytes; default 64 MiB
   */
  public record Batches(
      int entryCommands, long entryBytes, int inFlight, int waitingCommands, long waitingBytes) {
    /** The defaults. */
    public static final Batches DEFAULT = new Batches(1024, 1 << 20, 2, 65_536, 64 << 20);

    /** Checks the limits. */
    public Batches {
      require(
          entryCommands >= 1
              && entryBytes >= 1
              && inFlight >= 1
              && waitingCommands >= 1
              && waitingBytes >= 1,
          "limits of 1 or more",
          entryCommands + " " + entryBytes + " " + inFlight + " " + waitingCommands);
      require(entryBytes <= 2 << 20, "entryBytes of at most 2 MiB", entryBytes);
    }
  }
}

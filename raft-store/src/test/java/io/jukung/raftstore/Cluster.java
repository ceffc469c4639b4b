package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.TestClock;
import io.jukung.storage.Txn;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Members of one group in this process, each in a folder of its own, over real connections. */
final class Cluster implements AutoCloseable {
  final Cuts cuts = new Cuts();
  private final Path directory;
  private final InstantSource clock;
  private final int ringChanges;
  private final Duration writeTimeout;
  private final Map<String, String> members = new TreeMap<>();
  private long keptEntries = Peering.KEPT_ENTRIES;
  private final Map<String, RaftStore> open = new LinkedHashMap<>();

  Cluster(Path directory, InstantSource clock, int size) {
    this(directory, clock, size, WatchHubConfig.DEFAULT.ringChanges(), Duration.ofSeconds(60));
  }

  Cluster(Path directory, InstantSource clock, int size, int ringChanges, Duration writeTimeout) {
    this.directory = directory;
    this.clock = clock;
    this.ringChanges = ringChanges;
    this.writeTimeout = writeTimeout;
    for (int i = 0; i < size; i++) {
      members.put(name(i), "127.0.0.1:" + freePort());
    }
  }

  /** One whose members all have what there is: one with no entry yet has no vote. */
  static Cluster started(Path directory, int size) {
    Cluster cluster = new Cluster(directory, new TestClock(), size);
    cluster.openAll();
    cluster.awaitAll();
    return cluster;
  }

  /** How much of the log members opened from now on keep for others. */
  void keptEntries(long count) {
    keptEntries = count;
  }

  static String name(int i) {
    return "m" + i;
  }

  /** Opens the members that are not open, all at once. */
  void openAll() {
    List<CompletableFuture<RaftStore>> opening = new ArrayList<>();
    List<String> names = members.keySet().stream().filter(name -> !open.containsKey(name)).toList();
    for (String name : names) {
      opening.add(
          CompletableFuture.supplyAsync(
              () -> openOne(name), task -> Thread.ofPlatform().start(task)));
    }
    for (int i = 0; i < names.size(); i++) {
      open.put(names.get(i), opening.get(i).orTimeout(60, TimeUnit.SECONDS).join());
    }
  }

  /** Opens one member, which needs others to be open unless it is alone. */
  RaftStore open(int i) {
    RaftStore store = openOne(name(i));
    open.put(name(i), store);
    return store;
  }

  RaftStore member(int i) {
    RaftStore store = open.get(name(i));
    assertThat(store).as(name(i)).isNotNull();
    return java.util.Objects.requireNonNull(store);
  }

  /** Waits until all open members have everything. */
  void awaitAll() {
    for (RaftStore store : open.values()) {
      await(() -> Crowd.serves(store));
    }
  }

  /** The member that leads, once one does. */
  int leader() {
    int[] found = {-1};
    await(
        () -> {
          for (int i = 0; i < members.size(); i++) {
            RaftStore store = open.get(name(i));
            if (store != null && store.leadership().here() && !cuts.isAlone(name(i))) {
              found[0] = i;
            }
          }
          return found[0] >= 0;
        });
    return found[0];
  }

  int follower() {
    return (leader() + 1) % members.size();
  }

  void close(int i) {
    RaftStore store = open.remove(name(i));
    if (store != null) {
      store.close();
    }
  }

  Path folder(int i) {
    return directory.resolve(name(i));
  }

  @Override
  public void close() {
    List<CompletableFuture<Void>> closing = new ArrayList<>();
    for (RaftStore store : open.values()) {
      closing.add(
          CompletableFuture.runAsync(store::close, task -> Thread.ofPlatform().start(task)));
    }
    open.clear();
    closing.forEach(CompletableFuture::join);
  }

  /** Puts a key on a member; returns the revision. */
  static long put(Store store, String key, String value) {
    return put(store, key, Bytes.utf8(value));
  }

  static long put(Store store, String key, Bytes value) {
    Operation put = new Operation.Put(Bytes.utf8(key), value, 0);
    return store.txn(new Txn(List.of(), List.of(put), List.of())).revision();
  }

  /** What a member holds of a key, empty when there is none. */
  static String value(Store store, String key) {
    return store.get(Bytes.utf8(key)).map(item -> item.value().utf8()).orElse("");
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 60 s").isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  /** Opens a member that is new to the group, through one that is open, and adds it. */
  RaftStore join(int i) throws IOException {
    return join(i, false);
  }

  /** The same, with a vote or as a learner. */
  RaftStore join(int i, boolean learns) throws IOException {
    String name = name(i);
    String own = "127.0.0.1:" + freePort();
    String other = open.keySet().iterator().next();
    String through = java.util.Objects.requireNonNull(members.get(other));
    RaftStore there = java.util.Objects.requireNonNull(open.get(other));
    assertThat(there.awaitReady(Duration.ofSeconds(60))).isTrue();
    members.put(name, own);
    Peering peering =
        new Peering(
            "127.0.0.1",
            port(own),
            own,
            name,
            Map.of(),
            Optional.empty(),
            keptEntries,
            Optional.of(new Peering.Joining(there.inspection().cluster(), through, learns)),
            () -> new byte[0]);
    RaftStore store = open(name, peering);
    open.put(name, store);
    store.group().join();
    assertThat(store.awaitReady(Duration.ofSeconds(60))).isTrue();
    return store;
  }

  /** Opens member 0 alone and lets it listen then. */
  static Cluster alone(Path directory) {
    return alone(directory, Duration.ofSeconds(60));
  }

  static Cluster alone(Path directory, Duration writeTimeout) {
    Cluster cluster =
        new Cluster(
            directory, new TestClock(), 0, WatchHubConfig.DEFAULT.ringChanges(), writeTimeout);
    RaftStore store = RaftStore.open(cluster.config(directory.resolve(name(0))));
    String own = "127.0.0.1:" + freePort();
    cluster.members.put(name(0), own);
    cluster.open.put(name(0), store);
    return cluster;
  }

  /** Lets member 0, which was opened alone, listen for others. */
  void listen() {
    String own = java.util.Objects.requireNonNull(members.get(name(0)));
    member(0)
        .group()
        .listen(
            new Peering(
                "127.0.0.1",
                port(own),
                own,
                member(0).inspection().member(),
                Map.of(),
                Optional.empty(),
                keptEntries,
                Optional.empty(),
                () -> new byte[0]));
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  private RaftStore openOne(String name) {
    String address = java.util.Objects.requireNonNull(members.get(name));
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    return open(
        name,
        new Peering(
            "127.0.0.1",
            port,
            address,
            name,
            members,
            Optional.empty(),
            keptEntries,
            Optional.empty(),
            () -> new byte[0]));
  }

  private RaftStore open(String name, Peering peering) {
    RaftStoreConfig config = config(directory.resolve(name)).with(peering);
    return RaftStore.open(
        config,
        folder ->
            replica -> new GrowingNode(folder, config.peering(), replica, List.of(cuts.at(name))));
  }

  private RaftStoreConfig config(Path folder) {
    return new RaftStoreConfig(
        folder,
        clock,
        Duration.ZERO,
        Duration.ofMillis(5),
        writeTimeout,
        0,
        16 << 20,
        new WatchHubConfig(ringChanges, 8 << 20, Duration.ofMillis(20)),
        RaftStoreConfig.Batches.DEFAULT,
        false,
        Optional.empty());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

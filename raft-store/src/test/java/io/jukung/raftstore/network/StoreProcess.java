package io.jukung.raftstore.network;

import io.jukung.raftstore.Member;
import io.jukung.raftstore.PeerTls;
import io.jukung.raftstore.Peering;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.RaftStoreConfig;
import io.jukung.raftstore.StoreOpenException;
import io.jukung.raftstore.etcdapi.EtcdApi;
import io.jukung.raftstore.etcdapi.EtcdApiConfig;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A member and nothing else: the store with its transport, and etcd's API at port 2379. It says
 * {@code ready}, {@code leads} and {@code follows}, or {@code refused} and why; it takes {@code
 * remove NAME}, {@code clock SECONDS}, by which its clock is wrong from then on, and {@code term
 * NUMBER}, which it says again with the term of the newest entry it has applied.
 */
public final class StoreProcess {
  static final int PEER_PORT = 2380;
  static final int API_PORT = 2379;
  static final long MIN_FREE_BYTES = 1 << 20;

  private static final AtomicLong CLOCK_ERROR_MS = new AtomicLong();

  private StoreProcess() {}

  /**
   * Runs with the data folder, the certificates' folder, its name, its address, and {@code
   * NAME=ADDRESS} of all first members, or {@code join CLUSTER ADDRESS}.
   */
  public static void main(String[] args) throws Exception {
    try {
      run(args);
    } catch (StoreOpenException | IOException e) {
      System.out.println("refused " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(String[] args) throws IOException, GeneralSecurityException {
    Peering peering = peering(args);
    RaftStore store = RaftStore.open(config(Path.of(args[0]), peering));
    EtcdApi api = EtcdApi.start(store, new EtcdApiConfig(args[3], API_PORT, Optional.empty()));
    if (peering.joins().isPresent()) {
      store.group().join();
    }
    while (!store.awaitReady(Duration.ofSeconds(10))) {
      System.out.println("waits " + store.group().unreachable());
    }
    System.out.println("cluster " + store.inspection().cluster());
    System.out.println("ready " + api.url());
    Thread.ofPlatform().daemon().start(() -> obey(store));
    boolean led = false;
    while (true) {
      boolean leads =
          store.group().members().stream()
              .anyMatch(m -> m.leads() && m.name().equals(store.inspection().member()));
      if (leads != led) {
        System.out.println(leads ? "leads" : "follows");
        led = leads;
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void obey(RaftStore store) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String operand = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("clock ")) {
          CLOCK_ERROR_MS.set(1_000 * Long.parseLong(operand));
          continue;
        }
        if (line.startsWith("term ")) {
          System.out.println(line + " " + store.inspection().progress().term());
          continue;
        }
        store.group().remove(operand);
        System.out.println(
            "removed, left "
                + store.group().members().stream().map(Member::name).collect(Collectors.toSet()));
      }
      System.exit(0); // Whoever started this is gone.
    } catch (IOException e) {
      System.out.println("failed " + e);
    }
  }

  private static Peering peering(String[] args) throws IOException, GeneralSecurityException {
    boolean joins = args[4].equals("join");
    Map<String, String> members =
        joins
            ? Map.of()
            : Arrays.stream(args, 4, args.length)
                .map(member -> member.split("="))
                .collect(Collectors.toMap(m -> m[0], m -> m[1] + ":" + PEER_PORT));
    return new Peering(
        args[3],
        PEER_PORT,
        args[3] + ":" + PEER_PORT,
        args[2],
        members,
        Optional.of(tls(Path.of(args[1]))),
        Peering.KEPT_ENTRIES,
        joins
            ? Optional.of(
                new Peering.Joining(UUID.fromString(args[5]), args[6] + ":" + PEER_PORT, false))
            : Optional.empty(),
        () -> new byte[0]);
  }

  private static Supplier<PeerTls> tls(Path folder) throws IOException, GeneralSecurityException {
    PeerTls tls = Certificates.read(folder);
    return () -> tls;
  }

  private static RaftStoreConfig config(Path folder, Peering peering) {
    return new RaftStoreConfig(
        folder,
        () -> Instant.now().plusMillis(CLOCK_ERROR_MS.get()),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        MIN_FREE_BYTES,
        16 << 20,
        WatchHubConfig.DEFAULT,
        RaftStoreConfig.Batches.DEFAULT,
        false,
        Optional.of(peering));
  }
}

package io.jukung.cli;

import io.jukung.raftstore.Peering;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.RaftStoreConfig;
import io.jukung.raftstore.etcdapi.EtcdApi;
import io.jukung.raftstore.etcdapi.EtcdApiConfig;
import io.jukung.server.pki.Pki;
import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import io.jukung.storage.etcd.EtcdStore;
import io.jukung.storage.etcd.EtcdStoreConfig;
import io.jukung.storage.etcd.EtcdTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Three members of a store in this process, with mutual TLS between them, and puts through etcd's
 * API on each: what the virtual machine learns of the way a write takes between members. Its later
 * starts compile that way at once, where they would watch it for minutes, slowly, first.
 */
final class TrainingMembers {
  private static final int PUTS_A_WRITER = 150;
  private static final int WRITERS = 16;
  private static final int KEYS = 2_000;
  private static final long START_LIMIT_SECONDS = 60;
  private static final long PUTS_LIMIT_SECONDS = 120;
  private static final String HOST = "127.0.0.1";

  private final Path folder;

  /** In a folder that becomes this one's. */
  TrainingMembers(Path folder) {
    this.folder = folder;
  }

  /** Starts them, writes and stops. */
  void run() throws Exception {
    Map<String, String> addresses = addresses();
    List<CompletableFuture<RaftStore>> opening = new ArrayList<>();
    for (String name : addresses.keySet()) {
      RaftStoreConfig config =
          RaftStoreConfig.of(folder.resolve(name)).with(peering(name, addresses));
      opening.add(
          CompletableFuture.supplyAsync(
              () -> RaftStore.open(config), task -> Thread.ofPlatform().start(task)));
    }
    List<RaftStore> members = new ArrayList<>();
    try {
      for (CompletableFuture<RaftStore> one : opening) {
        members.add(one.get(START_LIMIT_SECONDS, TimeUnit.SECONDS));
      }
      for (RaftStore member : members) {
        if (!member.awaitReady(Duration.ofSeconds(START_LIMIT_SECONDS))) {
          throw new IOException("the members found no leader");
        }
      }
      for (RaftStore member : members) {
        puts(member);
      }
    } finally {
      members.forEach(RaftStore::close);
    }
  }

  private static Map<String, String> addresses() throws IOException {
    Map<String, String> addresses = new TreeMap<>();
    for (String name : List.of("a", "b", "c")) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        addresses.put(name, HOST + ":" + socket.getLocalPort());
      }
    }
    return addresses;
  }

  private Peering peering(String name, Map<String, String> addresses)
      throws IOException, GeneralSecurityException {
    String own = addresses.getOrDefault(name, "");
    Path keys = folder.resolve("peer");
    return new Peering(
        HOST,
        Integer.parseInt(own.substring(own.indexOf(':') + 1)),
        own,
        name,
        addresses,
        Optional.of(new PeerCertificates(pki(keys), "jukung-train", keys)),
        Peering.KEPT_ENTRIES,
        Optional.empty(),
        () -> new byte[0]);
  }

  private static Pki pki(Path keys) {
    return new Pki(keys, keys, List.of(HOST), InstantSource.system(), new SecureRandom());
  }

  private void puts(RaftStore member) throws Exception {
    Path keys = folder.resolve("etcd");
    pki(keys).ensureApart("jukung-train");
    try (EtcdApi api =
            EtcdApi.start(member, new EtcdApiConfig(HOST, 0, Optional.of(tls(keys, "server"))));
        EtcdStore client =
            EtcdStore.open(
                EtcdStoreConfig.of(List.of(URI.create(api.url())), tls(keys, "client")));
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        running.add(writers.submit(() -> write(client, writer)));
      }
      for (Future<?> one : running) {
        var _ = one.get(PUTS_LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private static void write(EtcdStore client, int writer) {
    byte[] value = new byte[1024];
    for (int i = 0; i < PUTS_A_WRITER; i++) {
      Bytes key = Bytes.utf8("/trained/" + (writer * PUTS_A_WRITER + i * 37) % KEYS);
      Operation put = new Operation.Put(key, Bytes.wrap(value), 0);
      var _ = client.txn(new Txn(List.of(), List.of(put), List.of()));
    }
  }

  private static EtcdTls tls(Path keys, String who) {
    return new EtcdTls(
        Optional.of(keys.resolve("ca.crt")),
        Optional.of(keys.resolve(who + ".crt")),
        Optional.of(keys.resolve(who + ".key")));
  }
}

package io.jukung.storage.etcd;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.KeyRange;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.WatchRecorder;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user of an etcd with authentication, over TLS, whose tokens run out and whose members go. */
@Timeout(120)
class EtcdLoginTest {
  private static final EtcdCredentials ROOT = new EtcdCredentials("root", "secret");

  @TempDir Path directory;

  private List<EtcdProcess> members = List.of();
  private EtcdTls client = EtcdTls.NONE;

  static Stream<Path> releases() {
    return EtcdBinary.all().stream();
  }

  @AfterEach
  void stop() {
    members.forEach(EtcdProcess::close);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aTokenThatRanOutCostsNothing(Path etcd) throws IOException {
    start(etcd, 1, "3s");
    URI nobody = URI.create("https://127.0.0.1:" + EtcdProcess.freePorts(1).getFirst());
    try (EtcdRoot root = admin();
        Store store = open(List.of(nobody, members.getFirst().endpoint()));
        WatchRecorder watch =
            WatchRecorder.start(store, new WatchRequest(KeyRange.ALL, 2, false))) {
      long lease = store.grantLease(600);
      assertThat(store.txn(Txn.putIf(b("/k0"), 0, b("v"), lease)).succeeded()).isTrue();
      awaitEndOfTokens(root);
      store.keepAlive(lease);
      awaitEndOfTokens(root);
      assertThat(store.txn(Txn.putIf(b("/k1"), 0, b("v"), lease)).succeeded()).isTrue();
      awaitEndOfTokens(root);
      assertThat(store.get(b("/k1"))).isPresent();
      assertThat(watch.awaitEvents(2)).containsExactly("2 /k0=v", "3 /k1=v");
      store.revokeLease(lease);
      assertThat(store.count(KeyRange.ALL, 0)).isZero();
    }
  }

  /** Waits for the end of a token given out now, so of all before, too. */
  private static void awaitEndOfTokens(EtcdRoot root) {
    String last = root.logIn();
    while (root.letsIn(last)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aTokenOfBeforeAChangeOfRolesCostsNothing(Path etcd) throws IOException {
    start(etcd, 1, "10m");
    try (EtcdRoot root = admin();
        Store store = open(List.of(members.getFirst().endpoint()))) {
      assertThat(store.txn(Txn.putIf(b("/a"), 0, b("1"), 0)).succeeded()).isTrue();
      root.addRole("one");
      assertThat(store.txn(Txn.putIf(b("/b"), 0, b("1"), 0)).succeeded()).isTrue();
      root.addRole("two");
      assertThat(store.count(KeyRange.ALL, 0)).isEqualTo(2);
      root.addRole("three");
      long lease = store.grantLease(600);
      root.addRole("four");
      store.keepAlive(lease);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aMemberThatIsDownCostsNothing(Path etcd) throws IOException {
    start(etcd, 3, "10m");
    try (EtcdRoot root = admin()) {
      assertThat(root.letsIn(root.logIn())).isTrue();
    }
    members.getFirst().kill();
    try (Store store = open(members.stream().map(EtcdProcess::endpoint).toList())) {
      for (int i = 0; i < 10; i++) {
        surely(store, "/k" + i);
      }
      members.getFirst().restart();
      members.get(1).kill();
      for (int i = 10; i < 20; i++) {
        surely(store, "/k" + i);
      }
      assertThat(store.count(KeyRange.ALL, 0)).isEqualTo(20);
    }
  }

  /** Starts members that serve TLS, with a root user. */
  private void start(Path etcd, int count, String tokenTime) throws IOException {
    TestAuthority authority = new TestAuthority(directory);
    EtcdTls server = authority.issue("server", "etcd");
    client = new EtcdTls(Optional.of(authority.certificate()), Optional.empty(), Optional.empty());
    Path certificate = server.certificate().orElseThrow();
    Path key = server.key().orElseThrow();
    members =
        new ArrayList<>(
            EtcdProcess.cluster(
                etcd,
                directory,
                count,
                "https",
                "--cert-file=" + certificate,
                "--key-file=" + key,
                "--auth-token=jwt,sign-method=RS256,pub-key="
                    + certificate
                    + ",priv-key="
                    + key
                    + ",ttl="
                    + tokenTime));
    try (EtcdRoot root = admin()) {
      root.enableAuthentication();
    }
  }

  private EtcdRoot admin() throws IOException {
    return EtcdRoot.of(members.getLast().endpoint(), client, ROOT);
  }

  private Store open(List<URI> endpoints) throws IOException {
    return EtcdStore.open(
        new EtcdStoreConfig(
            endpoints,
            client,
            Optional.of(ROOT),
            Duration.ofSeconds(30),
            WatchHubConfig.DEFAULT,
            Duration.ZERO));
  }

  private static void surely(Store store, String key) {
    while (store.get(b(key)).isEmpty()) {
      try {
        var _ = store.txn(Txn.putIf(b(key), 0, b("v"), 0));
      } catch (StoreException.Uncertain e) {
        assertThat(e).hasMessageContaining("write sent");
      }
    }
  }
}

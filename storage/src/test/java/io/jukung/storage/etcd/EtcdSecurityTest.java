package io.jukung.storage.etcd;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.KeyRange;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.WatchRecorder;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and passwords. */
@Timeout(60)
class EtcdSecurityTest {
  @TempDir Path directory;

  @Test
  void clientCertificatesLetInAndNoneKeepsOut() throws IOException {
    TestAuthority authority = new TestAuthority(directory);
    EtcdTls server = authority.issue("server", "etcd");
    EtcdTls client = authority.issue("client", "apiserver");
    EtcdProcess etcd =
        EtcdProcess.cluster(
                EtcdBinary.all().getFirst(),
                directory,
                1,
                "https",
                "--cert-file=" + server.certificate().orElseThrow(),
                "--key-file=" + server.key().orElseThrow(),
                "--client-cert-auth",
                "--trusted-ca-file=" + authority.certificate())
            .getFirst();
    try (Store store = EtcdStore.open(config(etcd, client, Optional.empty(), 20))) {
      assertThat(store.txn(Txn.putIf(b("/a"), 0, b("1"), 0)).succeeded()).isTrue();
      EtcdTls bare =
          new EtcdTls(Optional.of(authority.certificate()), Optional.empty(), Optional.empty());
      assertThatThrownBy(() -> EtcdStore.open(config(etcd, bare, Optional.empty(), 2)))
          .isInstanceOf(StoreException.Unavailable.class);
      assertThatThrownBy(() -> EtcdStore.open(config(etcd, EtcdTls.NONE, Optional.empty(), 2)))
          .isInstanceOf(StoreException.Unavailable.class);
    } finally {
      etcd.close();
    }
  }

  @Test
  void aUserLogsInAndAgainWhenItsTokenIsForgotten() throws IOException {
    EtcdProcess etcd = EtcdProcess.start(EtcdBinary.all().getFirst(), directory);
    EtcdCredentials root = new EtcdCredentials("root", "secret");
    try (Store before = EtcdStore.open(config(etcd, EtcdTls.NONE, Optional.empty(), 20))) {
      assertThat(before.revision()).isEqualTo(1);
      try (EtcdRoot admin = EtcdRoot.of(etcd.endpoint(), EtcdTls.NONE, root)) {
        admin.enableAuthentication();
      }
      try (Store store = EtcdStore.open(config(etcd, EtcdTls.NONE, Optional.of(root), 20));
          WatchRecorder watch =
              WatchRecorder.start(store, new WatchRequest(KeyRange.ALL, 2, false))) {
        assertThat(store.txn(Txn.putIf(b("/a"), 0, b("1"), 0)).succeeded()).isTrue();
        etcd.kill();
        etcd.restart();
        assertThat(store.get(b("/a"))).isPresent();
        assertThat(store.txn(Txn.putIf(b("/b"), 0, b("1"), 0)).succeeded()).isTrue();
        assertThat(watch.awaitEvents(2)).containsExactly("2 /a=1", "3 /b=1");
      }
      EtcdCredentials wrong = new EtcdCredentials("root", "guess");
      assertThatThrownBy(() -> EtcdStore.open(config(etcd, EtcdTls.NONE, Optional.of(wrong), 2)))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessageContaining("login");
      assertThat(wrong.toString()).doesNotContain("guess");
      assertThatThrownBy(() -> EtcdStore.open(config(etcd, EtcdTls.NONE, Optional.empty(), 2)))
          .isInstanceOf(StoreException.Unavailable.class);
    } finally {
      etcd.close();
    }
  }

  private static EtcdStoreConfig config(
      EtcdProcess etcd, EtcdTls tls, Optional<EtcdCredentials> credentials, int seconds) {
    return new EtcdStoreConfig(
        List.of(etcd.endpoint()),
        tls,
        credentials,
        Duration.ofSeconds(seconds),
        WatchHubConfig.DEFAULT,
        Duration.ZERO);
  }
}

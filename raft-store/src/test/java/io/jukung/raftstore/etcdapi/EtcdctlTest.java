package io.jukung.raftstore.etcdapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.raftstore.RaftStore;
import io.jukung.storage.KeyRange;
import io.jukung.storage.StoreException;
import io.jukung.storage.TestClock;
import io.jukung.storage.etcd.EtcdStore;
import io.jukung.storage.etcd.EtcdStoreConfig;
import io.jukung.storage.etcd.EtcdTls;
import io.jukung.storage.etcd.TestAuthority;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An unmodified etcdctl, over TLS with a client certificate. */
@Timeout(120)
class EtcdctlTest {
  @TempDir Path directory;

  private RaftStore store;
  private EtcdApi api;
  private EtcdTls client;

  @BeforeEach
  void serve() throws IOException {
    TestAuthority authority = new TestAuthority(directory);
    EtcdTls server = authority.issue("server", "etcd");
    client = authority.issue("client", "somebody");
    store = RaftStore.open(EtcdApiStoreTest.config(directory, new TestClock()));
    api = EtcdApi.start(store, new EtcdApiConfig("127.0.0.1", 0, Optional.of(server)));
  }

  @AfterEach
  void stop() {
    api.close();
    store.close();
  }

  @Test
  void keysAreWrittenReadAndDeleted() {
    assertThat(etcdctl("put", "/x/a", "1")).isEqualTo("OK\n");
    assertThat(etcdctl("put", "/x/b", "2")).isEqualTo("OK\n");
    assertThat(etcdctl("get", "/x/a")).isEqualTo("/x/a\n1\n");
    assertThat(etcdctl("get", "--prefix", "/x", "--order", "DESCEND", "--print-value-only"))
        .isEqualTo("2\n1\n");
    assertThat(etcdctl("get", "--prefix", "/x", "--limit", "1", "-w", "json"))
        .contains("\"more\":true", "\"count\":2");
    assertThat(etcdctl("put", "/x/a", "3", "--prev-kv")).isEqualTo("OK\n/x/a\n1\n");
    assertThat(etcdctl("put", "/x/a", "--ignore-value")).isEqualTo("OK\n");
    assertThat(etcdctl("get", "/x/a", "--rev", "2", "--print-value-only")).isEqualTo("1\n");
    assertThat(etcdctl("del", "--prefix", "/x", "--prev-kv")).isEqualTo("2\n/x/a\n3\n/x/b\n2\n");
    assertThat(store.count(KeyRange.ALL, 0)).isZero();
    assertThat(etcdctl("compaction", "3")).contains("compacted revision 3");
    assertThat(etcdctl("get", "/x/a", "--rev", "2"))
        .contains("etcdserver: mvcc: required revision has been compacted");
  }

  @Test
  void transactionsCompareAnything() {
    var _ = etcdctl("put", "/x/a", "1");
    String script =
        "value(\"/x/a\") = \"1\"\nversion(\"/x/b\") = \"0\"\nmod(\"/x/a\") > \"1\"\n\n"
            + "put /x/c 3\nget --prefix /x\n\nget /x/b\n\n";
    assertThat(etcdctl(script, List.of("txn")))
        .startsWith("SUCCESS\n")
        .contains("/x/a\n1\n/x/c\n3\n");
    assertThat(etcdctl(script.replace("= \"1\"", "= \"2\""), List.of("txn")))
        .startsWith("FAILURE\n");
  }

  @Test
  void locksAreTakenAndLetGo() {
    assertThat(etcdctl("lock", "/lock", "echo", "held")).contains("held");
    assertThat(store.count(KeyRange.ALL, 0)).isZero();
  }

  @Test
  void leasesTakeTheirKeysAlong() {
    String lease = etcdctl("lease", "grant", "100").split(" ", -1)[1];
    var _ = etcdctl("put", "/x/l", "v", "--lease=" + lease);
    assertThat(etcdctl("lease", "timetolive", lease, "--keys"))
        .contains("granted with TTL(100s)", "attached keys([/x/l])");
    assertThat(etcdctl("lease", "list")).contains("found 1 leases", lease);
    assertThat(etcdctl("lease", "keep-alive", "--once", lease)).contains("TTL(100)");
    assertThat(etcdctl("lease", "revoke", lease)).contains("revoked");
    assertThat(etcdctl("get", "/x/l")).isEmpty();
    assertThat(etcdctl("lease", "timetolive", lease)).contains("already expired");
  }

  @Test
  void itTellsOfItself() {
    assertThat(etcdctl("endpoint", "health")).contains("is healthy");
    assertThat(etcdctl("endpoint", "status", "-w", "json")).contains("\"version\":\"3.5");
    assertThat(etcdctl("endpoint", "status", "-w", "json")).contains("\"dbSize\":");
    assertThat(etcdctl("member", "list")).contains("started", "https://127.0.0.1:");
    assertThat(etcdctl("alarm", "list")).isEmpty();
    assertThat(etcdctl("defrag")).contains("Finished");
    String before = etcdctl("endpoint", "hashkv");
    assertThat(etcdctl("endpoint", "hashkv")).isEqualTo(before);
    var _ = etcdctl("put", "/x/a", "1");
    assertThat(etcdctl("endpoint", "hashkv")).isNotEqualTo(before);
  }

  @Test
  void usersAndRolesAreSwitchedOff() {
    assertThat(etcdctl("user", "list")).isEmpty();
    assertThat(etcdctl("role", "list")).isEmpty();
    assertThat(etcdctl("user", "get", "x")).contains("etcdserver: user name not found");
    assertThat(etcdctl("role", "get", "x")).contains("etcdserver: role name not found");
    assertThat(etcdctl("auth", "enable")).contains("etcdserver: root user does not exist");
    assertThat(etcdctl("user", "add", "root:secret"))
        .contains("etcdserver: users and roles are not kept here");
    assertThat(etcdctl("role", "add", "root"))
        .contains("etcdserver: users and roles are not kept here");
    assertThat(etcdctl("user", "grant-role", "root", "root"))
        .contains("etcdserver: user name not found");
    assertThat(etcdctl("auth", "disable")).contains("Authentication Disabled");
    assertThat(etcdctl("--user=a:b", "get", "/x"))
        .contains("etcdserver: authentication is not enabled");
    assertThat(etcdctl("lease", "grant", "9999999999")).contains("etcdserver: too large lease TTL");
  }

  @Test
  void nobodyComesInWithoutACertificate() {
    EtcdTls bare =
        new EtcdTls(Optional.of(directory.resolve("ca.crt")), Optional.empty(), Optional.empty());
    EtcdStoreConfig config =
        new EtcdStoreConfig(
            List.of(URI.create(api.url())),
            bare,
            Optional.empty(),
            Duration.ofSeconds(1),
            WatchHubConfig.DEFAULT,
            Duration.ZERO);
    assertThatThrownBy(() -> EtcdStore.open(config)).isInstanceOf(StoreException.Unavailable.class);
  }

  private String etcdctl(String... arguments) {
    return etcdctl("", List.of(arguments));
  }

  private String etcdctl(String input, List<String> arguments) {
    return Etcdctl.of("etcdctl", api.url(), client).run(input, arguments);
  }
}

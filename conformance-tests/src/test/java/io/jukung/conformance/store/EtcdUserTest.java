package io.jukung.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import io.jukung.storage.etcd.EtcdBinary;
import io.jukung.storage.etcd.EtcdCredentials;
import io.jukung.storage.etcd.EtcdProcess;
import io.jukung.storage.etcd.EtcdRoot;
import io.jukung.storage.etcd.EtcdTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on an etcd that asks who it is, and what is said to an operator who has it wrong. */
class EtcdUserTest {
  private static final EtcdCredentials ROOT = new EtcdCredentials("root", "a secret");
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final int ETCD_UNAVAILABLE = 7;
  private static final int USAGE = 2;

  @TempDir Path folder;

  private EtcdProcess etcd;

  @BeforeEach
  void start() throws IOException {
    etcd = EtcdProcess.start(EtcdBinary.all().getLast(), folder);
    try (EtcdRoot root = EtcdRoot.of(etcd.endpoint(), EtcdTls.NONE, ROOT)) {
      root.enableAuthentication();
    }
  }

  @AfterEach
  void stop() {
    etcd.close();
  }

  @Test
  void aServerLogsIn() throws IOException, InterruptedException {
    try (TestCluster cluster = TestCluster.startOwn(onEtcd(ROOT.password()))) {
      var _ =
          new JsonApi(cluster.client())
              .create(
                  MAPS,
                  new ObjectMapper()
                      .readTree(
                          """
                          {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"kept"}}
                          """));
      cluster.kill();
      cluster.restart();
      assertThat(new JsonApi(cluster.client()).get(MAPS + "/kept").at("/metadata/name").asText())
          .isEqualTo("kept");
    }
  }

  @Test
  void whoIsNotLetInIsTold() throws IOException, InterruptedException {
    Launcher.Ended wrong = server(onEtcd("another"));
    assertThat(wrong.status()).as(wrong.output()).isEqualTo(ETCD_UNAVAILABLE);
    assertThat(wrong.output()).contains("authentication failed").doesNotContain("another");

    Launcher.Ended nobody = server("--etcd-servers", etcd.endpoint().toString());
    assertThat(nobody.status()).as(nobody.output()).isEqualTo(ETCD_UNAVAILABLE);
    assertThat(nobody.output()).contains("user name is empty");

    Launcher.Ended half =
        server("--etcd-servers", etcd.endpoint().toString(), "--etcd-username", ROOT.user());
    assertThat(half.status()).as(half.output()).isEqualTo(USAGE);
    assertThat(half.lastLine()).contains("--etcd-username and --etcd-password-file");
  }

  private String[] onEtcd(String password) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), password + "\n");
    return new String[] {
      "--etcd-servers",
      etcd.endpoint().toString(),
      "--etcd-username",
      ROOT.user(),
      "--etcd-password-file",
      file.toString()
    };
  }

  private Launcher.Ended server(String... options) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("server", "--secure-port", "0"));
    words.addAll(List.of(options));
    words.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    return Launcher.jukung(words.toArray(String[]::new));
  }
}

package io.jukung.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import io.jukung.storage.etcd.EtcdBinary;
import io.jukung.storage.etcd.EtcdProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster's objects move from an etcd into the data folder and back. */
class MigrationTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final int COUNT = 600;
  private static final String KEYS = "--encryption-provider-config";
  private static final String ENCRYPTION =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: EncryptionConfiguration
      resources:
      - resources: [events, configmaps]
        providers:
        - aesgcm: {keys: [{name: k, secret: MDEyMzQ1Njc4OWFiY2RlZg==}]}
      """;

  private @TempDir Path folder;

  @Test
  void thereAndBack() throws IOException, InterruptedException {
    try (EtcdProcess etcd = EtcdProcess.start(EtcdBinary.all().getLast(), folder)) {
      String url = etcd.endpoint().toString();
      Path keys = Files.writeString(folder.resolve("encryption.yaml"), ENCRYPTION);
      String[] onEtcd = {
        "--etcd-servers",
        url,
        "--storage-media-type",
        "application/vnd.kubernetes.protobuf",
        KEYS,
        keys.toString()
      };
      try (TestCluster cluster = TestCluster.startOwn(onEtcd)) {
        new Scenario(cluster, url.replace("http", "etcd"), List.of(onEtcd)).run();
      }
    }
  }

  /** The steps of an operator, in order. */
  private record Scenario(TestCluster cluster, String etcd, List<String> onEtcd) {
    void run() throws IOException, InterruptedException {
      write();
      Launcher.Ended blind =
          Launcher.jukung("store", "migrate", "--from", etcd, "--to", "raft", "--data-dir", data());
      assertThat(blind.status()).as(blind.output()).isEqualTo(1);
      assertThat(blind.lastLine()).contains("can't be read", "--encryption-provider-config");
      intoTheFolder();
      JsonNode written = create("written-in-folder");
      backIntoTheEtcd();
      assertThat(revision(map("written-in-folder"))).isGreaterThan(revision(written));
    }

    private void intoTheFolder() throws IOException, InterruptedException {
      JsonNode first = migrate(0, "--from", etcd, "--to", "raft");
      assertThat(first.path("finished").asBoolean()).isFalse();
      assertThat(first.path("written").asLong()).isGreaterThan(COUNT);
      var _ = api().delete(MAPS + "/m1");
      var _ = create("late");
      whileWriting(
          () -> {
            Launcher.Ended early = command("--from", etcd, "--to", "raft", "--finish");
            assertThat(early.status()).as(early.output()).isEqualTo(2);
            assertThat(early.lastLine()).contains("is still written to");
          });
      Map<String, Long> before = revisions();
      assertThat(cluster.stop()).isZero();
      JsonNode last = migrate(0, "--from", etcd, "--to", "raft", "--finish");
      assertThat(last.path("finished").asBoolean()).isTrue();
      assertThat(last.path("written").asLong()).isLessThan(COUNT / 2);
      Launcher.Ended again = server(onEtcd.toArray(String[]::new));
      assertThat(again.status()).as(again.output()).isEqualTo(12);
      assertThat(again.lastLine()).contains("have moved to raft");
      cluster.restartWith(KEYS, onEtcd.getLast());
      assertThat(revisions()).isEqualTo(before).doesNotContainKey("m1").containsKey("late");
      assertThat(api().get("/api/v1/namespaces/default/events/e").path("reason").asText())
          .isEqualTo("Seen");
      assertThat(revision(create("after"))).isGreaterThan(before.get("late"));
    }

    private void backIntoTheEtcd() throws IOException, InterruptedException {
      Map<String, Long> before = revisions();
      Launcher.Ended running = command("--from", "raft", "--to", etcd, "--finish");
      assertThat(running.status()).as(running.output()).isEqualTo(4);
      assertThat(cluster.stop()).isZero();
      JsonNode moved = migrate(0, "--from", "raft", "--to", etcd, "--finish");
      assertThat(moved.path("finished").asBoolean()).isTrue();
      Launcher.Ended again = server();
      assertThat(again.status()).as(again.output()).isEqualTo(12);
      assertThat(again.lastLine()).contains("has moved to " + etcd);
      cluster.restartWith(onEtcd.toArray(String[]::new));
      Map<String, Long> after = revisions();
      assertThat(after.keySet()).isEqualTo(before.keySet());
      before.forEach(
          (name, revision) ->
              assertThat(after.get(name)).as(name).isGreaterThanOrEqualTo(revision));
    }

    private void write() throws IOException, InterruptedException {
      for (int i = 0; i < COUNT; i++) {
        var _ = create("m" + i);
      }
      var _ =
          api()
              .create(
                  "/api/v1/namespaces/default/events",
                  api()
                      .parse(
                          """
                          {"metadata":{"name":"e"},"reason":"Seen","involvedObject":
                            {"kind":"ConfigMap","namespace":"default","name":"m0"}}\
                          """));
    }

    private JsonNode create(String name) throws IOException, InterruptedException {
      return api()
          .create(
              MAPS,
              api()
                  .parse(
                      "{\"metadata\":{\"name\":\"%s\"},\"data\":{\"k\":\"of %s\"}}"
                          .formatted(name, name)));
    }

    private JsonNode map(String name) throws IOException, InterruptedException {
      return api().get(MAPS + "/" + name);
    }

    /** Each ConfigMap's resourceVersion; their data is what it was when they were made. */
    private Map<String, Long> revisions() throws IOException, InterruptedException {
      Map<String, Long> found = new TreeMap<>();
      for (JsonNode item : api().get(MAPS).path("items")) {
        String name = item.at("/metadata/name").asText();
        if (name.equals("busy")) {
          continue;
        }
        assertThat(item.at("/data/k").asText()).isEqualTo("of " + name);
        found.put(name, revision(item));
      }
      return found;
    }

    private static long revision(JsonNode object) {
      return object.at("/metadata/resourceVersion").asLong();
    }

    private String data() {
      return cluster.dataDir().toString();
    }

    private JsonApi api() {
      return new JsonApi(cluster.client());
    }

    private interface Step {
      void run() throws IOException, InterruptedException;
    }

    private void whileWriting(Step step) throws IOException, InterruptedException {
      var _ = create("busy");
      AtomicBoolean done = new AtomicBoolean();
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; !done.get(); i++) {
                      touch(i);
                    }
                  });
      try {
        step.run();
      } finally {
        done.set(true);
        writer.join();
      }
    }

    private void touch(int i) {
      try {
        var _ =
            cluster
                .client()
                .send(
                    ApiRequest.json("PATCH", MAPS + "/busy", "{\"data\":{\"i\":\"" + i + "\"}}")
                        .with("Content-Type", "application/merge-patch+json"));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private JsonNode migrate(int status, String... options)
        throws IOException, InterruptedException {
      Launcher.Ended ended = command(options);
      assertThat(ended.status()).as(ended.output()).isEqualTo(status);
      return new ObjectMapper().readTree(ended.output());
    }

    private Launcher.Ended command(String... options) throws IOException, InterruptedException {
      return Launcher.jukung(
          java.util.stream.Stream.concat(
                  java.util.stream.Stream.of(
                      "store",
                      "migrate",
                      "-o",
                      "json",
                      "--data-dir",
                      data(),
                      KEYS,
                      onEtcd.getLast()),
                  java.util.Arrays.stream(options))
              .toArray(String[]::new));
    }

    private Launcher.Ended server(String... options) throws IOException, InterruptedException {
      List<String> all = new java.util.ArrayList<>(List.of("server", "--secure-port", "0"));
      all.addAll(List.of("--bind-address", "127.0.0.1"));
      all.addAll(List.of("--data-dir", data()));
      all.addAll(List.of(options));
      return Launcher.jukung(all.toArray(String[]::new));
    }
  }
}

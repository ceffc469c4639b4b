package io.jukung.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a server of its own, with a ConfigMap that was written three times. */
class StoreCommandsTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private @TempDir Path folder;
  private TestCluster cluster;
  private Path data;
  private long second;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.startOwn();
    data = cluster.dataDir();
    JsonApi api = new JsonApi(cluster.client());
    var _ = api.create(MAPS, api.parse("{\"metadata\":{\"name\":\"a\"},\"data\":{\"n\":\"1\"}}"));
    second = revision(write("2"));
    var _ = write("3");
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  @Test
  void aSnapshotTakesTheClusterBackToAnyRevision() throws IOException, InterruptedException {
    Path file = folder.resolve("store.snapshot");
    JsonNode saved = json(0, "snapshot", "save", file.toString());
    assertThat(saved.path("oldestRevision").asLong()).isLessThanOrEqualTo(second);
    var _ = new JsonApi(cluster.client()).delete(MAPS + "/a");
    assertThat(cluster.stop()).isZero();
    assertThat(data.resolve("store.sock")).doesNotExist();
    putAside();
    JsonNode restored =
        json(0, "snapshot", "restore", file.toString(), "--revision", Long.toString(second));
    assertThat(restored.path("restoredRevision").asLong()).isEqualTo(second);
    cluster.restart();
    JsonApi api = new JsonApi(cluster.client());
    JsonNode map = api.get(MAPS + "/a");
    assertThat(map.at("/data/n").asText()).isEqualTo("2");
    assertThat(revision(map)).isEqualTo(second);
    JsonNode gone =
        api.call(
            410,
            ApiRequest.of(
                "GET",
                MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + second + "&limit=1"));
    assertThat(gone.path("reason").asText()).isEqualTo("Expired");
    assertThat(revision(write("4"))).isGreaterThan(restored.path("newRevision").asLong());
  }

  @Test
  void theCheckIsTheSameBesideAServerAndWithout() throws IOException, InterruptedException {
    JsonNode beside = json(0, "check");
    assertThat(beside.path("problems")).isEmpty();
    assertThat(json(0, "status").path("running").asBoolean()).isTrue();
    assertThat(cluster.stop()).isZero();
    JsonNode without = json(0, "check");
    // A server that stops takes its own leases along.
    assertThat(without.path("revision").asLong())
        .isGreaterThanOrEqualTo(beside.path("revision").asLong());
    assertThat(without.path("problems")).isEmpty();
    JsonNode status = json(0, "status");
    assertThat(status.path("running").asBoolean()).isFalse();
    assertThat(status.path("revision").asLong()).isEqualTo(without.path("revision").asLong());
    cluster.restart();
  }

  @Test
  void aKilledMemberIsRecovered() throws IOException, InterruptedException {
    cluster.kill();
    assertThat(store("recover").status()).isEqualTo(2);
    JsonNode recovered = json(0, "recover", "--force");
    assertThat(recovered.path("applied").asLong()).isPositive();
    cluster.restart();
    assertThat(new JsonApi(cluster.client()).get(MAPS + "/a").at("/data/n").asText())
        .isEqualTo("3");
  }

  @Test
  void historyIsGivenUpOnRequest() throws IOException, InterruptedException {
    long compacted = json(0, "compact").path("compacted").asLong();
    assertThat(compacted).isGreaterThan(second);
    Launcher.Ended again = store("compact", Long.toString(second));
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.lastLine()).contains("compacted");
  }

  @Test
  void whatCannotBeDoneSaysWhy() throws IOException, InterruptedException {
    Launcher.Ended recover = store("recover", "--force");
    assertThat(recover.status()).isEqualTo(4);
    assertThat(recover.lastLine()).contains("is in use by process");
    Path file = Files.writeString(folder.resolve("text"), "no snapshot");
    assertThat(store("snapshot", "save", file.toString()).lastLine())
        .isEqualTo("jukung: " + file + " exists already");
    assertThat(store("snapshot", "status", file.toString()).status()).isEqualTo(9);
    Launcher.Ended nobody =
        Launcher.jukung("store", "compact", "--data-dir", folder.resolve("none").toString());
    assertThat(nobody.status()).isEqualTo(8);
    assertThat(nobody.lastLine()).contains("there is no data folder");
  }

  private void putAside() throws IOException {
    for (String name : List.of("version", "state", "raft")) {
      Files.move(data.resolve(name), folder.resolve(name));
    }
  }

  private JsonNode write(String text) throws IOException, InterruptedException {
    return new JsonApi(cluster.client())
        .patch(MAPS + "/a", "application/merge-patch+json", "{\"data\":{\"n\":\"" + text + "\"}}");
  }

  private static long revision(JsonNode object) {
    return object.at("/metadata/resourceVersion").asLong();
  }

  private JsonNode json(int status, String... command) throws IOException, InterruptedException {
    String[] all = java.util.Arrays.copyOf(command, command.length + 2);
    all[command.length] = "-o";
    all[command.length + 1] = "json";
    Launcher.Ended ended = store(all);
    assertThat(ended.status()).as(ended.output()).isEqualTo(status);
    return new ObjectMapper().readTree(ended.output());
  }

  private Launcher.Ended store(String... command) throws IOException, InterruptedException {
    String[] all = new String[command.length + 3];
    all[0] = "store";
    System.arraycopy(command, 0, all, 1, command.length);
    all[command.length + 1] = "--data-dir";
    all[command.length + 2] = data.toString();
    return Launcher.jukung(all);
  }
}

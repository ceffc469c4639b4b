package io.jukung.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.FreePort;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A running server becomes three, and the first is killed while one of the others is written to.
 */
class ThreeServersTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final int WRITES = 60;

  @Test
  void nothingAcknowledgedIsLostWithTheLeader() throws IOException, InterruptedException {
    try (TestCluster first = TestCluster.startOwn();
        TestCluster second = TestCluster.startOwn(StoreMembers.joining(first));
        TestCluster third = TestCluster.startOwn(StoreMembers.joining(first))) {
      assertThat(StoreMembers.list(third))
          .hasSize(3)
          .allMatch(m -> !m.path("role").asText().equals("learner"));
      JsonApi api = new JsonApi(second.client());
      secretsOfOneAreReadByAll(api, first, third);
      List<String> acknowledged = new ArrayList<>();
      for (int i = 0; i < WRITES; i++) {
        if (i == WRITES / 3) {
          first.kill();
        }
        if (created(second, "map-" + i)) {
          acknowledged.add("map-" + i);
        }
      }
      assertThat(acknowledged).hasSizeGreaterThan(WRITES / 2);
      JsonApi other = new JsonApi(third.client());
      for (String name : acknowledged) {
        assertThat(other.get(MAPS + "/" + name).at("/metadata/name").asText()).isEqualTo(name);
      }
      first.restart();
      assertThat(new JsonApi(first.client()).get(MAPS).path("items"))
          .hasSameSizeAs(api.get(MAPS).path("items"));
      first.kill();
      third.kill();
      itIsSaidWhyThereIsNoQuorum(second);
      third.restart();
      assertThat(second.client().send(ApiRequest.of("GET", "/readyz")).statusCode()).isEqualTo(200);
    }
  }

  /** One set of files is enough for an etcd client that is given all members. */
  @Test
  void clientsOfOneMemberAreClientsOfAll() throws IOException, InterruptedException {
    try (TestCluster first = TestCluster.startOwn(servingEtcd());
        TestCluster second = TestCluster.startOwn(servingEtcd(StoreMembers.joining(first)))) {
      PublicKey trusted = etcd(second, "ca.crt").getPublicKey();
      for (TestCluster member : List.of(first, second)) {
        assertThatCode(() -> etcd(member, "server.crt").verify(trusted)).doesNotThrowAnyException();
        assertThatCode(() -> etcd(member, "client.crt").verify(trusted)).doesNotThrowAnyException();
      }
    }
  }

  /** Members share the key that the first of them made. */
  private static void secretsOfOneAreReadByAll(JsonApi second, TestCluster first, TestCluster third)
      throws IOException, InterruptedException {
    String secrets = "/api/v1/namespaces/default/secrets";
    var _ =
        second.create(
            secrets, second.parse("{\"metadata\":{\"name\":\"s\"},\"data\":{\"k\":\"d29yZA==\"}}"));
    Path key = Path.of("pki", "encryption.yaml");
    for (TestCluster member : List.of(first, third)) {
      assertThat(new JsonApi(member.client()).get(secrets + "/s").at("/data/k").asText())
          .isEqualTo("d29yZA==");
      assertThat(member.dataDir().resolve(key))
          .hasSameTextualContentAs(first.dataDir().resolve(key));
    }
  }

  private static X509Certificate etcd(TestCluster member, String name) throws IOException {
    return PemFiles.readCertificates(member.dataDir().resolve("pki/etcd").resolve(name)).getFirst();
  }

  private static String[] servingEtcd(String... options) throws IOException {
    String address = "127.0.0.1:" + FreePort.find();
    return Stream.concat(Stream.of(options), Stream.of("--serve-etcd", address))
        .toArray(String[]::new);
  }

  private static void itIsSaidWhyThereIsNoQuorum(TestCluster left)
      throws IOException, InterruptedException {
    String text = text(left, "/readyz?verbose");
    assertThat(text)
        .contains("[+]ping ok\n", "[-]etcd failed: reason withheld\n", "readyz check failed");
    Await.until(
        "the reason is found",
        Duration.ofSeconds(30),
        () -> text(left, "/readyz/etcd").contains("can't reach"));
    Launcher.Ended status =
        Launcher.jukung("store", "status", "-o", "json", "--data-dir", left.dataDir().toString());
    assertThat(status.status()).as(status.output()).isZero();
    JsonNode told = new ObjectMapper().readTree(status.output());
    assertThat(told.path("leader").asText()).isEqualTo("none");
    assertThat(told.path("unreachable")).hasSize(2);
    assertThat(told.at("/unreachable/0").asText()).contains("Connection refused");
  }

  private static String text(TestCluster server, String path)
      throws IOException, InterruptedException {
    return new String(
        server.client().send(ApiRequest.of("GET", path)).body(), StandardCharsets.UTF_8);
  }

  private static boolean created(TestCluster server, String name)
      throws IOException, InterruptedException {
    String body = "{\"metadata\":{\"name\":\"" + name + "\"}}";
    return server.client().send(ApiRequest.json("POST", MAPS, body)).statusCode() == 201;
  }
}

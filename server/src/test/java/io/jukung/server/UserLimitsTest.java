package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.server.limits.ServerLimits;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one user may hold at once, over both versions of HTTP. */
class UserLimitsTest {
  private static final String WATCH = "/api/v1/namespaces/default/configmaps?watch=true";
  private static final int MOST = 2;

  private final List<HttpClient> clients = new ArrayList<>();
  private TestServer server;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    server = new TestServer(folder, new ServerLimits(100, MOST, 100, MOST, 10));
    String rbac = "/apis/rbac.authorization.k8s.io/v1/";
    HttpResponse<String> role =
        server.send(
            "POST",
            rbac + "clusterroles",
            "{\"metadata\":{\"name\":\"w\"},\"rules\":[{\"apiGroups\":[\"\"],"
                + "\"resources\":[\"configmaps\"],\"verbs\":[\"watch\"]},"
                + "{\"nonResourceURLs\":[\"/version\"],\"verbs\":[\"get\"]}]}");
    HttpResponse<String> binding =
        server.send(
            "POST",
            rbac + "clusterrolebindings",
            "{\"metadata\":{\"name\":\"w\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"plain\","
                + "\"apiGroup\":\"rbac.authorization.k8s.io\"}],\"roleRef\":{\"kind\":\"ClusterRole\","
                + "\"name\":\"w\",\"apiGroup\":\"rbac.authorization.k8s.io\"}}");
    assertThat(List.of(role.statusCode(), binding.statusCode())).containsOnly(201);
    HttpClient client = client(HttpClient.Version.HTTP_2);
    for (int i = 0; i < 1000 && open(client, TestServer.PLAIN, "/version").statusCode() != 200; ) {
      i++;
    }
    client.shutdownNow();
  }

  @AfterEach
  void stop() {
    clients.forEach(HttpClient::shutdownNow);
    server.close();
  }

  private HttpClient client(HttpClient.Version version) {
    HttpClient client =
        HttpClient.newBuilder().sslContext(server.client().sslContext()).version(version).build();
    clients.add(client);
    return client;
  }

  private HttpResponse<InputStream> open(HttpClient client, String token, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.server().url() + path))
            .header("Authorization", "Bearer " + token)
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  @Test
  void aUserWithTooManyWatchesIsToldToComeAgain() throws Exception {
    HttpClient client = client(HttpClient.Version.HTTP_2);
    List<InputStream> running = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      HttpResponse<InputStream> watch = open(client, TestServer.PLAIN, WATCH);
      assertThat(watch.statusCode()).isEqualTo(200);
      running.add(watch.body());
    }
    HttpResponse<InputStream> refused = open(client, TestServer.PLAIN, WATCH);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("5");
    assertThat(new String(refused.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("Too many watches, the limit is 2 of one user, please try again later.\n");
    assertThat(open(client, TestServer.PLAIN, "/version").statusCode()).isEqualTo(200);
    assertThat(open(client, TestServer.ADMIN, WATCH).statusCode()).isEqualTo(200);
    assertThat(open(client, TestServer.ADMIN, WATCH).statusCode()).isEqualTo(200);
    assertThat(open(client, TestServer.ADMIN, WATCH).statusCode())
        .as("administrators are not turned away")
        .isEqualTo(200);
    running.getFirst().close();
    assertThat(untilServed(client)).as("one has ended").isTrue();
  }

  /** The server learns of the end of a stream a moment after its client. */
  private boolean untilServed(HttpClient client) throws Exception {
    for (int i = 0; i < 1000; i++) {
      HttpResponse<InputStream> answer = open(client, TestServer.PLAIN, WATCH);
      if (answer.statusCode() == 200) {
        return true;
      }
      answer.body().close();
    }
    return false;
  }

  @Test
  void aUserWithTooManyConnectionsIsTurnedAwayUntilOneIsClosed() throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      for (int i = 0; i < MOST; i++) {
        assertThat(open(client(version), TestServer.PLAIN, "/version").statusCode()).isEqualTo(200);
      }
      HttpResponse<InputStream> refused = open(client(version), TestServer.PLAIN, "/version");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(open(client(version), TestServer.ADMIN, "/version").statusCode()).isEqualTo(200);
      clients.forEach(HttpClient::shutdownNow);
      Optional<HttpResponse<InputStream>> served = Optional.empty();
      for (int i = 0; i < 1000 && served.isEmpty(); i++) {
        HttpClient client = client(version);
        served =
            Optional.of(open(client, TestServer.PLAIN, "/version"))
                .filter(answer -> answer.statusCode() == 200);
        client.shutdownNow();
      }
      assertThat(served).as("those of before are closed").isPresent();
    }
  }
}

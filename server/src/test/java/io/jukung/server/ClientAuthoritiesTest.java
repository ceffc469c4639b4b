package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.admission.AdmissionConfig;
import io.jukung.registry.config.ConfigException;
import io.jukung.server.access.AccessConfig;
import io.jukung.server.authentication.AuthenticationConfig;
import io.jukung.server.authentication.FrontProxyConfig;
import io.jukung.server.authorization.AuthorizationMode;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.PemFiles;
import io.jukung.server.serviceaccount.ServiceAccountConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of authorities that change while the server runs, as clients with certificates see it.
 * Upstream: {@code dynamic_cafile_content_test.go} of {@code k8s.io/apiserver}.
 */
final class ClientAuthoritiesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final String CONFIG_MAP =
      "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";
  private static final String REVIEW =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}";

  private final SecureRandom random = new SecureRandom();
  @TempDir Path folder;

  private CertificateAuthority authority(String name) throws Exception {
    return CertificateAuthority.create(name, Duration.ofDays(2), Clock.systemUTC(), random);
  }

  private static String pem(CertificateAuthority authority) throws Exception {
    return PemFiles.certificate(authority.own().certificate());
  }

  private Path write(String name, String text) throws Exception {
    Path fresh = Files.writeString(folder.resolve("fresh"), text);
    return Files.move(
        fresh,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static AccessConfig access(Optional<Path> clients, Optional<Path> proxies) {
    return new AccessConfig(
        ServiceAccountConfig.DEFAULT,
        List.of(AuthorizationMode.ALWAYS_ALLOW),
        AccessConfig.HEALTH_PATHS,
        AdmissionConfig.DEFAULT,
        proxies.map(
            file ->
                new FrontProxyConfig(
                    file,
                    List.of("front"),
                    List.of("X-Remote-User"),
                    List.of(),
                    List.of("X-Remote-Group"),
                    List.of())),
        new AuthenticationConfig(
            Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(), clients),
        Optional.empty(),
        Optional.empty());
  }

  /** A client that shows a certificate where the server asks for its authority by name. */
  private HttpClient client(CertificateAuthority authority, String name) throws Exception {
    KeyAndCertificate own = authority.issueClient(name, List.of("staff"), Duration.ofDays(1));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", own.key(), new char[0], new Certificate[] {own.certificate()});
    store.setCertificateEntry(
        "server", PemFiles.readCertificates(folder.resolve("pki/ca.crt")).getFirst());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  /** The name and groups the server knows a caller by, or the status it answers with. */
  private static String whoAmI(TestServer server, HttpClient client, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    server.server().url() + "/apis/authentication.k8s.io/v1/selfsubjectreviews"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(REVIEW));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      return String.valueOf(answer.statusCode());
    }
    JsonNode user = MAPPER.readTree(answer.body()).at("/status/userInfo");
    return user.path("username").asText() + user.path("groups");
  }

  /** As {@link #whoAmI}, with a connection of its own. */
  private String asked(
      TestServer server, CertificateAuthority authority, String name, String... headers)
      throws Exception {
    try (HttpClient client = client(authority, name)) {
      return whoAmI(server, client, headers);
    }
  }

  private static void until(String expected, Callable<String> found) {
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          while (!found.call().equals(expected)) {
            Thread.onSpinWait();
          }
        });
  }

  private static Map<String, String> published(TestServer server) throws Exception {
    JsonNode data = MAPPER.readTree(server.get(CONFIG_MAP).body()).path("data");
    return Map.of(
        "client-ca-file", data.path("client-ca-file").asText(),
        "requestheader-client-ca-file", data.path("requestheader-client-ca-file").asText());
  }

  @Test
  void clientsAreUsersWhileTheirAuthorityIsInTheFile() throws Exception {
    CertificateAuthority first = authority("same");
    CertificateAuthority second = authority("same");
    Path file = write("clients.crt", pem(first));
    try (TestServer server = new TestServer(folder, access(Optional.of(file), Optional.empty()));
        HttpClient bob = client(first, "bob");
        HttpClient eve = client(second, "eve")) {
      String own = Files.readString(folder.resolve("pki/ca.crt"));
      String bobs = "bob[\"staff\",\"system:authenticated\"]";
      String eves = "eve[\"staff\",\"system:authenticated\"]";
      assertThat(whoAmI(server, bob)).isEqualTo(bobs);
      assertThat(whoAmI(server, eve)).isEqualTo("401");
      assertThat(published(server)).containsEntry("client-ca-file", own + pem(first));
      write("clients.crt", "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n");
      write("clients.crt", "");
      write("clients.crt", pem(first) + pem(second));
      until(eves, () -> whoAmI(server, eve));
      assertThat(whoAmI(server, bob)).isEqualTo(bobs);
      write("clients.crt", pem(second));
      until("401", () -> whoAmI(server, bob));
      assertThat(asked(server, first, "bob")).isEqualTo("401");
      assertThat(whoAmI(server, eve)).isEqualTo(eves);
      until(own + pem(first) + pem(second), () -> published(server).get("client-ca-file"));
      assertThat(
              server
                  .client()
                  .send(
                      server.request(CONFIG_MAP).DELETE().build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
      write("clients.crt", pem(first));
      until(own + pem(first), () -> published(server).get("client-ca-file"));
      assertThat(whoAmI(server, bob)).isEqualTo(bobs);
    }
  }

  @Test
  void proxiesAreBelievedWhileTheirAuthorityIsInTheFile() throws Exception {
    CertificateAuthority first = authority("first");
    CertificateAuthority second = authority("second");
    Path file = write("proxies.crt", pem(first));
    String[] headers = {"X-Remote-User", "ann", "X-Remote-Group", "guests"};
    String ann = "ann[\"guests\",\"system:authenticated\"]";
    try (TestServer server = new TestServer(folder, access(Optional.empty(), Optional.of(file)))) {
      String own = Files.readString(folder.resolve("pki/front-proxy-ca.crt"));
      assertThat(asked(server, first, "front", headers)).isEqualTo(ann);
      assertThat(asked(server, first, "other", headers)).isEqualTo("401");
      assertThat(asked(server, second, "front", headers)).isEqualTo("401");
      write("proxies.crt", pem(second));
      until(ann, () -> asked(server, second, "front", headers));
      assertThat(asked(server, first, "front", headers)).isEqualTo("401");
      until(
          pem(first) + own + pem(second),
          () -> published(server).get("requestheader-client-ca-file"));
      write("proxies.crt", "broken");
      try (HttpClient kept = client(second, "front")) {
        assertThat(whoAmI(server, kept, headers)).isEqualTo(ann);
        write("proxies.crt", pem(first));
        until("401", () -> whoAmI(server, kept, headers));
      }
      until(ann, () -> asked(server, first, "front", headers));
    }
  }

  @Test
  void aServerDoesNotStartWithoutThem() throws Exception {
    Path file = write("clients.crt", "nothing");
    assertThatThrownBy(() -> new TestServer(folder, access(Optional.of(file), Optional.empty())))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "error loading CA bundle for \"client-ca-bundle::%s\": data does not contain any valid"
                + " RSA or ECDSA certificates",
            file);
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> new TestServer(folder, access(Optional.empty(), Optional.of(gone))))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("error loading CA bundle for \"request-header::" + gone + "\": ");
  }
}

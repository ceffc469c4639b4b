package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.Kubeconfig;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who the API server is to the servers that admission asks: a real HTTPS server that lets nobody in
 * without a client certificate, and the kubeconfigs of {@code --admission-control-config-file}.
 */
class AdmissionIdentitiesTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Queue<String> CALLERS = new ConcurrentLinkedQueue<>();
  private static CertificateAuthority authority;
  private static HttpsServer asked;
  private static TestCluster cluster;
  private static JsonApi api;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    authority =
        CertificateAuthority.create(
            "asked", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    asked = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    asked.setHttpsConfigurator(wantingCertificates());
    asked.createContext("/", AdmissionIdentitiesTest::answer);
    asked.start();
    String server = "127.0.0.1:" + asked.getAddress().getPort();
    Path images = kubeconfig(folder, "images", "https://" + server + "/images", "image-policy");
    Path webhooks = kubeconfig(folder, server, "https://" + server, "admission");
    Path config =
        Files.writeString(
            folder.resolve("admission.yaml"),
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AdmissionConfiguration
            plugins:
            - name: ImagePolicyWebhook
              configuration:
                imagePolicy: {kubeConfigFile: %s, allowTTL: 5, denyTTL: 5}
            - name: ValidatingAdmissionWebhook
              configuration:
                apiVersion: apiserver.config.k8s.io/v1
                kind: WebhookAdmissionConfiguration
                kubeConfigFile: %s
            """
                .formatted(images, webhooks));
    cluster =
        TestCluster.startOwn(
            "--enable-admission-plugins",
            "ImagePolicyWebhook",
            "--admission-control-config-file",
            config.toString());
    api = new JsonApi(cluster.client());
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
    asked.stop(0);
  }

  private static Path kubeconfig(Path folder, String user, String url, String name)
      throws Exception {
    KeyAndCertificate own = authority.issueClient(name, List.of(), Duration.ofHours(1));
    return Files.writeString(
        folder.resolve(name + ".kubeconfig"),
        Kubeconfig.of("asked", url, authority.own().certificate(), user, own));
  }

  private static HttpsConfigurator wantingCertificates() throws Exception {
    KeyAndCertificate own =
        authority.issueServer("asked", List.of("127.0.0.1"), Duration.ofHours(1));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("k", own.key(), new char[0], new Certificate[] {own.certificate()});
    keys.setCertificateEntry("ca", authority.own().certificate());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return new HttpsConfigurator(tls) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
        wanted.setNeedClientAuth(true);
        parameters.setSSLParameters(wanted);
      }
    };
  }

  /** Images called bad are not allowed, and no object of which a webhook is told. */
  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      CALLERS.add(
          exchange.getRequestURI().getPath()
              + " "
              + ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
      ObjectNode review = (ObjectNode) MAPPER.readTree(exchange.getRequestBody().readAllBytes());
      if (review.path("kind").asText().equals("ImageReview")) {
        boolean bad = review.at("/spec/containers/0/image").asText().contains("bad");
        review.putObject("status").put("allowed", !bad).put("reason", bad ? "it is bad" : "");
      } else {
        review.putObject("response").put("allowed", false).set("uid", review.at("/request/uid"));
        review.remove("request");
      }
      byte[] body = MAPPER.writeValueAsBytes(review);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static ApiRequest pod(String name, String image) {
    return ApiRequest.json(
        "POST",
        "/api/v1/namespaces/default/pods",
        """
        {"metadata": {"name": "%s"}, "spec": {"containers": [{"name": "c", "image": "%s"}]}}
        """
            .formatted(name, image));
  }

  @Test
  void imagesAreReviewedByTheCertificateOfTheKubeconfig() throws Exception {
    JsonNode refused = api.call(403, pod("p", "bad:1"));
    assertThat(refused.path("message").asText())
        .contains("image policy webhook backend denied one or more images: it is bad");
    api.call(201, pod("p", "good:1"));
    assertThat(CALLERS).contains("/images CN=image-policy");
  }

  @Test
  void webhooksAreAskedByTheUserOfTheirServer() throws Exception {
    String bundle =
        Base64.getEncoder()
            .encodeToString(
                PemFiles.certificate(authority.own().certificate())
                    .getBytes(StandardCharsets.UTF_8));
    api.create(
        "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
        api.parse(
            """
            {"metadata": {"name": "w"}, "webhooks": [{"name": "w.example.com",
             "sideEffects": "None", "admissionReviewVersions": ["v1"],
             "rules": [{"apiGroups": [""], "apiVersions": ["*"], "operations": ["CREATE"],
                        "resources": ["configmaps"]}],
             "clientConfig": {"url": "https://127.0.0.1:%d/asked", "caBundle": "%s"}}]}
            """
                .formatted(asked.getAddress().getPort(), bundle)));
    ApiRequest map =
        ApiRequest.json(
            "POST",
            "/api/v1/namespaces/default/configmaps?dryRun=All",
            "{\"metadata\": {\"name\": \"m\"}}");
    Await.until(
        "the webhook is asked", BOUND, () -> cluster.client().send(map).statusCode() == 400);
    assertThat(CALLERS).contains("/asked CN=admission");
  }
}

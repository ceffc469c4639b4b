package io.jukung.conformance.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.proxies.Machine;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which kubelets a server talks to, by the certificates they show. */
class KubeletTrustTest {
  private static CertificateAuthority authority(String name)
      throws GeneralSecurityException, IOException {
    return CertificateAuthority.create(
        name, Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
  }

  private static CertificateAuthority own(TestCluster cluster)
      throws GeneralSecurityException, IOException {
    Path pki = cluster.dataDir().resolve("pki");
    return new CertificateAuthority(
        new KeyAndCertificate(
            PemFiles.readPrivateKey(pki.resolve("ca.key")),
            PemFiles.readCertificates(pki.resolve("ca.crt")).getFirst()),
        Clock.systemUTC(),
        new SecureRandom());
  }

  @Test
  void byDefaultThoseOfTheClustersAuthority() throws Exception {
    try (TestCluster cluster = TestCluster.startPlain()) {
      answers(cluster, "own", own(cluster));
      refuses(cluster, "other", authority("other"));
    }
  }

  @Test
  void thoseOfTheAuthorityNamed(@TempDir Path folder) throws Exception {
    CertificateAuthority named = authority("kubelets");
    Path file =
        Files.writeString(
            folder.resolve("kubelets.crt"), PemFiles.certificate(named.own().certificate()));
    try (TestCluster cluster =
        TestCluster.startPlain("--kubelet-certificate-authority", file.toString())) {
      answers(cluster, "named", named);
      refuses(cluster, "own", own(cluster));
    }
  }

  @Test
  void anyWhenNoneIsNamed() throws Exception {
    try (TestCluster cluster = TestCluster.startPlain("--kubelet-certificate-authority=")) {
      answers(cluster, "other", authority("other"));
    }
  }

  private static void answers(TestCluster cluster, String node, CertificateAuthority signer)
      throws Exception {
    assertThat(throughKubelet(cluster, node, signer).statusCode()).isEqualTo(200);
  }

  /** Upstream's words are those of its TLS library; ours say as much. */
  private static void refuses(TestCluster cluster, String node, CertificateAuthority signer)
      throws Exception {
    HttpResponse<byte[]> answer = throughKubelet(cluster, node, signer);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("certificate");
  }

  /**
   * The answer to a request to the proxy of a node whose kubelet's certificate is of the signer.
   */
  private static HttpResponse<byte[]> throughKubelet(
      TestCluster cluster, String node, CertificateAuthority signer) throws Exception {
    String address = Machine.address().getHostAddress();
    HttpsServer kubelet = HttpsServer.create(new InetSocketAddress(address, 0), 0);
    kubelet.setHttpsConfigurator(
        new HttpsConfigurator(
            serving(signer.issueServer(node, List.of(address), Duration.ofHours(1)))));
    kubelet.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    kubelet.start();
    try {
      JsonApi api = new JsonApi(cluster.client());
      api.create("/api/v1/nodes", api.parse("{\"metadata\": {\"name\": \"" + node + "\"}}"));
      api.patch(
          "/api/v1/nodes/" + node + "/status",
          "application/merge-patch+json",
          """
          {"status": {"addresses": [{"type": "InternalIP", "address": "%s"}],
           "daemonEndpoints": {"kubeletEndpoint": {"Port": %d}}}}
          """
              .formatted(address, kubelet.getAddress().getPort()));
      return cluster.client().send(ApiRequest.of("GET", "/api/v1/nodes/" + node + "/proxy/"));
    } finally {
      kubelet.stop(0);
    }
  }

  private static SSLContext serving(KeyAndCertificate shown)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("k", shown.key(), new char[0], new Certificate[] {shown.certificate()});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return tls;
  }
}

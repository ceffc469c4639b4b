package io.jukung.conformance.cluster;

import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.Kubeconfig;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Somebody with a client certificate of the cluster's authority. Where the authority's key is not
 * at hand, as with a server that was named, the administrator impersonates them. Thread-safe.
 */
public final class Person implements AutoCloseable {
  private final ApiClient client;
  private final String user;
  private final List<String> groups;
  private final boolean impersonated;

  private Person(ApiClient client, String user, List<String> groups, boolean impersonated) {
    this.client = client;
    this.user = user;
    this.groups = groups;
    this.impersonated = impersonated;
  }

  /** The user with the groups. */
  public static Person of(TestCluster cluster, String user, List<String> groups)
      throws IOException, GeneralSecurityException {
    if (!cluster.own()) {
      KubeConfig admin = KubeConfig.read(cluster.kubeconfig());
      return new Person(new ApiClient(admin), user, groups, true);
    }
    Path file = Files.createTempFile("jukung-person-", ".kubeconfig");
    try {
      Files.writeString(file, kubeconfig(cluster, user, groups));
      return new Person(new ApiClient(KubeConfig.read(file)), user, groups, false);
    } finally {
      Files.delete(file);
    }
  }

  /** A kubeconfig with a new certificate for the user, of a cluster of the test's own. */
  public static String kubeconfig(TestCluster cluster, String user, List<String> groups)
      throws IOException, GeneralSecurityException {
    Path pki = cluster.dataDir().resolve("pki");
    KeyAndCertificate authority =
        new KeyAndCertificate(
            PemFiles.readPrivateKey(pki.resolve("ca.key")),
            PemFiles.readCertificates(pki.resolve("ca.crt")).getFirst());
    KeyAndCertificate own =
        new CertificateAuthority(authority, Clock.systemUTC(), new SecureRandom())
            .issueClient(user, groups, Duration.ofDays(1));
    String server = KubeConfig.read(cluster.kubeconfig()).server().toString();
    return Kubeconfig.of("jukung", server, authority.certificate(), user, own);
  }

  /** Sends a request in this name. */
  public HttpResponse<byte[]> send(ApiRequest request) throws IOException, InterruptedException {
    ApiRequest sent = request;
    if (impersonated) {
      sent = sent.with("Impersonate-User", user);
      for (String group : groups) {
        sent = sent.with("Impersonate-Group", group);
      }
    }
    return client.send(sent);
  }

  /** The status of the answer to a request in this name. */
  public int status(ApiRequest request) throws IOException, InterruptedException {
    return send(request).statusCode();
  }

  @Override
  public void close() {
    client.close();
  }
}

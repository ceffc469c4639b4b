package io.jukung.server;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.RegistryConfig;
import io.jukung.server.access.AccessConfig;
import io.jukung.server.audit.AuditConfig;
import io.jukung.server.http.TlsRules;
import io.jukung.server.limits.ServerLimits;
import io.jukung.server.pki.PemFiles;
import io.jukung.server.serving.ServingFiles;
import io.jukung.storage.Store;
import io.jukung.storage.memory.InMemoryStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server over the in-memory store on a free port of this machine, with two bearer tokens. */
final class TestServer implements AutoCloseable {
  static final String ADMIN = "admin-token";
  static final String PLAIN = "plain-token";
  private static final ServerLimits LIMITS = ServerLimits.forHeap(512 << 20);

  private final Store store = InMemoryStore.open();
  private final Registry registry;
  private final ApiServer server;
  private final HttpClient client;

  TestServer(Path folder) throws Exception {
    this(folder, AccessConfig.DEFAULT);
  }

  /** A server that knows callers in other ways, too. */
  TestServer(Path folder, AccessConfig access) throws Exception {
    this(folder, Optional.empty(), AuditConfig.NONE, LIMITS, access);
  }

  /** A server with other limits of what clients may hold. */
  TestServer(Path folder, ServerLimits limits) throws Exception {
    this(folder, Optional.empty(), AuditConfig.NONE, limits, AccessConfig.DEFAULT);
  }

  /** A server that writes requests down. */
  TestServer(Path folder, AuditConfig audit) throws Exception {
    this(folder, Optional.empty(), audit, LIMITS, AccessConfig.DEFAULT);
  }

  /** A server that verifies kubelets by these certificates. */
  TestServer(Path folder, Path kubelets) throws Exception {
    this(folder, Optional.of(kubelets), AuditConfig.NONE, LIMITS, AccessConfig.DEFAULT);
  }

  private TestServer(
      Path folder,
      Optional<Path> kubelets,
      AuditConfig audit,
      ServerLimits limits,
      AccessConfig access)
      throws Exception {
    Path tokens = folder.resolve("tokens.csv");
    Files.writeString(
        tokens, ADMIN + ",admin,uid1,\"system:masters\"\n" + PLAIN + ",plain,uid2,\"g1,g2\"\n");
    Catalog catalog = Catalog.load();
    SecureRandom random = new SecureRandom();
    registry = new Registry(catalog, store, RegistryConfig.DEFAULT, Clock.systemUTC(), random);
    registry.start();
    ServerConfig config =
        new ServerConfig(
            folder,
            "127.0.0.1",
            0,
            Optional.empty(),
            "10.96.0.0/12",
            Optional.of(tokens),
            List.of("example.test"),
            400,
            200,
            true,
            limits,
            TlsRules.DEFAULT,
            ServingFiles.NONE,
            access,
            Duration.ofSeconds(5),
            VersionInfo.of("v1.36.2+jukung.0.1.0"),
            kubelets,
            true,
            audit,
            Set.of(),
            List.of());
    server = new ApiServer(config, catalog, store, registry, Clock.systemUTC(), random);
    server.start();
    client = HttpClient.newBuilder().sslContext(trust(folder)).build();
  }

  private static SSLContext trust(Path folder) throws Exception {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry(
        "ca", PemFiles.readCertificates(folder.resolve("pki/ca.crt")).getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  ApiServer server() {
    return server;
  }

  HttpClient client() {
    return client;
  }

  /** A request with the administrator's token. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + ADMIN);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  /** Sends a request and reads the whole answer. */
  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        request(path)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
    client.close();
    registry.close();
    store.close();
  }
}

package io.jukung.server.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.crd.ConversionWebhooks;
import io.jukung.server.aggregation.ServicePlaces;
import io.jukung.server.connect.Backend;
import io.jukung.server.connect.BackendClient;
import io.jukung.server.connect.BackendTls;
import io.jukung.server.connect.CertificateFaults;
import io.jukung.server.kubeconfig.KubeconfigTarget;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.response.ApiResponse.Header;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts reviews to webhooks. Safe for all threads; a call blocks its own. Upstream: {@code
 * apiserver/pkg/util/webhook/client.go} and {@code client-go/rest/request.go} at v1.36.
 */
public final class WebhookClient implements ConversionWebhooks, WebhookCaller {
  /** How long a webhook may take when nothing else is said. */
  public static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int HTTPS = 443;
  private static final int MAX_ANSWER_BYTES = 64 << 20;
  private static final int MAX_TRUSTS = 200;

  private final BackendClient client;
  private final ServicePlaces services;
  private final WebhookUsers users;
  private final CertificateFaults faults;
  // Guarded by itself: what each caBundle came to, so that connections can be used again.
  private final Map<String, BackendTls> trusts = new LinkedHashMap<>();

  /**
   * Calls over the connections of {@code client}, to services where {@code services} says.
   *
   * @param faults is told of webhooks that are refused for their certificates
   */
  public WebhookClient(BackendClient client, ServicePlaces services, CertificateFaults faults) {
    this(client, services, WebhookUsers.NONE, faults);
  }

  private WebhookClient(
      BackendClient client, ServicePlaces services, WebhookUsers users, CertificateFaults faults) {
    this.faults = faults;
    this.client = client;
    this.services = services;
    this.users = users;
  }

  @Override
  public WebhookCaller as(Path kubeconfig) {
    return new WebhookClient(client, services, WebhookUsers.read(kubeconfig), faults);
  }

  @Override
  public Server server(Path kubeconfig) {
    KubeconfigTarget known = KubeconfigTarget.read(kubeconfig);
    URI url = known.url();
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      throw new ConfigException(kubeconfig + ": the server must be an https URL, not " + url);
    }
    Backend backend =
        new Backend(
            "https",
            url.getHost().replaceAll("[\\[\\]]", ""),
            url.getPort() < 0 ? HTTPS : url.getPort(),
            url.getRawPath(),
            url.getRawQuery() == null ? "" : url.getRawQuery(),
            strict(known.tls()));
    Target target = new Target(backend, url.getRawAuthority(), known.authorization());
    return (body, timeout) -> told(url, () -> post(target, body, timeout));
  }

  private BackendTls strict(BackendTls tls) {
    try {
      return tls.strict(faults);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a context was made before", e);
    }
  }

  /** What is called: who is dialed, by which name, and who we are. */
  private record Target(Backend backend, String host, Optional<String> authorization) {}

  @Override
  public Bytes call(JsonNode config, Bytes review) throws IOException {
    return call(config, review, TIMEOUT);
  }

  /**
   * Posts a review.
   *
   * @param config a {@code clientConfig}: {@code url} or {@code service}, and {@code caBundle}
   * @param review JSON
   * @return the body of an answer of success
   * @throws IOException with the text of upstream's client
   */
  @Override
  public Bytes call(JsonNode config, Bytes review, Duration timeout) throws IOException {
    String query = "timeout=" + timeout.toSeconds() + "s";
    JsonNode service = config.path("service");
    String place = service.isObject() ? serviceUrl(service) : config.path("url").asText("");
    URI url = URI.create(place + "?" + query);
    return told(url, () -> post(target(config, url, query), review, timeout));
  }

  /** One attempt to post. */
  @FunctionalInterface
  private interface Attempt {
    Bytes make() throws IOException, GeneralSecurityException;
  }

  /** Fails with the text of upstream's client. */
  private static Bytes told(URI url, Attempt attempt) throws IOException {
    try {
      return attempt.make();
    } catch (SocketTimeoutException e) {
      throw new IOException("Post \"" + url + "\": context deadline exceeded", e);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      if (e instanceof Refused refused) {
        throw refused;
      }
      throw new IOException("Post \"" + url + "\": " + TlsTexts.of(e), e);
    }
  }

  private static String serviceUrl(JsonNode service) {
    String path = service.path("path").asText("");
    return "https://"
        + serverName(service)
        + ":"
        + service.path("port").asInt(HTTPS)
        + (path.isEmpty() ? "/" : path.startsWith("/") ? path : "/" + path);
  }

  private static String serverName(JsonNode service) {
    return service.path("name").asText("") + "." + service.path("namespace").asText("") + ".svc";
  }

  private Target target(JsonNode config, URI url, String query)
      throws IOException, GeneralSecurityException {
    JsonNode service = config.path("service");
    int port = url.getPort() < 0 ? HTTPS : url.getPort();
    String host = url.getHost();
    String asked = host + ":" + port;
    Optional<String> name = Optional.empty();
    if (service.isObject()) {
      name = Optional.of(host);
      ServicePlaces.Place place =
          services.resolve(
              service.path("namespace").asText(""), service.path("name").asText(""), port);
      host = place.host();
      port = place.port();
    } else if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    String path = url.getRawPath();
    return new Target(
        new Backend(
            "https", host, port, path.isEmpty() ? "/" : path, query, trust(config, name, asked)),
        url.getRawAuthority(),
        users.of(asked).authorization());
  }

  private BackendTls trust(JsonNode config, Optional<String> name, String asked)
      throws IOException, GeneralSecurityException {
    String bundle = config.path("caBundle").asText("");
    byte[] pem = Base64.getDecoder().decode(bundle);
    boolean none = new String(pem, StandardCharsets.ISO_8859_1).isBlank();
    Optional<KeyAndCertificate> identity = users.of(asked).identity();
    String key = bundle + "@" + name.orElse("") + (identity.isPresent() ? "@" + asked : "");
    synchronized (trusts) {
      BackendTls known = trusts.get(key);
      if (known != null) {
        return known;
      }
      BackendTls any =
          strict(none ? BackendTls.trustingMachine(identity) : BackendTls.trusting(identity, pem));
      BackendTls made = name.isPresent() ? any.named(name.get()) : any;
      if (trusts.size() >= MAX_TRUSTS) {
        trusts.remove(trusts.keySet().iterator().next());
      }
      trusts.put(key, made);
      return made;
    }
  }

  private Bytes post(Target target, Bytes review, Duration timeout) throws IOException {
    List<Header> headers = new ArrayList<>();
    target.authorization().ifPresent(who -> headers.add(new Header("Authorization", who)));
    headers.addAll(
        List.of(
            new Header("Host", target.host()),
            new Header("User-Agent", "kube-apiserver-admission"),
            new Header("Content-Type", "application/json"),
            new Header("Accept", "application/json, */*")));
    long end = System.nanoTime() + timeout.toNanos();
    try (BackendClient.Answer answer = client.post(target.backend(), headers, review, timeout)) {
      byte[] body = answer.body().readNBytes(MAX_ANSWER_BYTES + 1);
      if (System.nanoTime() - end > 0) {
        throw new SocketTimeoutException();
      }
      if (body.length > MAX_ANSWER_BYTES) {
        throw new IOException("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
      }
      int status = answer.head().status();
      if (status < 200 || status > 206) {
        throw Refusals.of(answer.head(), body);
      }
      return Bytes.wrap(body);
    }
  }
}

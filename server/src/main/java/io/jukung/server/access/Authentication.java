package io.jukung.server.access;

import io.jukung.registry.config.ConfigException;
import io.jukung.server.authentication.AnonymousRequests;
import io.jukung.server.authentication.AudienceAgnostic;
import io.jukung.server.authentication.AuthenticationConfig;
import io.jukung.server.authentication.Authenticator;
import io.jukung.server.authentication.BearerTokens;
import io.jukung.server.authentication.BootstrapTokens;
import io.jukung.server.authentication.CachedTokens;
import io.jukung.server.authentication.ClientCertificates;
import io.jukung.server.authentication.FrontProxyUsers;
import io.jukung.server.authentication.TokenAuthenticator;
import io.jukung.server.authentication.TokenFile;
import io.jukung.server.authentication.UnionAuthenticator;
import io.jukung.server.authentication.WebhookTokens;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration;
import io.jukung.server.authentication.jwt.JwtAuthenticators;
import io.jukung.server.authentication.jwt.JwtObserver;
import io.jukung.server.authentication.jwt.OidcConfig;
import io.jukung.server.authorization.AuthorizationMode;
import io.jukung.server.kubeconfig.ReviewClient;
import io.jukung.server.metrics.ReloadMetrics;
import io.jukung.server.serviceaccount.AccountAuthenticators;
import io.jukung.server.serviceaccount.TokenKeys;
import io.jukung.server.serviceaccount.TokenObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authenticators of one server, in upstream's order: proxies, certificates, then tokens, those
 * first that are looked up here. Safe for all threads.
 */
final class Authentication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

  private static final Duration REVIEW_TIMEOUT = Duration.ofSeconds(30);

  private final AccessConfig config;
  private final Clock clock;
  private final JwtAuthenticators issuers;
  private final Optional<WebhookTokens> webhook;
  private final Optional<FollowedFile> followed;
  private final Authenticator authenticator;

  /**
   * Reads all files.
   *
   * @throws IOException when one can't be read
   * @throws ConfigException when the configuration of issuers can't be used
   */
  Authentication(
      AccessConfig config,
      Optional<Path> tokenAuthFile,
      X509Certificate authority,
      TokenKeys keys,
      TokenObjects objects,
      Clock clock,
      ReloadMetrics.Source reloads,
      JwtObserver observer)
      throws IOException, GeneralSecurityException {
    this.config = config;
    this.clock = clock;
    Optional<Path> file = config.authentication().file();
    byte[] text = file.isPresent() ? read(file.get()) : new byte[0];
    this.issuers = issuers(text, observer);
    this.webhook =
        config
            .authentication()
            .webhook()
            .map(
                server ->
                    new WebhookTokens(
                        new ReviewClient(server.file(), REVIEW_TIMEOUT, ReviewClient.BACKOFF),
                        server.version(),
                        config.serviceAccounts().apiAudiences()));
    this.followed =
        file.isPresent()
            ? Optional.of(
                new FollowedFile(file.get(), text, issuers::replace, reloads.of("authentication")))
            : Optional.empty();
    List<Authenticator> all = new ArrayList<>();
    if (config.frontProxy().isPresent()) {
      all.add(FrontProxyUsers.of(config.frontProxy().get(), clock));
    }
    all.add(new ClientCertificates(List.of(authority), clock));
    all.add(new BearerTokens(tokens(tokenAuthFile, keys, objects)));
    this.authenticator = new UnionAuthenticator(all, anonymous());
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw notLoaded(file, e);
    }
  }

  private static ConfigException notLoaded(Path file, Exception why) {
    return new ConfigException(
        "failed to load authentication configuration from file \""
            + file
            + "\": "
            + why.getMessage());
  }

  private JwtAuthenticators issuers(byte[] text, JwtObserver observer) {
    AuthenticationConfig authentication = config.authentication();
    AuthenticationConfiguration wanted =
        authentication
            .oidc()
            .map(OidcConfig::configuration)
            .orElse(AuthenticationConfiguration.NONE);
    if (authentication.file().isPresent()) {
      try {
        wanted = AuthenticationConfiguration.parse(text);
      } catch (ConfigException e) {
        throw notLoaded(authentication.file().get(), e);
      }
    }
    if (wanted.anonymous().isPresent() && authentication.anonymous().isPresent()) {
      throw new ConfigException(
          "anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is"
              + " configured in authentication configuration file");
    }
    return new JwtAuthenticators(
        wanted,
        new JwtAuthenticators.Surroundings(
            authentication
                .oidc()
                .map(OidcConfig::signingAlgorithms)
                .orElse(JwtAuthenticators.ALL_ALGORITHMS),
            config.serviceAccounts().issuers(),
            JwtAuthenticators.DISCOVERY_INTERVAL,
            JwtAuthenticators.UPDATE_TIMEOUT,
            observer),
        clock);
  }

  private List<TokenAuthenticator> tokens(
      Optional<Path> tokenAuthFile, TokenKeys keys, TokenObjects objects) throws IOException {
    List<String> audiences = config.serviceAccounts().apiAudiences();
    List<TokenAuthenticator> tokens = new ArrayList<>();
    if (tokenAuthFile.isPresent()) {
      tokens.add(new AudienceAgnostic(TokenFile.read(tokenAuthFile.get()), audiences));
    }
    AccountAuthenticators.of(config.serviceAccounts(), keys, objects, clock)
        .forEach(accounts -> tokens.add(cached(accounts)));
    if (config.authentication().bootstrapTokens()) {
      tokens.add(
          new AudienceAgnostic(
              new BootstrapTokens(name -> objects.cached("secrets", "kube-system", name), clock),
              audiences));
    }
    // After the accounts: an issuer may be asked for keys because of a token that is none of its.
    tokens.add(cached(new AudienceAgnostic(issuers, audiences)));
    webhook.ifPresent(
        asked ->
            tokens.add(
                new CachedTokens(
                    asked,
                    config.authentication().webhook().orElseThrow().cacheTtl(),
                    true,
                    System::nanoTime)));
    return tokens;
  }

  private static TokenAuthenticator cached(TokenAuthenticator tokens) {
    return new CachedTokens(tokens, System::nanoTime);
  }

  private Authenticator anonymous() {
    Optional<AuthenticationConfiguration.Anonymous> filed = issuers.anonymous();
    if (filed.isPresent()) {
      return filed.get().enabled() && !filed.get().paths().isEmpty()
          ? AnonymousRequests.to(filed.get().paths())
          : AnonymousRequests.all(filed.get().enabled());
    }
    Optional<Boolean> wanted = config.authentication().anonymous();
    if (wanted.orElse(false)
        && config.authorizationModes().contains(AuthorizationMode.ALWAYS_ALLOW)) {
      LOG.warn("--anonymous-auth is not allowed with AlwaysAllow: anonymous requests are refused");
      return AnonymousRequests.all(false);
    }
    return wanted.map(AnonymousRequests::all).orElseGet(AnonymousRequests::byDefault);
  }

  Authenticator authenticator() {
    return authenticator;
  }

  /** Follows the configuration file from now on. */
  void start() {
    followed.ifPresent(FollowedFile::start);
  }

  @Override
  public void close() {
    followed.ifPresent(FollowedFile::close);
    issuers.close();
    webhook.ifPresent(WebhookTokens::close);
  }
}

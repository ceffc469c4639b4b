package io.jukung.server.authentication.jwt;

import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.TokenAuthenticator;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Issuer;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Jwt;
import io.jukung.server.authentication.jwt.TokenVerifier.Wanted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users of one issuer. Its discovery document is read in the background, over and over until it is
 * there: issuers may run in the cluster that needs them. Until then its tokens are refused. Safe
 * for all threads.
 *
 * <p>Upstream: {@code plugin/pkg/authenticator/token/oidc/oidc.go} at v1.36.
 */
final class JwtAuthenticator implements TokenAuthenticator, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JwtAuthenticator.class);

  private final Issuer issuer;
  private final JwtObserver observer;
  private final ClaimMapper mapper;
  private final Provider provider;
  private final Optional<DistributedClaims> distributed;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable TokenVerifier verifier;
  private volatile String failure;

  /**
   * An authenticator that is not started.
   *
   * @param algorithms that tokens may be signed with
   * @param observer is told of reads of the issuer's keys
   * @throws JwtException when its authorities can't be used, or an egress is wanted
   */
  JwtAuthenticator(
      Jwt jwt,
      CompiledJwt compiled,
      List<String> algorithms,
      JwtObserver observer,
      InstantSource clock)
      throws JwtException {
    this.observer = observer;
    this.issuer = jwt.issuer();
    if (!issuer.egressSelectorType().isEmpty()) {
      throw new JwtException(
          "oidc: egress lookup required with egress selector type \""
              + issuer.egressSelectorType()
              + "\"");
    }
    this.mapper = new ClaimMapper(jwt, compiled);
    this.provider =
        new Provider(
            HttpsDocuments.trusting(issuer.certificateAuthority()),
            new Wanted(algorithms, issuer.audiences()),
            clock);
    String groups = jwt.mappings().groups().claim();
    this.distributed =
        groups.isEmpty() ? Optional.empty() : Optional.of(new DistributedClaims(groups, provider));
    this.failure = "oidc: authenticator for issuer \"" + issuer.url() + "\" is not initialized";
  }

  /** Begins to look for the issuer, every {@code interval} until it is found. */
  void start(Duration interval) {
    Thread.ofVirtual().name("oidc-discovery").start(() -> discover(interval));
  }

  private void discover(Duration interval) {
    try {
      do {
        try {
          verifier =
              provider.discover(
                  issuer.url(),
                  issuer.discoveryUrl(),
                  keys -> observer.keysRead(issuer.url(), keys));
          failure = "";
          return;
        } catch (JwtException e) {
          failure = e.reason();
          LOG.error("oidc issuer {} is not found: {}", issuer.url(), e.reason());
        }
      } while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The issuer's URL. */
  String issuer() {
    return issuer.url();
  }

  /** Why it is not ready; empty when it is. */
  Optional<String> failure() {
    String now = failure;
    return now.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "oidc: authenticator for issuer \"" + issuer.url() + "\" is not healthy: " + now);
  }

  @Override
  public Result authenticate(String token, List<String> audiences) {
    if (!SignedToken.untrustedIssuer(token).equals(Optional.of(issuer.url()))) {
      return new Result.Unknown();
    }
    TokenVerifier ready = verifier;
    if (ready == null) {
      return new Result.Rejected("oidc: authenticator not initialized");
    }
    try {
      return new Result.Authenticated(mapper.user(claims(ready, token)));
    } catch (JwtException e) {
      return new Result.Rejected(e.reason());
    }
  }

  private Claims claims(TokenVerifier ready, String token) throws JwtException {
    Claims claims;
    try {
      claims = ready.verify(token);
    } catch (JwtException e) {
      throw new JwtException("oidc: verify token: " + e.reason());
    }
    if (distributed.isPresent()) {
      try {
        distributed.get().expand(claims);
      } catch (JwtException e) {
        throw new JwtException("oidc: could not expand distributed claims: " + e.reason());
      }
    }
    return claims;
  }

  @Override
  public void close() {
    closing.countDown();
    provider.documents().close();
  }
}

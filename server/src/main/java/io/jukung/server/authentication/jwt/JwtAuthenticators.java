package io.jukung.server.authentication.jwt;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.status.FieldError;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.TokenAuthenticator;
import io.jukung.server.authentication.jwt.ConfigurationChecks.Checked;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The users of all issuers that a configuration names, which can be replaced while the server runs.
 * Safe for all threads.
 *
 * <p>Upstream: {@code pkg/kubeapiserver/authenticator/config.go} and {@code
 * pkg/kubeapiserver/options/authentication.go} at v1.36.
 */
public final class JwtAuthenticators implements TokenAuthenticator, AutoCloseable {
  /** What may sign tokens when nothing else is said of it. */
  public static final List<String> ALL_ALGORITHMS =
      List.of("ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

  /** How often an issuer is looked for, as upstream. */
  public static final Duration DISCOVERY_INTERVAL = Duration.ofSeconds(10);

  /** How long the issuers of a new configuration may take to be found, as upstream. */
  public static final Duration UPDATE_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration RETIREMENT = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(100);

  /**
   * What is the same for all configurations.
   *
   * @param algorithms that tokens may be signed with
   * @param disallowed issuers that are this server itself
   * @param observer is told of each token judged
   */
  public record Surroundings(
      List<String> algorithms,
      List<String> disallowed,
      Duration interval,
      Duration timeout,
      JwtObserver observer) {
    /** Copies the lists. */
    public Surroundings {
      algorithms = List.copyOf(algorithms);
      disallowed = List.copyOf(disallowed);
    }
  }

  private final Surroundings surroundings;
  private final ClaimExpressions expressions;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile AuthenticationConfiguration configuration;
  private volatile List<JwtAuthenticator> current;

  /**
   * Begins to look for the issuers; does not wait until they are found.
   *
   * @throws ConfigException when the configuration is not valid
   */
  public JwtAuthenticators(
      AuthenticationConfiguration configuration, Surroundings surroundings, InstantSource clock) {
    this(configuration, surroundings, new ClaimExpressions(), clock);
  }

  JwtAuthenticators(
      AuthenticationConfiguration configuration,
      Surroundings surroundings,
      ClaimExpressions expressions,
      InstantSource clock) {
    this.expressions = expressions;
    this.surroundings = surroundings;
    this.clock = clock;
    for (String algorithm : surroundings.algorithms()) {
      if (!ALL_ALGORITHMS.contains(algorithm)) {
        throw new ConfigException("oidc: unsupported signing alg: " + FieldError.quote(algorithm));
      }
    }
    this.configuration = configuration;
    try {
      this.current = started(configuration, List.of());
    } catch (ConfigException e) {
      throw new ConfigException("invalid authentication configuration: " + e.getMessage());
    }
  }

  private List<JwtAuthenticator> started(
      AuthenticationConfiguration wanted, Collection<FieldError> more) {
    Checked checked = ConfigurationChecks.check(wanted, surroundings.disallowed(), expressions);
    List<FieldError> errors = new ArrayList<>(checked.errors());
    errors.addAll(more);
    if (!errors.isEmpty()) {
      throw new ConfigException(FieldError.aggregate(errors));
    }
    List<JwtAuthenticator> made = new ArrayList<>();
    try {
      for (int i = 0; i < wanted.jwt().size(); i++) {
        made.add(
            new JwtAuthenticator(
                wanted.jwt().get(i),
                checked.compiled().get(i),
                surroundings.algorithms(),
                surroundings.observer(),
                clock));
      }
    } catch (JwtException e) {
      made.forEach(JwtAuthenticator::close);
      throw new ConfigException(e.reason());
    }
    made.forEach(authenticator -> authenticator.start(surroundings.interval()));
    return List.copyOf(made);
  }

  /** Requests without a credential, as the first configuration has it; that never changes. */
  public Optional<AuthenticationConfiguration.Anonymous> anonymous() {
    return configuration.anonymous();
  }

  /**
   * Replaces the configuration when all issuers of the new one are found in time; else the one in
   * force stays. One thread at a time may call this; it waits.
   *
   * @return whether the same text may succeed another time; empty when it has succeeded
   * @throws ConfigException when the text can never be used
   */
  public Optional<String> replace(byte[] text) {
    AuthenticationConfiguration wanted = AuthenticationConfiguration.parse(text);
    List<FieldError> changed =
        Objects.equals(wanted.anonymous(), configuration.anonymous())
            ? List.of()
            : List.of(FieldError.forbidden("anonymous", "changed from initial configuration file"));
    List<JwtAuthenticator> fresh = started(wanted, changed);
    Optional<String> failure = settled(fresh);
    if (failure.isPresent()) {
      fresh.forEach(JwtAuthenticator::close);
      return failure;
    }
    List<JwtAuthenticator> old = current;
    configuration = wanted;
    current = fresh;
    Thread.ofVirtual().name("oidc-retire").start(() -> retire(old));
    return Optional.empty();
  }

  private Optional<String> settled(List<JwtAuthenticator> fresh) {
    long end = System.nanoTime() + surroundings.timeout().toNanos();
    Optional<String> failure = failure(fresh);
    try {
      while (failure.isPresent() && System.nanoTime() - end < 0) {
        if (closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
        failure = failure(fresh);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }

  private static Optional<String> failure(List<JwtAuthenticator> all) {
    List<String> failures =
        all.stream().map(JwtAuthenticator::failure).flatMap(Optional::stream).toList();
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            failures.size() == 1 ? failures.getFirst() : "[" + String.join(", ", failures) + "]");
  }

  /** Ends those that requests may still be using a while later. */
  private void retire(List<JwtAuthenticator> old) {
    try {
      var _ = closing.await(RETIREMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    old.forEach(JwtAuthenticator::close);
    List<String> left = current.stream().map(JwtAuthenticator::issuer).toList();
    old.stream()
        .map(JwtAuthenticator::issuer)
        .filter(issuer -> !left.contains(issuer))
        .forEach(surroundings.observer()::forgotten);
  }

  /** Why not all issuers are found yet; empty when they are. */
  public Optional<String> failure() {
    return failure(current);
  }

  /** Asks the issuers in order; the first that knows the token decides. */
  @Override
  public Result authenticate(String token, List<String> audiences) {
    for (JwtAuthenticator authenticator : current) {
      long begun = System.nanoTime();
      Result result = authenticator.authenticate(token, audiences);
      if (!(result instanceof Result.Unknown)) {
        surroundings
            .observer()
            .judged(
                authenticator.issuer(),
                result instanceof Result.Authenticated,
                System.nanoTime() - begun);
        return result;
      }
    }
    return new Result.Unknown();
  }

  @Override
  public void close() {
    closing.countDown();
    current.forEach(JwtAuthenticator::close);
  }
}

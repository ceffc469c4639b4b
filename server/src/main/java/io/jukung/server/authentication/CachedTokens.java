package io.jukung.server.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.jukung.server.authentication.Authenticator.Result;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Remembers who showed a good token for ten seconds, unless told otherwise, so that clients inside
 * the cluster don't cost a signature's check with each request. Tokens themselves are not kept,
 * only their SHA-256 with the audiences asked for; nothing is remembered of a token that was
 * refused. At most 32,768 entries.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/token/cache} and {@code
 * TokenSuccessCacheTTL} at v1.36.
 */
public final class CachedTokens implements TokenAuthenticator {
  /** How long a good token is taken for good without looking again. */
  static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

  private static final int MAX_ENTRIES = 32 << 10;

  private final TokenAuthenticator authenticator;
  private final Cache<String, Result> known;
  private final boolean unknownToo;

  /**
   * Remembers what {@code authenticator} finds.
   *
   * @param nanoTime tells how much time has gone by, as {@link System#nanoTime} does
   */
  public CachedTokens(TokenAuthenticator authenticator, LongSupplier nanoTime) {
    this(authenticator, TIME_TO_LIVE, false, nanoTime);
  }

  /**
   * Remembers what {@code authenticator} finds.
   *
   * @param timeToLive how long; 0 asks each time
   * @param unknownToo whether it is remembered that nobody knows a token, too
   */
  public CachedTokens(
      TokenAuthenticator authenticator,
      Duration timeToLive,
      boolean unknownToo,
      LongSupplier nanoTime) {
    this.authenticator = authenticator;
    this.unknownToo = unknownToo;
    Ticker ticker = nanoTime::getAsLong;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfterWrite(timeToLive)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public Result authenticate(String token, List<String> audiences) {
    String key = key(token, audiences);
    Result hit = known.getIfPresent(key);
    if (hit != null) {
      return hit;
    }
    Result result = authenticator.authenticate(token, audiences);
    if (result instanceof Result.Authenticated
        || (unknownToo && result instanceof Result.Unknown)) {
      known.put(key, result);
    }
    return result;
  }

  private static String key(String token, List<String> audiences) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(token.getBytes(StandardCharsets.UTF_8));
      for (String audience : audiences) {
        digest.update((byte) 0); // stands in no header and in no valid audience
        digest.update(audience.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

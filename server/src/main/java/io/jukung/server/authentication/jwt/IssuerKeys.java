package io.jukung.server.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.JWK;
import io.jukung.server.authentication.jwt.HttpsDocuments.Document;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys an issuer signs with, kept from their last read. A token that none of them fits makes
 * them be read again, unless the issuer said that they last longer; whoever comes meanwhile waits
 * for the same read. Safe for all threads.
 *
 * <p>Upstream: {@code remoteKeySet} of {@code coreos/go-oidc}.
 */
final class IssuerKeys {
  private static final Duration EXPIRY_DELTA = Duration.ofSeconds(30);
  private static final Pattern MAX_AGE = Pattern.compile("(?:s-maxage|max-age)=\"?([0-9]{1,9})");
  private static final Pattern NOT_KEPT = Pattern.compile("(?:^|[ ,])(no-store|no-cache|private)");
  private static final JsonMapper MAPPER = new JsonMapper();

  private record Read(List<JWK> keys, Instant expiry) {}

  private record Outcome(List<JWK> keys, String failure) {}

  private final String url;
  private final HttpsDocuments documents;
  private final InstantSource clock;
  private final Consumer<Optional<String>> reads;
  private volatile Read last = new Read(List.of(), Instant.EPOCH);
  // Guarded by this; null when nobody reads.
  private @Nullable CompletableFuture<Outcome> reading;

  /**
   * Keys that are not read yet.
   *
   * @param reads is told of each read: the document, or that there was none
   */
  IssuerKeys(
      String url, HttpsDocuments documents, InstantSource clock, Consumer<Optional<String>> reads) {
    this.reads = reads;
    this.url = url;
    this.documents = documents;
    this.clock = clock;
  }

  /**
   * Whether the issuer has signed the token.
   *
   * @throws JwtException when not, or when the keys can't be read
   */
  void verify(SignedToken token) throws JwtException {
    Read known = last;
    // Whether they are old doesn't matter here: the issuer may be away for a while.
    if (fits(token, known.keys)) {
      return;
    }
    boolean kept = !clock.instant().plus(EXPIRY_DELTA).isAfter(known.expiry);
    if (kept || !fits(token, readAgain())) {
      throw new JwtException("failed to verify id token signature");
    }
  }

  private static boolean fits(SignedToken token, List<JWK> keys) {
    for (JWK key : keys) {
      boolean named = token.keyId().isEmpty() || token.keyId().equals(key.getKeyID());
      if (named && token.signedWith(key)) {
        return true;
      }
    }
    return false;
  }

  private List<JWK> readAgain() throws JwtException {
    CompletableFuture<Outcome> result;
    boolean first = false;
    synchronized (this) {
      if (reading == null) {
        reading = new CompletableFuture<>();
        first = true;
      }
      result = reading;
    }
    if (first) {
      Outcome outcome = new Outcome(List.of(), "the read ended early");
      try {
        Read read = read();
        last = read;
        outcome = new Outcome(read.keys, "");
      } catch (JwtException e) {
        outcome = new Outcome(List.of(), e.reason());
      } finally {
        synchronized (this) {
          reading = null;
        }
        result.complete(outcome);
      }
    }
    Outcome outcome = result.join();
    if (!outcome.failure.isEmpty()) {
      throw new JwtException("fetching keys " + outcome.failure);
    }
    return outcome.keys;
  }

  private Read read() throws JwtException {
    Optional<String> seen = Optional.empty();
    try {
      Document document = document();
      Read read = keys(document);
      seen = Optional.of(document.body());
      return read;
    } finally {
      reads.accept(seen);
    }
  }

  private Document document() throws JwtException {
    Document document;
    try {
      document = documents.get(url, "");
    } catch (JwtException e) {
      throw new JwtException("oidc: get keys failed " + e.reason());
    }
    if (!document.ok()) {
      throw new JwtException("oidc: get keys failed: " + document.status() + " " + document.body());
    }
    return document;
  }

  private Read keys(Document document) throws JwtException {
    try {
      JsonNode listed = MAPPER.readTree(document.body()).path("keys");
      List<JWK> keys = new ArrayList<>();
      for (JsonNode key : listed) {
        try {
          keys.add(JWK.parse(key.toString()));
        } catch (ParseException e) {
          // A kind of key that signs nothing here, or a broken one: the others may do.
        }
      }
      return new Read(List.copyOf(keys), expiry(document));
    } catch (IOException e) {
      throw new JwtException("oidc: failed to decode keys: " + e.getMessage());
    }
  }

  private Instant expiry(Document document) {
    Instant now = clock.instant();
    String control = String.join(",", document.headers().allValues("Cache-Control"));
    Matcher age = MAX_AGE.matcher(control);
    return !NOT_KEPT.matcher(control).find() && age.find()
        ? now.plusSeconds(Long.parseLong(age.group(1)))
        : now;
  }
}

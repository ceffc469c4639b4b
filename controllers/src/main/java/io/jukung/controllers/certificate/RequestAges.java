package io.jukung.controllers.certificate;

import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.jukung.controllers.object.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** How long requests are kept ({@code cleaner/cleaner.go}). */
final class RequestAges {
  private static final Duration DECIDED = Duration.ofHours(1);
  private static final Duration PENDING = Duration.ofHours(24);

  private RequestAges() {}

  /**
   * Whether the request has had its time: an hour after it was issued, denied or failed, a day
   * after it was made or approved and nothing came of it, or when its certificate has ended.
   */
  static boolean over(CertificateSigningRequest request, Instant now) {
    boolean issued = Decisions.issued(request);
    if (Decisions.conditions(request).isEmpty()
        && older(request.getMetadata().getCreationTimestamp(), PENDING, now)) {
      return true;
    }
    return Decisions.conditions(request).stream()
        .anyMatch(
            condition ->
                switch (String.valueOf(condition.getType())) {
                  case Decisions.DENIED, Decisions.FAILED ->
                      older(condition.getLastUpdateTime(), DECIDED, now);
                  case Decisions.APPROVED ->
                      older(condition.getLastUpdateTime(), issued ? DECIDED : PENDING, now)
                          || (issued && ended(Decisions.certificate(request), now));
                  default -> false;
                });
  }

  private static boolean older(@Nullable String time, Duration age, Instant now) {
    return Times.read(time)
        .filter(then -> Duration.between(then, now).compareTo(age) > 0)
        .isPresent();
  }

  /** Whether the first certificate has ended; what can't be read has not. */
  private static boolean ended(String encoded, Instant now) {
    return end(encoded).filter(now::isAfter).isPresent();
  }

  private static Optional<Instant> end(String encoded) {
    try {
      Optional<PemObject> block = ApiPem.read(encoded);
      return block.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new X509CertificateHolder(block.get().getContent()).getNotAfter().toInstant());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

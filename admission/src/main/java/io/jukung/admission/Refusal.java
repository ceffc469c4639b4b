package io.jukung.admission;

import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import java.util.List;

/** How plugins refuse. */
public final class Refusal {
  private Refusal() {}

  /** 403 with upstream's {@code admission.NewForbidden} text. */
  public static StatusException forbidden(AdmissionAttributes attributes, String explanation) {
    return StatusException.forbidden(attributes.resource(), attributes.displayName(), explanation);
  }

  /** The same with what caused it. */
  public static StatusException forbidden(
      AdmissionAttributes attributes, String explanation, StatusCause cause) {
    StatusException plain = forbidden(attributes, explanation);
    StatusException.Details details = plain.details();
    return new StatusException(
        plain.code(),
        plain.reason(),
        plain.text(),
        new StatusException.Details(
            details.name(),
            details.group(),
            details.kind(),
            details.uid(),
            List.of(cause),
            details.retryAfterSeconds()));
  }
}

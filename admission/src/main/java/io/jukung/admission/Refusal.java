package io.jukung.admission;

import io.jukung.registry.status.StatusException;

/** How plugins refuse. */
public final class Refusal {
  private Refusal() {}

  /** 403 with upstream's {@code admission.NewForbidden} text. */
  public static StatusException forbidden(AdmissionAttributes attributes, String explanation) {
    return StatusException.forbidden(attributes.resource(), attributes.displayName(), explanation);
  }
}

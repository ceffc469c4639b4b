package io.jukung.admission;

import io.jukung.admission.AdmissionAttributes.Operation;

/** Is told how long admission took. Safe for all threads. */
@FunctionalInterface
public interface AdmissionObserver {
  /** Whom nothing interests. */
  AdmissionObserver NONE = (plugin, phase, operation, rejected, nanos) -> {};

  /** Whether objects are changed or judged, by upstream's words. */
  enum Phase {
    ADMIT("admit"),
    VALIDATE("validate");

    private final String text;

    Phase(String text) {
      this.text = text;
    }

    /** As upstream names it. */
    public String text() {
      return text;
    }
  }

  /**
   * A plugin has decided, or all of them.
   *
   * @param plugin its name; empty for all together
   */
  void decided(String plugin, Phase phase, Operation operation, boolean rejected, long nanos);
}

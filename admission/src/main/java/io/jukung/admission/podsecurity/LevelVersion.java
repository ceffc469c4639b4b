package io.jukung.admission.podsecurity;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A level as one Kubernetes version defines it.
 *
 * @param minor of version 1; {@link #LATEST} for the newest there is
 */
record LevelVersion(Level level, int minor) {
  static final int LATEST = Integer.MAX_VALUE;
  static final LevelVersion PRIVILEGED = new LevelVersion(Level.PRIVILEGED, LATEST);
  private static final Pattern VERSION = Pattern.compile("v1\\.(0|[1-9][0-9]{0,8})");

  /** The minor version that a label names; empty when it names none. */
  static OptionalInt parseVersion(String text) {
    if (text.equals("latest")) {
      return OptionalInt.of(LATEST);
    }
    return VERSION.matcher(text).matches()
        ? OptionalInt.of(Integer.parseInt(text.substring("v1.".length())))
        : OptionalInt.empty();
  }

  LevelVersion withLevel(Level newLevel) {
    return new LevelVersion(newLevel, minor);
  }

  LevelVersion withMinor(int newMinor) {
    return new LevelVersion(level, newMinor);
  }

  /** {@code <level>:<version>}. */
  @Override
  public String toString() {
    return level + ":" + (minor == LATEST ? "latest" : "v1." + minor);
  }
}

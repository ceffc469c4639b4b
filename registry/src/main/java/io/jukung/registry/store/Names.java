package io.jukung.registry.store;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Names and uids that the server makes ({@code k8s.io/apiserver/pkg/storage/names/generate.go} at
 * v1.36). Safe for all threads when the source is.
 */
final class Names {
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;
  private static final int MAX_BASE_LENGTH = 63 - SUFFIX_LENGTH;

  private final RandomGenerator random;

  Names(RandomGenerator random) {
    this.random = random;
  }

  /** A name that starts with {@code generateName}, cut to fit a DNS label. */
  String generate(String generateName) {
    StringBuilder name =
        new StringBuilder(
            generateName.length() > MAX_BASE_LENGTH
                ? generateName.substring(0, MAX_BASE_LENGTH)
                : generateName);
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  /** A random uid, version 4. */
  String uid() {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}

package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;
import java.time.Duration;
import java.util.List;

/** One provider of an {@link EncryptionConfiguration}. */
sealed interface ProviderConfig {
  /** A key of a local cipher. Never printed. */
  record Key(String name, Bytes secret) {
    @Override
    public String toString() {
      return "Name: " + name + ", Secret: [REDACTED]";
    }
  }

  /** No encryption. */
  record Identity() implements ProviderConfig {}

  /** Ciphers whose keys are in the configuration. */
  record Local(Algorithm algorithm, List<Key> keys) implements ProviderConfig {
    public Local {
      keys = List.copyOf(keys);
    }
  }

  /** A plugin that wraps keys; {@code apiVersion} is v1 or v2. */
  record Kms(String apiVersion, String name, String endpoint, Duration timeout)
      implements ProviderConfig {}

  /** The local ciphers. */
  enum Algorithm {
    AES_GCM("aesgcm", "AES"),
    AES_CBC("aescbc", "AES"),
    SECRETBOX("secretbox", "Secretbox");

    private final String field;
    private final String family;

    Algorithm(String field, String family) {
      this.field = field;
      this.family = family;
    }

    /** Its field in the configuration, which stands in its values' prefix too. */
    String field() {
      return field;
    }

    /** How upstream calls it in messages. */
    String family() {
      return family;
    }

    /** The lengths its keys may have. */
    List<Integer> keyBytes() {
      return this == SECRETBOX ? List.of(Secretbox.KEY_BYTES) : List.of(16, 24, 32);
    }
  }
}

package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;
import java.util.Optional;

/**
 * What stands in the place of a stored value that can't be decrypted. It begins as encrypted values
 * do, so that the value itself, in a store nobody told of any encryption, is one too.
 */
public final class UnreadableValue {
  private static final Bytes ENCRYPTED = Bytes.utf8("k8s:enc:");
  private static final Bytes WHY = Bytes.utf8("k8s:enc:\0");

  private UnreadableValue() {}

  /** A value that can't be read for a reason. */
  static Bytes of(String reason) {
    return Bytes.utf8(WHY.utf8() + reason);
  }

  /** Why a value can't be read; empty when it is a plain one. */
  public static Optional<String> reason(Bytes value) {
    if (!value.startsWith(ENCRYPTED)) {
      return Optional.empty();
    }
    return Optional.of(
        value.startsWith(WHY) ? value.utf8().substring(WHY.length()) : IdentityCipher.REFUSED);
  }
}

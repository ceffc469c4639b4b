package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;

/** No encryption; refuses to take an encrypted value for a plain one. */
final class IdentityCipher implements ValueCipher {
  static final String REFUSED = "identity transformer tried to read encrypted data";

  private static final Bytes ENCRYPTED = Bytes.utf8("k8s:enc:");

  /** Whether a stored value is an encrypted one. */
  static boolean encrypted(byte[] stored) {
    return Bytes.wrap(stored).startsWith(ENCRYPTED);
  }

  @Override
  public byte[] seal(byte[] value, byte[] key) {
    return value;
  }

  @Override
  public Opened open(byte[] stored, byte[] key) throws CipherException {
    if (encrypted(stored)) {
      throw new CipherException(REFUSED);
    }
    return new Opened(Bytes.wrap(stored), false);
  }
}

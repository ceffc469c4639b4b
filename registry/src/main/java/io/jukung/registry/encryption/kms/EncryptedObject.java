package io.jukung.registry.encryption.kms;

import io.jukung.registry.encryption.CipherException;
import io.jukung.storage.Bytes;
import java.io.IOException;

/**
 * What is stored of a value: its ciphertext and the seed its key comes from ({@code v2/api.proto}).
 */
record EncryptedObject(Bytes data, WrappedSeed seed) {
  private static final int DATA = 1;
  private static final int KEY_ID = 2;
  private static final int SOURCE = 3;
  private static final int ANNOTATIONS = 4;
  private static final int TYPE = 5;

  Bytes encode() {
    return new Wire.Writer()
        .bytes(DATA, data)
        .text(KEY_ID, seed.keyId())
        .bytes(SOURCE, seed.wrapped())
        .map(ANNOTATIONS, seed.annotations())
        .number(TYPE, seed.type())
        .end();
  }

  /**
   * Reads the stored form.
   *
   * @throws CipherException when it is broken
   */
  static EncryptedObject decode(byte[] stored) throws CipherException {
    Wire.Reader fields;
    try {
      fields = new Wire.Reader(stored, ANNOTATIONS);
    } catch (IOException e) {
      throw new CipherException("proto: cannot parse invalid wire-format data");
    }
    WrappedSeed seed =
        new WrappedSeed(
                fields.number(TYPE),
                fields.bytes(SOURCE),
                fields.text(KEY_ID),
                fields.map(ANNOTATIONS))
            .checked();
    if (fields.bytes(DATA).length() == 0) {
      throw new CipherException("encrypted data is empty");
    }
    return new EncryptedObject(fields.bytes(DATA), seed);
  }
}

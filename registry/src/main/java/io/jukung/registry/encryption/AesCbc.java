package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CBC with PKCS#7 padding and a random vector of 16 bytes in front; not bound to its key. */
final class AesCbc implements ValueCipher {
  private static final int BLOCK_BYTES = 16;

  private final SecretKeySpec key;
  private final SecureRandom random;

  AesCbc(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  @Override
  public byte[] seal(byte[] value, byte[] name) throws CipherException {
    byte[] vector = new byte[BLOCK_BYTES];
    random.nextBytes(vector);
    int padded = value.length + BLOCK_BYTES - value.length % BLOCK_BYTES;
    byte[] plain = Arrays.copyOf(value, padded);
    Arrays.fill(plain, value.length, padded, (byte) (padded - value.length));
    try {
      byte[] sealed = Arrays.copyOf(vector, BLOCK_BYTES + padded);
      int _ = cipher(Cipher.ENCRYPT_MODE, vector).doFinal(plain, 0, padded, sealed, BLOCK_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new CipherException("can't encrypt: " + e.getMessage());
    }
  }

  @Override
  public Opened open(byte[] stored, byte[] name) throws CipherException {
    if (stored.length < BLOCK_BYTES) {
      throw new CipherException(AesGcm.TOO_SHORT);
    }
    int length = stored.length - BLOCK_BYTES;
    if (length % BLOCK_BYTES != 0) {
      throw new CipherException("the stored data is not a multiple of the block size");
    }
    byte[] plain;
    try {
      plain =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(stored, BLOCK_BYTES))
              .doFinal(stored, BLOCK_BYTES, length);
    } catch (GeneralSecurityException e) {
      throw new CipherException("can't decrypt: " + e.getMessage());
    }
    int padding = plain.length == 0 ? 0 : plain[plain.length - 1] & 0xff;
    if (padding == 0 || padding > plain.length) {
      throw new CipherException("invalid PKCS7 data (empty or not padded)");
    }
    for (int i = plain.length - padding; i < plain.length; i++) {
      if ((plain[i] & 0xff) != padding) {
        throw new CipherException("invalid padding on input");
      }
    }
    return new Opened(Bytes.wrap(Arrays.copyOf(plain, plain.length - padding)), false);
  }

  /** Padding is ours: a wrong one is then told in upstream's words. */
  private Cipher cipher(int mode, byte[] vector) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(mode, key, new IvParameterSpec(vector));
    return cipher;
  }
}

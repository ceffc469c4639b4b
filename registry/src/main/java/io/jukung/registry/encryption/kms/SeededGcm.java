package io.jukung.registry.encryption.kms;

import io.jukung.registry.encryption.AesGcm;
import io.jukung.registry.encryption.CipherException;
import io.jukung.registry.encryption.ValueCipher;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM with a key for each value, expanded from a seed by HKDF-SHA256 with 32 random bytes that
 * stand in front of the value ({@code encrypt/aes/aes_extended_nonce.go} at v1.36). An expansion
 * takes about a microsecond, so none is remembered.
 */
final class SeededGcm implements ValueCipher {
  static final int SEED_BYTES = 32;
  private static final int INFO_BYTES = 32;
  private static final int KEY_BYTES = 32;

  private final SecretKey seed;
  private final SecureRandom random;

  /**
   * A cipher of one seed.
   *
   * @throws CipherException when it is shorter than 32 bytes
   */
  SeededGcm(byte[] seed, SecureRandom random) throws CipherException {
    if (seed.length < SEED_BYTES) {
      throw new CipherException("invalid seed length " + seed.length + " used for key generation");
    }
    this.seed = new SecretKeySpec(seed, "Generic");
    this.random = random;
  }

  @Override
  public byte[] seal(byte[] value, byte[] key) throws CipherException {
    byte[] info = new byte[INFO_BYTES];
    random.nextBytes(info);
    byte[] sealed = derived(info).seal(value, key);
    byte[] all = Arrays.copyOf(info, INFO_BYTES + sealed.length);
    System.arraycopy(sealed, 0, all, INFO_BYTES, sealed.length);
    return all;
  }

  @Override
  public Opened open(byte[] stored, byte[] key) throws CipherException {
    if (stored.length < INFO_BYTES) {
      throw new CipherException("the stored data was shorter than the required size");
    }
    return derived(Arrays.copyOf(stored, INFO_BYTES))
        .open(Arrays.copyOfRange(stored, INFO_BYTES, stored.length), key);
  }

  private AesGcm derived(byte[] info) throws CipherException {
    try {
      byte[] key =
          KDF.getInstance("HKDF-SHA256")
              .deriveData(HKDFParameterSpec.expandOnly(seed, info, KEY_BYTES));
      return new AesGcm(key, random);
    } catch (GeneralSecurityException e) {
      throw new CipherException("failed to derive a key from the seed: " + e.getMessage());
    }
  }
}

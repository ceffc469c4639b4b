package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * NaCl's secretbox: XSalsa20 and Poly1305 with a random nonce of 24 bytes in front and the tag
 * before the ciphertext; not bound to its key (https://nacl.cr.yp.to/secretbox.html).
 */
final class Secretbox implements ValueCipher {
  static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 24;
  private static final int TAG_BYTES = 16;

  private final byte[] key;
  private final SecureRandom random;

  Secretbox(byte[] key, SecureRandom random) {
    this.key = key.clone();
    this.random = random;
  }

  @Override
  public byte[] seal(byte[] value, byte[] name) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    XSalsa20Engine stream = stream(nonce);
    byte[] macKey = macKey(stream);
    int start = NONCE_BYTES + TAG_BYTES;
    byte[] sealed = Arrays.copyOf(nonce, start + value.length);
    int _ = stream.processBytes(value, 0, value.length, sealed, start);
    byte[] tag = tag(macKey, sealed, start);
    System.arraycopy(tag, 0, sealed, NONCE_BYTES, TAG_BYTES);
    return sealed;
  }

  @Override
  public Opened open(byte[] stored, byte[] name) throws CipherException {
    int start = NONCE_BYTES + TAG_BYTES;
    if (stored.length < start) {
      throw new CipherException(AesGcm.TOO_SHORT);
    }
    XSalsa20Engine stream = stream(Arrays.copyOf(stored, NONCE_BYTES));
    byte[] expected = tag(macKey(stream), stored, start);
    if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(stored, NONCE_BYTES, start))) {
      // Upstream's words for a wrong tag.
      throw new CipherException("output array was not large enough for encryption");
    }
    byte[] value = new byte[stored.length - start];
    int _ = stream.processBytes(stored, start, value.length, value, 0);
    return new Opened(Bytes.wrap(value), false);
  }

  private XSalsa20Engine stream(byte[] nonce) {
    XSalsa20Engine stream = new XSalsa20Engine();
    stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
    return stream;
  }

  /** The first 32 bytes of the stream. */
  private static byte[] macKey(XSalsa20Engine stream) {
    byte[] key = new byte[32];
    int _ = stream.processBytes(new byte[32], 0, 32, key, 0);
    return key;
  }

  private static byte[] tag(byte[] macKey, byte[] sealed, int start) {
    Poly1305 mac = new Poly1305();
    mac.init(new KeyParameter(macKey));
    mac.update(sealed, start, sealed.length - start);
    byte[] tag = new byte[TAG_BYTES];
    int _ = mac.doFinal(tag, 0);
    return tag;
  }
}

package io.jukung.registry.encryption.kms;

import io.jukung.registry.encryption.CipherException;
import io.jukung.storage.Bytes;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A key or seed as the plugin wrapped it; equal ones need unwrapping once only.
 *
 * @param type 0: a key of AES-GCM; 1: a seed that keys are derived from
 * @param keyId the plugin's name for the key it was wrapped by
 * @param annotations what else the plugin wants to see again
 */
record WrappedSeed(int type, Bytes wrapped, String keyId, Map<String, Bytes> annotations) {
  static final int AES_GCM_KEY = 0;
  static final int HKDF_SHA256_XNONCE_AES_GCM_SEED = 1;

  private static final int MAX_WRAPPED_BYTES = 1 << 10;
  private static final int MAX_KEY_ID_BYTES = 1 << 10;
  private static final int MAX_ANNOTATION_BYTES = 32 << 10;
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+\\.?");

  WrappedSeed {
    annotations = Map.copyOf(annotations);
  }

  /**
   * Checks upstream's limits.
   *
   * @throws CipherException naming the first that is broken
   */
  WrappedSeed checked() throws CipherException {
    if (type != AES_GCM_KEY && type != HKDF_SHA256_XNONCE_AES_GCM_SEED) {
      throw new CipherException("unknown encryptedDEKSourceType: " + type);
    }
    if (wrapped.length() == 0) {
      throw new CipherException(
          "failed to validate encrypted DEK source: encrypted DEK source is empty");
    }
    if (wrapped.length() > MAX_WRAPPED_BYTES) {
      throw new CipherException(
          "failed to validate encrypted DEK source: encrypted DEK source is "
              + wrapped.length()
              + " bytes, which exceeds the max size of "
              + MAX_WRAPPED_BYTES);
    }
    checkKeyId("failed to validate key id: ", keyId);
    long size = 0;
    for (Map.Entry<String, Bytes> annotation : annotations.entrySet()) {
      if (!DOMAIN.matcher(annotation.getKey()).matches()) {
        throw new CipherException(
            "failed to validate annotations: annotations: Invalid value: \""
                + annotation.getKey()
                + "\": should be a domain with at least two segments separated by dots");
      }
      size += Bytes.utf8(annotation.getKey()).length() + annotation.getValue().length();
    }
    if (size > MAX_ANNOTATION_BYTES) {
      throw new CipherException(
          "failed to validate annotations: total size of annotations is "
              + size
              + ", which exceeds the max size of "
              + MAX_ANNOTATION_BYTES);
    }
    return this;
  }

  /** Refuses a name of a key that is none. */
  static void checkKeyId(String what, String keyId) throws CipherException {
    int length = Bytes.utf8(keyId).length();
    if (length == 0) {
      throw new CipherException(what + "keyID is empty");
    }
    if (length > MAX_KEY_ID_BYTES) {
      throw new CipherException(
          what
              + "keyID is "
              + length
              + " bytes, which exceeds the max size of "
              + MAX_KEY_ID_BYTES);
    }
  }
}

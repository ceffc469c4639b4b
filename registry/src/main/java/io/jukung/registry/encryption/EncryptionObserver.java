package io.jukung.registry.encryption;

/** Is told what encryption does; never waits, never fails. Called on the threads of requests. */
public interface EncryptionObserver {
  /** Listens to nothing. */
  EncryptionObserver NONE =
      new EncryptionObserver() {
        @Override
        public void transformed(
            String resource, boolean toStorage, String prefix, boolean failed, long nanos) {}

        @Override
        public void reloaded(boolean success, String hash) {}
      };

  /**
   * A value of a resource that has providers was encrypted or decrypted.
   *
   * @param resource such as {@code secrets} or {@code widgets.example.com}
   * @param toStorage whether it was encrypted
   * @param prefix of the provider, such as {@code k8s:enc:aescbc:v1:}; empty for identity, or when
   *     none reads it
   */
  void transformed(String resource, boolean toStorage, String prefix, boolean failed, long nanos);

  /**
   * A changed configuration was taken over, or could not be.
   *
   * @param hash SHA-256 of the configuration in force, in hexadecimal
   */
  void reloaded(boolean success, String hash);

  /** What KMS plugins do, on any thread. */
  default KmsObserver kms() {
    return KmsObserver.NONE;
  }
}

package io.jukung.registry.encryption;

/**
 * Is told what KMS v2 providers do; never waits, never fails. {@code provider} is the name in the
 * configuration. Called on any thread.
 */
public interface KmsObserver {
  /** Listens to nothing. */
  KmsObserver NONE = new KmsObserver() {};

  /**
   * A plugin was called.
   *
   * @param method such as {@code /v2.KeyManagementService/Encrypt}
   * @param status gRPC's, such as {@code OK} or {@code Unavailable}, in Go's words
   */
  default void called(String provider, String method, String status, long nanos) {}

  /** A value was encrypted or decrypted by a seed that the plugin wrapped under a key. */
  default void keyUsed(String provider, boolean toStorage, String keyId) {}

  /** The plugin told of its key. */
  default void keyTold(String provider, String keyId) {}

  /**
   * The plugin told of a key whose id can't be used.
   *
   * @param error {@code empty} or {@code too_long}
   */
  default void keyRefused(String provider, String error) {}

  /** So many unwrapped seeds are remembered. */
  default void seedsKept(String provider, int seeds) {}

  /** A seed was not remembered: the plugin has to unwrap it. */
  default void seedMissed() {}

  /** A seed was made. */
  default void seedMade(long nanos) {}
}

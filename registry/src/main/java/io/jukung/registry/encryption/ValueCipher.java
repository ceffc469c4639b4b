package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;

/** Encrypts stored values and reads them again. Safe for all threads. */
public interface ValueCipher {
  /**
   * A value that was read.
   *
   * @param stale whether a write now would choose another key or cipher
   */
  record Opened(Bytes value, boolean stale) {}

  /**
   * The stored form of a value.
   *
   * @param key where it is stored, which it is bound to
   * @throws CipherException when no key can be had now
   */
  byte[] seal(byte[] value, byte[] key) throws CipherException;

  /**
   * The value of a stored form.
   *
   * @param stored handed over; not changed
   * @throws CipherException when it is broken, of another key, or not this cipher's
   */
  Opened open(byte[] stored, byte[] key) throws CipherException;
}

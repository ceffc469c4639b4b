package io.jukung.registry.store;

import io.jukung.storage.Bytes;
import java.util.Arrays;
import java.util.Map;

/**
 * One object in the read cache, with what selectors ask of it.
 *
 * @param splicedAt where {@code resourceVersion} was put into the bytes; taking {@code
 *     splicedLength} bytes from there away gives the stored bytes back
 */
record CacheEntry(
    Bytes key,
    StoredObject object,
    Map<String, String> labels,
    Map<String, String> fields,
    int splicedAt,
    int splicedLength) {

  /** The bytes as they lie in the store, without a resourceVersion. */
  Bytes storedJson() {
    byte[] json = object.json().array();
    byte[] stored = Arrays.copyOf(json, json.length - splicedLength);
    System.arraycopy(json, splicedAt + splicedLength, stored, splicedAt, stored.length - splicedAt);
    return Bytes.wrap(stored);
  }

  /** About what it takes in memory. */
  int bytes() {
    return object.json().length() + key.length() + 256;
  }
}

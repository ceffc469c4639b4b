package io.jukung.raftstore.bbolt;

/**
 * What stands under a key in a page.
 *
 * @param value the value in a leaf; empty in a branch
 * @param bucket whether the value says where a bucket is
 * @param page the page below, in a branch
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
record BoltNode(byte[] key, byte[] value, boolean bucket, long page) {
  private static final byte[] NOTHING = {};

  static BoltNode item(BoltItem item) {
    return new BoltNode(item.key(), item.value(), false, 0);
  }

  static BoltNode child(byte[] firstKey, long page) {
    return new BoltNode(firstKey, NOTHING, false, page);
  }

  /** What it takes of a page. */
  long bytes() {
    return BoltPages.ELEMENT_BYTES + key.length + (long) value.length;
  }
}

package io.jukung.raftstore.etcdapi;

import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Hashes of all that is alive at a revision: equal in all members, not equal to etcd's own. */
final class StateHashes {
  private static final int PAGE = 1000;

  private final ApiStore api;

  StateHashes(ApiStore api) {
    this.api = api;
  }

  /** The hash at a revision; 0 is the newest. */
  int at(long asked) {
    CRC32C crc = new CRC32C();
    KeyRange range = KeyRange.ALL;
    long revision = asked == 0 ? api.store().revision() : asked;
    boolean more = true;
    while (more) {
      RangeResult page = api.store().range(new RangeRequest(range, revision, PAGE, false));
      page.items().forEach(item -> add(crc, item));
      more = page.more();
      if (more) {
        range = new KeyRange(page.items().getLast().key().successor(), range.end());
      }
    }
    return (int) crc.getValue();
  }

  private static void add(CRC32C crc, KeyValue item) {
    crc.update(item.key().array());
    crc.update(item.value().array());
    crc.update(
        ByteBuffer.allocate(4 * Long.BYTES)
            .putLong(item.createRevision())
            .putLong(item.modRevision())
            .putLong(item.version())
            .putLong(item.lease())
            .flip());
  }
}

package io.jukung.storage.migrate;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import java.util.List;

/** What a migration writes to. Used by one thread. */
public interface Target {
  /** The first {@code limit} keys it has in a range, values included, in order. */
  List<KeyValue> page(KeyRange range, int limit);

  /** Prepares for items up to a revision of the source; before the first write of a sync. */
  void begin(long sourceRevision);

  /** Makes changes. They may become durable later, with the last of the sync. */
  void write(List<KeyValue> puts, List<Bytes> deletes);

  /** Whether what it has under a key is what writing the source's item would make it. */
  boolean same(KeyValue source, KeyValue own);

  /**
   * What both sides must agree on of an item, for the hash; a target that gives out revisions of
   * its own leaves them out.
   */
  byte[] facts(KeyValue item);
}

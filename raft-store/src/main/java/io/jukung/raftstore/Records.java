package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.WatchEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keys and values of the column families, as this module's DESIGN.md lists them. */
final class Records {
  private static final int PUT = 0;
  private static final int DELETE = 1;
  private static final int HAD_PREVIOUS = 2;

  private Records() {}

  /** A version of a key without the key itself. */
  static byte[] version(KeyValue item) {
    int bytes =
        ByteWriter.numberBytes(item.createRevision())
            + ByteWriter.numberBytes(item.modRevision())
            + ByteWriter.numberBytes(item.version())
            + ByteWriter.numberBytes(item.lease())
            + item.value().length();
    return new ByteWriter(bytes)
        .number(item.createRevision())
        .number(item.modRevision())
        .number(item.version())
        .number(item.lease())
        .raw(item.value().array())
        .toArray();
  }

  /** The same into a buffer, which has to have the room: the value's length and 40 bytes. */
  static void version(KeyValue item, ByteBuffer out) {
    number(out, item.createRevision());
    number(out, item.modRevision());
    number(out, item.version());
    number(out, item.lease());
    out.put(item.value().array());
  }

  /** A version out of a buffer. */
  static KeyValue version(Bytes key, ByteBuffer in, boolean withValue) {
    long create = number(in);
    long mod = number(in);
    long version = number(in);
    long lease = number(in);
    Bytes value = Bytes.EMPTY;
    if (withValue) {
      byte[] rest = new byte[in.remaining()];
      in.get(rest);
      value = Bytes.wrap(rest);
    }
    return new KeyValue(key, value, create, mod, version, lease);
  }

  private static void number(ByteBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long number(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int group = in.get();
      value |= (long) (group & 0x7f) << shift;
      if (group >= 0) {
        return value;
      }
    }
  }

  static KeyValue version(Bytes key, byte[] record, boolean keysOnly) {
    ByteReader in = new ByteReader(record);
    long create = in.number();
    long mod = in.number();
    long version = in.number();
    long lease = in.number();
    return new KeyValue(key, keysOnly ? Bytes.EMPTY : in.rest(), create, mod, version, lease);
  }

  static byte[] revision(long revision) {
    return new ByteWriter(8).u64(revision).toArray();
  }

  /**
   * The key of a superseded version: the key with zero bytes escaped and ended by two zero bytes,
   * so that all versions of a key lie together and keys keep their order, then the revision that
   * superseded it.
   */
  static byte[] history(Bytes key, long supersededAt) {
    return historyPrefix(key, 8).u64(supersededAt).toArray();
  }

  /** The same into a buffer, which has to have the room: twice the key's length and 10 bytes. */
  static void history(Bytes key, long supersededAt, ByteBuffer out) {
    for (byte b : key.array()) {
      out.put(b);
      if (b == 0) {
        out.put((byte) 0xff);
      }
    }
    out.putShort((short) 0).putLong(supersededAt);
  }

  /** What all history keys of {@code key} begin with; sorts before those of any greater key. */
  static byte[] historyPrefix(Bytes key) {
    return historyPrefix(key, 0).toArray();
  }

  private static ByteWriter historyPrefix(Bytes key, int room) {
    ByteWriter out = new ByteWriter(key.length() + 2 + room);
    for (byte b : key.array()) {
      out.u8(b);
      if (b == 0) {
        out.u8(0xff);
      }
    }
    return out.u8(0).u8(0);
  }

  /** The key out of a history key. */
  static Bytes historyKey(byte[] historyKey) {
    byte[] key = new byte[historyKey.length];
    int length = 0;
    for (int i = 0; i < historyKey.length - 10; i++) {
      key[length++] = historyKey[i];
      if (historyKey[i] == 0) {
        i++;
      }
    }
    return Bytes.wrap(Arrays.copyOf(key, length));
  }

  /** The changes of one revision: which keys, how, and whether they were there before. */
  static byte[] events(List<WatchEvent> events) {
    int bytes = ByteWriter.numberBytes(events.size());
    for (WatchEvent event : events) {
      int length = event.key().length();
      bytes += 1 + ByteWriter.numberBytes(length) + length;
    }
    ByteWriter out = new ByteWriter(bytes);
    out.number(events.size());
    for (WatchEvent event : events) {
      int type =
          switch (event) {
            case WatchEvent.Put put -> PUT;
            case WatchEvent.Delete delete -> DELETE;
          };
      out.u8(event.previous().isPresent() ? type | HAD_PREVIOUS : type).bytes(event.key());
    }
    return out.toArray();
  }

  static List<Changed> events(byte[] record) {
    ByteReader in = new ByteReader(record);
    List<Changed> changes = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      int type = in.u8();
      changes.add(new Changed((type & DELETE) != 0, (type & HAD_PREVIOUS) != 0, in.bytes()));
    }
    in.end();
    return changes;
  }

  /**
   * A change as the event log holds it; the values are in the versions.
   *
   * @param hadPrevious whether the key existed before, so that history holds what it was
   */
  record Changed(boolean delete, boolean hadPrevious, Bytes key) {}
}

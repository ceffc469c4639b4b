package io.jukung.storage.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.RangeRequest;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store's terms as etcd's messages, and back. */
final class Messages {
  /** As a key the smallest there is; as an end "without end". */
  private static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});

  private Messages() {}

  /** The same bytes, not copied: neither side ever changes them. */
  static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }

  static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }

  /** Whether a range holds no key whatever there is; etcd is not asked about such. */
  static boolean empty(KeyRange range) {
    return range.end().length() > 0 && range.start().compareTo(range.end()) >= 0;
  }

  static ByteString start(KeyRange range) {
    return range.start().length() == 0 ? ZERO : bytes(range.start());
  }

  /** The end of a range; empty when the range is one key. */
  static ByteString end(KeyRange range) {
    if (range.end().length() == 0) {
      return ZERO;
    }
    boolean single = range.start().length() > 0 && range.end().equals(range.start().successor());
    return single ? ByteString.EMPTY : bytes(range.end());
  }

  static RangeRequest.Builder range(KeyRange range) {
    return RangeRequest.newBuilder().setKey(start(range)).setRangeEnd(end(range));
  }

  static List<KeyValue> items(List<io.etcd.jetcd.api.KeyValue> found) {
    List<KeyValue> items = new ArrayList<>(found.size());
    found.forEach(item -> items.add(item(item)));
    return items;
  }

  static KeyValue item(io.etcd.jetcd.api.KeyValue item) {
    return new KeyValue(
        bytes(item.getKey()),
        bytes(item.getValue()),
        item.getCreateRevision(),
        item.getModRevision(),
        item.getVersion(),
        item.getLease());
  }

  static WatchEvent event(Event event) {
    Optional<KeyValue> previous =
        event.hasPrevKv() ? Optional.of(item(event.getPrevKv())) : Optional.empty();
    return switch (event.getType()) {
      case PUT -> new WatchEvent.Put(item(event.getKv()), previous);
      case DELETE ->
          new WatchEvent.Delete(
              bytes(event.getKv().getKey()), event.getKv().getModRevision(), previous);
      case UNRECOGNIZED -> throw new IllegalStateException("unknown event " + event);
    };
  }
}

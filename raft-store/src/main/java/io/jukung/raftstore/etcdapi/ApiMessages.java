package io.jukung.raftstore.etcdapi;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.Event;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.WatchEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The store's terms as etcd's messages, and back. */
final class ApiMessages {
  /** The smallest key; as an end, that there is none. */
  static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});

  private ApiMessages() {}

  /** The same bytes, not copied where that can be done: neither side ever changes them. */
  static Bytes bytes(ByteString bytes) {
    Lent lent = new Lent();
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, lent);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    byte[] whole = lent.whole;
    return Bytes.wrap(whole != null && whole.length == bytes.size() ? whole : bytes.toByteArray());
  }

  /** Takes the array that a byte string is written from, if all of it is. */
  private static final class Lent extends ByteOutput {
    private byte @Nullable [] whole;

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      whole = offset == 0 && length == value.length ? value : null;
    }

    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] value, int offset, int length) {}

    @Override
    public void write(ByteBuffer value) {}

    @Override
    public void writeLazy(ByteBuffer value) {}
  }

  /** The same bytes, not copied: neither side ever changes them. */
  static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }

  /** One key without an end, keys from a first one on with the end {@code \0}, else a range. */
  static KeyRange range(ByteString key, ByteString end) {
    if (key.isEmpty()) {
      throw ApiErrors.invalid("etcdserver: key is not provided").asRuntimeException();
    }
    if (end.isEmpty()) {
      return KeyRange.single(bytes(key));
    }
    return new KeyRange(bytes(key), end.equals(ZERO) ? Bytes.EMPTY : bytes(end));
  }

  static io.etcd.jetcd.api.KeyValue item(KeyValue item) {
    return io.etcd.jetcd.api.KeyValue.newBuilder()
        .setKey(bytes(item.key()))
        .setValue(bytes(item.value()))
        .setCreateRevision(item.createRevision())
        .setModRevision(item.modRevision())
        .setVersion(item.version())
        .setLease(item.lease())
        .build();
  }

  static Event event(WatchEvent event) {
    Event.Builder message = Event.newBuilder();
    event.previous().ifPresent(previous -> message.setPrevKv(item(previous)));
    return switch (event) {
      case WatchEvent.Put put ->
          message.setType(Event.EventType.PUT).setKv(item(put.current())).build();
      case WatchEvent.Delete delete ->
          message
              .setType(Event.EventType.DELETE)
              .setKv(
                  io.etcd.jetcd.api.KeyValue.newBuilder()
                      .setKey(bytes(delete.key()))
                      .setModRevision(delete.revision()))
              .build();
    };
  }
}

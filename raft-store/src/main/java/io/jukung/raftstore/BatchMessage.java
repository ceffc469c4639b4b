package io.jukung.raftstore;

import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** A batch as Ratis carries it, so that its state machine can tell whose request it is. */
record BatchMessage(Batch batch, ByteString content) implements Message {
  static BatchMessage of(Batch batch) {
    return new BatchMessage(batch, UnsafeByteOperations.unsafeWrap(batch.encode()));
  }

  @Override
  public ByteString getContent() {
    return content;
  }
}

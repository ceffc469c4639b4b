package io.jukung.raftstore.ratis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteOutput;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** Looks behind Ratis' byte strings, which know no other way than to copy. */
public final class LentArrays extends ByteOutput {
  private final List<byte[]> pieces = new ArrayList<>(2);
  private boolean whole = true;

  private LentArrays() {}

  /**
   * The bytes of a byte string in one or two pieces: its own arrays where it has them to itself, so
   * never to be changed.
   */
  public static byte[][] of(ByteString bytes) {
    LentArrays lent = new LentArrays();
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, lent);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return lent.whole && lent.pieces.size() <= 2 && !lent.pieces.isEmpty()
        ? lent.pieces.toArray(byte[][]::new)
        : new byte[][] {bytes.toByteArray()};
  }

  @Override
  public void writeLazy(byte[] value, int offset, int length) {
    if (offset == 0 && length == value.length) {
      pieces.add(value);
    } else {
      whole = false;
    }
  }

  @Override
  public void write(byte value) {
    whole = false;
  }

  @Override
  public void write(byte[] value, int offset, int length) {
    whole = false;
  }

  @Override
  public void write(ByteBuffer value) {
    whole = false;
  }

  @Override
  public void writeLazy(ByteBuffer value) {
    whole = false;
  }
}

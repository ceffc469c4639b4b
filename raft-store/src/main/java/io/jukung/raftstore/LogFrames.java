package io.jukung.raftstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The frames in a file of Ratis' segmented log: a header, then for each entry its length as a
 * protobuf varint, the entry, and the CRC-32C of both. Facts from Ratis 3.3.0, {@code
 * SegmentedRaftLogFormat} and {@code SegmentedRaftLogOutputStream}.
 */
final class LogFrames {
  private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.UTF_8);
  private static final int TERM_TAG = 0x08;
  private static final int INDEX_TAG = 0x10;

  private final byte[] file;
  private long lastIndex;

  LogFrames(byte[] file) {
    this.file = file;
  }

  /** Where the first byte behind the last frame in an unbroken row is; -1 without a header. */
  int firstWithoutFrame() {
    if (file.length < HEADER.length
        || !Arrays.equals(HEADER, 0, HEADER.length, file, 0, HEADER.length)) {
      return -1;
    }
    int position = HEADER.length;
    while (whole(position)) {
      lastIndex = indexAt(position);
      position = (int) endOfFrame(position);
    }
    return position;
  }

  /** Whether a whole frame of a later entry begins anywhere behind {@code position}. */
  boolean anyFrameAfter(int position) {
    for (int i = position + 1; i < file.length; i++) {
      if (file[i] != 0) {
        long index = indexAt(i);
        if (index > lastIndex && index <= lastIndex + file.length && whole(i)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Where a frame would end; -1 when the bytes can't begin one. May be beyond the file. */
  long endOfFrame(int position) {
    Varint length = varint(position);
    return length.bytes == 0 || length.value < 4 || length.value > RaftSettings.MAX_ENTRY_BYTES
        ? -1
        : (long) position + length.bytes + length.value + 4;
  }

  private boolean whole(int position) {
    long end = endOfFrame(position);
    if (end < 0 || end > file.length || indexAt(position) < 0) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(file, position, (int) end - 4 - position);
    return (int) crc.getValue() == ByteBuffer.wrap(file).getInt((int) end - 4);
  }

  /** The Raft index of the entry framed at {@code position}; -1 when there is none. */
  private long indexAt(int position) {
    Varint length = varint(position);
    int at = position + length.bytes;
    if (length.bytes == 0 || length.value == 0) {
      return -1;
    }
    if (at < file.length && file[at] == TERM_TAG) {
      at += 1 + varint(at + 1).bytes;
    }
    if (at < file.length && file[at] == INDEX_TAG) {
      Varint index = varint(at + 1);
      return index.bytes == 0 ? -1 : index.value;
    }
    // Protobuf leaves a number out when it is 0: only the very first entry has no index.
    return lastIndex == 0 ? 0 : -1;
  }

  private Varint varint(int position) {
    long value = 0;
    for (int i = 0; i < 10 && position + i < file.length; i++) {
      byte group = file[position + i];
      value |= (long) (group & 0x7f) << (7 * i);
      if (group >= 0) {
        return new Varint(value, i + 1);
      }
    }
    return new Varint(0, 0);
  }

  /** A decoded number and how many bytes it took; 0 bytes when there was none. */
  private record Varint(long value, int bytes) {}
}

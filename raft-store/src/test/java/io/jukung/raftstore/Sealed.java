package io.jukung.raftstore;

/** Entries of the log in one piece. */
final class Sealed {
  private Sealed() {}

  static byte[] of(byte[] head, byte[] commands) {
    return new ByteWriter(head.length + commands.length).raw(head).raw(commands).toArray();
  }
}

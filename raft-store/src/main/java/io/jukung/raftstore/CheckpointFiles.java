package io.jukung.raftstore;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A folder of files as a row of parts, each {@code type name? data}: {@code 1} begins a file,
 * {@code 2} goes on with it, {@code 3} ends it with its checksum, {@code 4} ends the row with the
 * count of files.
 */
final class CheckpointFiles {
  private static final int PART_BYTES = 256 << 10;
  private static final int FILE = 1;
  private static final int DATA = 2;
  private static final int END = 3;
  private static final int ALL = 4;

  /** Where parts go; may block while there is no room. */
  interface Sink {
    void part(byte[] part) throws IOException;
  }

  private CheckpointFiles() {}

  static void send(Path folder, Sink sink) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.sorted().toList();
    }
    for (Path file : files) {
      sink.part(
          new ByteWriter(64)
              .u8(FILE)
              .bytes(io.jukung.storage.Bytes.utf8(String.valueOf(file.getFileName())))
              .toArray());
      CRC32C sum = new CRC32C();
      try (InputStream in = Files.newInputStream(file)) {
        for (byte[] data = in.readNBytes(PART_BYTES);
            data.length > 0;
            data = in.readNBytes(PART_BYTES)) {
          sum.update(data);
          sink.part(new ByteWriter(data.length + 1).u8(DATA).raw(data).toArray());
        }
      }
      sink.part(new ByteWriter(9).u8(END).u64(sum.getValue()).toArray());
    }
    sink.part(new ByteWriter(9).u8(ALL).u64(files.size()).toArray());
  }

  /** Makes the folder, each file and the folder itself forced to disk. */
  static void receive(Iterator<byte[]> parts, Path folder) throws IOException {
    Files.createDirectory(folder);
    long files = 0;
    while (parts.hasNext()) {
      ByteReader in = new ByteReader(parts.next());
      int type = in.u8();
      if (type == ALL) {
        if (in.u64() != files) {
          throw new IOException("files are missing in " + folder);
        }
        try (FileChannel channel = FileChannel.open(folder)) {
          channel.force(true);
        }
        return;
      }
      if (type != FILE) {
        throw new IOException("part of type " + type + " out of place");
      }
      String name = in.bytes().utf8();
      if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith("..")) {
        throw new IOException("file of name " + name);
      }
      receiveFile(parts, folder.resolve(name));
      files++;
    }
    throw new EOFException("checkpoint is cut off");
  }

  private static void receiveFile(Iterator<byte[]> parts, Path file) throws IOException {
    CRC32C sum = new CRC32C();
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (parts.hasNext()) {
        byte[] part = parts.next();
        ByteReader in = new ByteReader(part);
        int type = in.u8();
        if (type == END) {
          if (in.u64() != sum.getValue()) {
            throw new IOException(file + " came damaged");
          }
          out.force(true);
          return;
        }
        if (type != DATA) {
          throw new IOException("part of type " + type + " out of place");
        }
        sum.update(part, 1, part.length - 1);
        ByteBuffer data = ByteBuffer.wrap(part, 1, part.length - 1);
        while (data.hasRemaining()) {
          out.write(data);
        }
      }
    }
    throw new EOFException(file + " is cut off");
  }
}

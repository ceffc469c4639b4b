package io.jukung.raftstore.bbolt;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * A new bbolt file, of pages of 4 KiB: two meta pages, an empty list of free pages, then each
 * bucket's leaves and branches, at last the root with the names of the buckets. It is nobody's
 * database until {@link #finish}. Memory: a few pages, whatever the size. Used by one thread.
 */
public final class BoltFile implements AutoCloseable {
  private static final int MAGIC = 0xED0CDAED;
  private static final int VERSION = 2;
  private static final int META = 0x04;
  private static final int FREE_LIST = 0x10;
  private static final int FREE_LIST_PAGE = 2;
  private static final int META_BYTES = 56;
  private static final int BUFFER_BYTES = 256 << 10;

  private final FileChannel file;
  private final BoltPages pages;
  private final Map<String, Long> roots = new TreeMap<>();

  /**
   * Makes the file.
   *
   * @throws IOException when it exists or can't be written
   */
  public BoltFile(Path path) throws IOException {
    file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
            .position((FREE_LIST_PAGE + 1) * (long) BoltPages.PAGE_BYTES);
    pages =
        new BoltPages(
            new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES),
            FREE_LIST_PAGE + 1);
  }

  /**
   * Writes a bucket.
   *
   * @param name in ASCII, not one there is
   * @param items in ascending order of their keys' bytes
   */
  public void bucket(String name, Iterator<BoltItem> items) throws IOException {
    BoltTree tree = new BoltTree(pages);
    while (items.hasNext()) {
      tree.add(BoltNode.item(items.next()));
    }
    if (roots.put(name, tree.finish()) != null) {
      throw new IllegalArgumentException("expected one bucket " + name);
    }
  }

  /** Ends the file: it is a database from here on. Not forced to the disk. */
  public void finish() throws IOException {
    BoltTree tree = new BoltTree(pages);
    for (Map.Entry<String, Long> root : roots.entrySet()) {
      byte[] where =
          ByteBuffer.allocate(16)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(root.getValue())
              .putLong(0) // Its sequence, which etcd does not use.
              .array();
      tree.add(new BoltNode(root.getKey().getBytes(StandardCharsets.US_ASCII), where, true, 0));
    }
    long root = tree.finish();
    pages.flush();
    for (int number = 0; number < FREE_LIST_PAGE; number++) {
      write(number, META, meta(number, root, pages.count()));
    }
    write(FREE_LIST_PAGE, FREE_LIST, ByteBuffer.allocate(0));
  }

  /** One of the two accounts of the whole; readers take that of the higher transaction. */
  private static ByteBuffer meta(long transaction, long root, long count) {
    ByteBuffer meta =
        ByteBuffer.allocate(META_BYTES + Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MAGIC)
            .putInt(VERSION)
            .putInt(BoltPages.PAGE_BYTES)
            .putInt(0)
            .putLong(root)
            .putLong(0)
            .putLong(FREE_LIST_PAGE)
            .putLong(count)
            .putLong(transaction);
    return meta.putLong(fnv(meta.array(), META_BYTES)).flip();
  }

  /** FNV-1a, 64 bit. */
  private static long fnv(byte[] bytes, int length) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private void write(int number, int type, ByteBuffer content) throws IOException {
    ByteBuffer page =
        ByteBuffer.allocate(BoltPages.PAGE_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(number)
            .putShort((short) type)
            .putShort((short) 0)
            .putInt(0)
            .put(content)
            .clear();
    long at = (long) number * BoltPages.PAGE_BYTES;
    while (page.hasRemaining()) {
      at += file.write(page, at);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package io.jukung.raftstore.bbolt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The pages of a file, one behind the other; numbers are little-endian, as bbolt's are on 64 bit.
 */
final class BoltPages {
  static final int PAGE_BYTES = 4096;
  static final int HEADER_BYTES = 16;

  /** What each key takes beside its own bytes, in a leaf and in a branch. */
  static final int ELEMENT_BYTES = 16;

  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;

  private final OutputStream out;
  private long next;

  /**
   * The pages.
   *
   * @param first the number of the page that comes next
   */
  BoltPages(OutputStream out, long first) {
    this.out = out;
    this.next = first;
  }

  /** How many pages there are, those before the first one included. */
  long count() {
    return next;
  }

  /** Writes a leaf, over as many pages as it takes; returns its number. */
  long leaf(List<BoltNode> nodes) throws IOException {
    ByteBuffer page = page(LEAF, nodes);
    int data = HEADER_BYTES + ELEMENT_BYTES * nodes.size();
    for (BoltNode node : nodes) {
      page.putInt(node.bucket() ? 1 : 0)
          .putInt(data - page.position() + Integer.BYTES)
          .putInt(node.key().length)
          .putInt(node.value().length);
      data += node.key().length + node.value().length;
    }
    return write(page, nodes);
  }

  /** Writes a branch; returns its number. */
  long branch(List<BoltNode> nodes) throws IOException {
    ByteBuffer page = page(BRANCH, nodes);
    int data = HEADER_BYTES + ELEMENT_BYTES * nodes.size();
    for (BoltNode node : nodes) {
      page.putInt(data - page.position()).putInt(node.key().length).putLong(node.page());
      data += node.key().length + node.value().length;
    }
    return write(page, nodes);
  }

  private ByteBuffer page(int type, List<BoltNode> nodes) {
    long bytes = HEADER_BYTES + nodes.stream().mapToLong(BoltNode::bytes).sum();
    int pages = Math.toIntExact(Math.max(1, (bytes + PAGE_BYTES - 1) / PAGE_BYTES));
    ByteBuffer page = ByteBuffer.allocate(pages * PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return page.putLong(next)
        .putShort((short) type)
        .putShort((short) nodes.size())
        .putInt(pages - 1);
  }

  private long write(ByteBuffer page, List<BoltNode> nodes) throws IOException {
    for (BoltNode node : nodes) {
      page.put(node.key()).put(node.value());
    }
    byte[] bytes = new byte[page.capacity()];
    page.get(0, bytes);
    out.write(bytes);
    long number = next;
    next += page.capacity() / PAGE_BYTES;
    return number;
  }

  void flush() throws IOException {
    out.flush();
  }
}

package io.jukung.raftstore.bbolt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One bucket's tree, built from its leaves upwards while they are written: each level holds no more
 * than the page it is about to write. Every branch has two children at least, which etcd's bbolt
 * takes for granted when it deletes.
 */
final class BoltTree {
  private static final int FEWEST_CHILDREN = 2;

  private final BoltPages pages;
  private final List<Level> levels = new ArrayList<>();
  private byte[] last = {};

  BoltTree(BoltPages pages) {
    this.pages = pages;
    levels.add(new Level());
  }

  /** Adds a key, greater than all before. */
  void add(BoltNode node) throws IOException {
    if (Arrays.compareUnsigned(node.key(), last) <= 0) {
      throw new IllegalArgumentException(
          "expected keys in order, got " + Arrays.toString(node.key()));
    }
    last = node.key();
    Level leaves = levels.getFirst();
    if (!leaves.waiting.isEmpty() && !fits(leaves.bytes + node.bytes())) {
      flush(0, leaves.waiting.size());
    }
    leaves.add(node);
  }

  /** Writes what is left; returns the root's page. */
  long finish() throws IOException {
    if (levels.getFirst().isNew()) {
      return pages.leaf(List.of());
    }
    for (int depth = 0; ; depth++) {
      Level level = levels.get(depth);
      if (level.written == 0 && level.waiting.size() == 1 && depth > 0) {
        return level.waiting.getFirst().page();
      }
      int half = level.waiting.size() / 2;
      if (depth > 0 && half >= FEWEST_CHILDREN && !fits(level.bytes)) {
        flush(depth, half);
      }
      if (!level.waiting.isEmpty()) {
        flush(depth, level.waiting.size());
      }
    }
  }

  /** Writes a level's first nodes as a page, and passes that on to the level above. */
  private void flush(int depth, int count) throws IOException {
    Level level = levels.get(depth);
    List<BoltNode> nodes = level.take(count);
    long page = depth == 0 ? pages.leaf(nodes) : pages.branch(nodes);
    if (levels.size() == depth + 1) {
      levels.add(new Level());
    }
    Level above = levels.get(depth + 1);
    above.add(BoltNode.child(nodes.getFirst().key(), page));
    int full = Math.max(FEWEST_CHILDREN, above.fitting());
    if (above.waiting.size() >= full + FEWEST_CHILDREN) {
      flush(depth + 1, full);
    }
  }

  private static boolean fits(long bytes) {
    return bytes + BoltPages.HEADER_BYTES <= BoltPages.PAGE_BYTES;
  }

  /** What waits on one level. */
  private static final class Level {
    final List<BoltNode> waiting = new ArrayList<>();
    long bytes;
    long written;

    boolean isNew() {
      return written == 0 && waiting.isEmpty();
    }

    void add(BoltNode node) {
      waiting.add(node);
      bytes += node.bytes();
    }

    List<BoltNode> take(int count) {
      List<BoltNode> front = waiting.subList(0, count);
      List<BoltNode> taken = List.copyOf(front);
      front.clear();
      bytes -= taken.stream().mapToLong(BoltNode::bytes).sum();
      written++;
      return taken;
    }

    /** How many of the first fit a page. */
    int fitting() {
      long sum = 0;
      for (int i = 0; i < waiting.size(); i++) {
        sum += waiting.get(i).bytes();
        if (!fits(sum)) {
          return i;
        }
      }
      return waiting.size();
    }
  }
}

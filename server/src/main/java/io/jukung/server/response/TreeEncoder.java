package io.jukung.server.response;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.storage.Bytes;

/** Writes trees of built-in kinds in any {@link Format}. Safe for all threads. */
@FunctionalInterface
public interface TreeEncoder {
  /** Only JSON; for the time before the catalog is there, and for tests. */
  TreeEncoder JSON_ONLY =
      (tree, negotiated) -> negotiated.pretty() ? JsonText.indented(tree) : JsonText.compact(tree);

  /**
   * The tree in the form wanted.
   *
   * @param tree with {@code kind} and {@code apiVersion} of a built-in kind
   */
  Bytes encode(ObjectNode tree, Negotiated negotiated);
}

package io.jukung.registry.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in fields of one type, before those of the types below it are filled in. */
@FunctionalInterface
interface Rule {
  /** Changes {@code object} in place; fields are of the right JSON types, or null. */
  void apply(ObjectNode object);
}

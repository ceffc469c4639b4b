package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Parses the bytes a definition keeps. Safe for all threads. */
@FunctionalInterface
interface DefinitionReader {
  /** The definition's tree, made anew. */
  ObjectNode read(Definition definition);
}

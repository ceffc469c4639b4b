package io.jukung.registry.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Makes one kind's cells. */
@FunctionalInterface
interface Printer {
  /** Adds the cells of {@code object}, one per column. */
  void print(JsonNode object, Ages ages, ArrayNode cells);
}

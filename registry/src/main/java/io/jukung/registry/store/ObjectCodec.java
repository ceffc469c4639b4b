package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.storage.Bytes;
import java.util.List;
import java.util.Map;

/** What the store needs of {@code io.jukung.registry.codec};. */
interface ObjectCodec {
  /** What the index keeps of an object. */
  record Scan(
      String namespace, String name, Map<String, String> labels, Map<String, String> fields) {}

  /** Reads the index' part of an object's bytes. */
  interface Scanner {
    Scan scan(Bytes json);
  }

  /** A scanner that also reads {@code paths}, such as {@code spec.nodeName}. */
  Scanner scanner(List<String> paths);

  /** Reads canonical bytes. */
  ObjectNode parse(Bytes json);

  /** Prints canonical bytes. */
  Bytes encode(ObjectNode object, TypeSchema schema);

  /** Puts the resourceVersion into canonical bytes that have none. */
  Bytes withResourceVersion(Bytes json, long revision);
}

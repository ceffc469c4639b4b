package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.storage.Bytes;

/** Turns canonical JSON into the other encodings. Safe for all threads. */
public interface Transcoder {
  /** The tree's canonical JSON, without a line feed. */
  Bytes json(ObjectNode tree, TypeSchema schema);

  /** The tree of canonical JSON. */
  ObjectNode tree(Bytes json);

  /** The same as YAML, a line feed at its end. */
  Bytes yaml(Bytes json);

  /**
   * The object as protobuf in its envelope.
   *
   * @param json canonical JSON
   */
  Bytes protobuf(Bytes json, TypeSchema schema, GroupVersionKind kind);

  /** The object as a bare protobuf message, as it stands in lists. */
  Bytes protobufItem(Bytes json, TypeSchema schema);
}

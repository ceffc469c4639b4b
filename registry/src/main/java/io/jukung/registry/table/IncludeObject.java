package io.jukung.registry.table;

/** How much of each object goes with its row: the query parameter {@code includeObject}. */
public enum IncludeObject {
  /** Nothing. */
  NONE,
  /** Its metadata, as a {@code PartialObjectMetadata}. */
  METADATA,
  /** All of it. */
  OBJECT
}

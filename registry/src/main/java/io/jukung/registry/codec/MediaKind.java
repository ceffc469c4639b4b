package io.jukung.registry.codec;

/** The form of a body. */
public enum MediaKind {
  /** {@code application/json}. */
  JSON,
  /** {@code application/yaml}. */
  YAML,
  /** {@code application/vnd.kubernetes.protobuf}. */
  PROTOBUF
}

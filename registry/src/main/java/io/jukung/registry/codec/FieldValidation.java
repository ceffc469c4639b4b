package io.jukung.registry.codec;

/** What happens to unknown and duplicate fields: the {@code fieldValidation} parameter. */
public enum FieldValidation {
  /** They are dropped. */
  IGNORE,
  /** They are dropped and the client is warned. */
  WARN,
  /** The request is refused. */
  STRICT
}

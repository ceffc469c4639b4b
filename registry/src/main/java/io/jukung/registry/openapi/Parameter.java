package io.jukung.registry.openapi;

/**
 * A parameter of an operation, other than its body.
 *
 * @param in {@code path} or {@code query}
 * @param type {@code string}, {@code integer} or {@code boolean}
 */
record Parameter(String name, String in, String type, String description) {
  /** A part of the path. */
  static Parameter path(String name, String description) {
    return new Parameter(name, "path", "string", description);
  }

  boolean required() {
    return in.equals("path");
  }
}

package io.jukung.registry.crd.schema;

/**
 * Regular expressions with the meaning they have in Go (RE2): linear time, whatever the pattern.
 * Implementations are safe for all threads.
 */
public interface Patterns {
  /**
   * Whether {@code text} holds a match of {@code pattern}; an invalid pattern matches nothing.
   *
   * @param pattern as a schema has it
   */
  boolean find(String pattern, String text);

  /** What is wrong with a pattern, or empty. */
  String error(String pattern);
}

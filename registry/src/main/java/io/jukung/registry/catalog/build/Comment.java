package io.jukung.registry.catalog.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A comment of a Go type or field, as the published sources carry it: text and {@code +markers}.
 *
 * @param lines without the comment signs, HTML entities resolved
 */
record Comment(List<String> lines) {
  static final Comment NONE = new Comment(List.of());

  Comment {
    lines = List.copyOf(lines);
  }

  /**
   * The text as OpenAPI shows it: lines joined to paragraphs, indented lines kept, markers and
   * to-do lines left out, nothing behind a line {@code ---}. Upstream: kube-openapi {@code
   * pkg/generators/openapi.go}, generateDescription.
   */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String raw : lines) {
      if (raw.equals("---")) {
        break;
      }
      String line = trimRight(raw);
      String bare = line.stripLeading();
      boolean silent = bare.startsWith("TODO") || bare.startsWith("+");
      if (line.isEmpty()) {
        dropLast(text);
        text.append("\n\n");
      } else if (!silent && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
        dropLast(text);
        text.append('\n').append(line).append('\n');
      } else if (!silent) {
        text.append(line).append(' ');
      }
    }
    return text.toString().strip();
  }

  /** Whether the marker {@code +name} is there, with or without a value. */
  boolean has(String name) {
    return markers(name).findAny().isPresent();
  }

  /** The value of the last marker {@code +name=value}. */
  Optional<String> marker(String name) {
    return markers(name).reduce((first, second) -> second);
  }

  /** The values of all markers {@code +name=value}, in order. */
  List<String> all(String name) {
    return markers(name).toList();
  }

  private java.util.stream.Stream<String> markers(String name) {
    List<String> values = new ArrayList<>();
    for (String raw : lines) {
      String line = raw.strip();
      if (line.equals("+" + name)) {
        values.add("");
      } else if (line.startsWith("+" + name + "=")) {
        values.add(line.substring(name.length() + 2).strip());
      }
    }
    return values.stream();
  }

  private static String trimRight(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    return line.substring(0, end);
  }

  private static void dropLast(StringBuilder text) {
    if (!text.isEmpty()) {
      text.setLength(text.length() - 1);
    }
  }
}

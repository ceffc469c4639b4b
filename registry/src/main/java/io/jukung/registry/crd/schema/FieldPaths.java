package io.jukung.registry.crd.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Paths to fields, such as {@code .spec.labels['a.b']}, followed through a schema. Upstream: {@code
 * ValidFieldPath} of {@code apiserver/schema/cel/validation.go} at v1.36.
 */
public final class FieldPaths {
  private static final String NOWHERE = "does not refer to a valid field";

  private FieldPaths() {}

  /**
   * Where a path leads.
   *
   * @param keys of the objects and maps on the way
   * @param text the path as errors name fields
   * @param schema of the field, when it is described
   * @param error why the path is none; empty when it is one
   */
  public record Found(List<String> keys, String text, Optional<Structural> schema, String error) {
    private static Found error(String why) {
      return new Found(List.of(), "", Optional.empty(), why);
    }
  }

  /** Whether the path leads to a field. */
  public static boolean valid(String path, Structural schema) {
    return find(path, schema, true).error().isEmpty();
  }

  /**
   * Follows a path.
   *
   * @param brackets whether keys may stand in brackets and quotes
   */
  public static Found find(String path, Structural schema, boolean brackets) {
    List<String> tokens = tokens(path);
    List<String> keys = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Structural at = schema;
    int next = 0;
    while (next < tokens.size()) {
      String token = tokens.get(next++);
      if (!token.equals("[") && !token.equals(".")) {
        return Found.error("expected [ or . but got: " + token);
      }
      boolean bracket = token.equals("[");
      if (bracket && !brackets) {
        return Found.error("array notation is not allowed");
      }
      if (next >= tokens.size()) {
        return Found.error("unexpected end of JSON path");
      }
      String key = tokens.get(next++);
      if (bracket) {
        boolean quoted = key.length() >= 2 && key.startsWith("'") && key.endsWith("'");
        if (!quoted) {
          return Found.error("expected single quoted string but got " + key);
        }
        key = unquoted(key);
      }
      if (at == null) {
        return Found.error(NOWHERE);
      }
      boolean named = !at.properties().isEmpty();
      boolean described = at.additional() != null || at.additionalAllowed();
      if (named ? !at.properties().containsKey(key) : !described) {
        return Found.error(NOWHERE);
      }
      if (bracket) {
        if (next >= tokens.size()) {
          return Found.error("unexpected end of JSON path");
        }
        String close = tokens.get(next++);
        if (!close.equals("]")) {
          return Found.error("expected ] but got " + close);
        }
      }
      keys.add(key);
      text.append(named ? (text.isEmpty() ? "" : ".") + key : "[" + key + "]");
      at = below(at, key, named);
    }
    return new Found(List.copyOf(keys), text.toString(), Optional.ofNullable(at), "");
  }

  private static @Nullable Structural below(Structural at, String key, boolean named) {
    return named ? at.properties().get(key) : at.additional();
  }

  private static String unquoted(String token) {
    return token.substring(1, token.length() - 1).replace("\\'", "'").replace("\\\\", "\\");
  }

  /** Delimiters, and what stands between them; quotes keep delimiters together. */
  private static List<String> tokens(String path) {
    List<String> tokens = new ArrayList<>();
    int from = 0;
    while (from < path.length()) {
      int to = from;
      if (path.charAt(from) == '\'') {
        to = from + 1;
        while (to < path.length() && !(path.charAt(to) == '\'' && path.charAt(to - 1) != '\\')) {
          to++;
        }
        to = Math.min(to + 1, path.length());
      } else if (".[]".indexOf(path.charAt(from)) >= 0) {
        to = from + 1;
      } else {
        while (to < path.length() && ".[]".indexOf(path.charAt(to)) < 0) {
          to++;
        }
      }
      tokens.add(path.substring(from, to));
      from = to;
    }
    return tokens;
  }
}

package io.jukung.server.response;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One media range of an {@code Accept} header.
 *
 * @param parameters without {@code q}
 */
record AcceptClause(String type, String subtype, double quality, Map<String, String> parameters) {
  private static final Comparator<AcceptClause> PREFERENCE =
      Comparator.comparingDouble((AcceptClause c) -> -c.quality)
          .thenComparing(c -> c.type.equals("*"))
          .thenComparing(c -> c.subtype.equals("*"));

  /** The clauses of a header, the most wanted first; broken ones are dropped. */
  static List<AcceptClause> parse(String header) {
    List<AcceptClause> clauses = new ArrayList<>(4);
    for (String part : header.split(",", -1)) {
      String[] pieces = part.split(";", -1);
      String range = pieces[0].strip();
      int slash = range.indexOf('/');
      if (range.equals("*")) {
        range = "*/*";
        slash = 1;
      }
      if (slash <= 0 || slash == range.length() - 1 || range.indexOf('/', slash + 1) >= 0) {
        continue;
      }
      double quality = 1;
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 1; i < pieces.length; i++) {
        int equals = pieces[i].indexOf('=');
        if (equals < 0) {
          continue;
        }
        String name = pieces[i].substring(0, equals).strip();
        String value = pieces[i].substring(equals + 1).strip();
        if (name.equals("q")) {
          quality = quality(value);
        } else {
          parameters.put(name, value);
        }
      }
      clauses.add(
          new AcceptClause(
              range.substring(0, slash), range.substring(slash + 1), quality, parameters));
    }
    clauses.sort(PREFERENCE);
    return clauses;
  }

  private static double quality(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** Whether the clause asks for indented JSON. */
  boolean pretty() {
    return "1".equals(parameters.get("pretty"));
  }

  /** Whether {@code format} lies in this range. */
  boolean covers(Format format) {
    return type.equals("*")
        ? subtype.equals("*")
        : type.equals("application") && (subtype.equals("*") || subtype.equals(format.subtype()));
  }
}

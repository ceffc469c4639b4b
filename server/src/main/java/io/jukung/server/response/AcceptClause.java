package io.jukung.server.response;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One media range of an {@code Accept} header, read as {@code github.com/munnerz/goautoneg} reads
 * it, its peculiarities included: a broken weight is 0, and even weight 0 is acceptable.
 *
 * @param parameters without {@code q}
 */
record AcceptClause(String type, String subtype, double quality, Map<String, String> parameters) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  /** The longest header that is sorted by {@link #before}, which costs squares. */
  private static final int FEW = 12;

  private static final Comparator<AcceptClause> PREFERENCE =
      Comparator.comparingDouble((AcceptClause c) -> -c.quality)
          .thenComparing(c -> c.type.equals("*"))
          .thenComparing(c -> c.subtype.equals("*"));

  /** The clauses of a header, the most wanted first; broken ones are dropped. */
  static List<AcceptClause> parse(String header) {
    List<AcceptClause> clauses = new ArrayList<>(4);
    for (String part : header.split(",", -1)) {
      int semicolon = part.indexOf(';');
      String range = semicolon < 0 ? part : part.substring(0, semicolon);
      int slash = range.indexOf('/');
      String type = trim(slash < 0 ? range : range.substring(0, slash));
      String subtype = slash < 0 ? "" : range.substring(slash + 1);
      if (subtype.isEmpty()) {
        if (!type.equals("*")) {
          continue;
        }
        subtype = "*";
      }
      int second = subtype.indexOf('/');
      if (second >= 0) {
        if (second < subtype.length() - 1) {
          continue;
        }
        subtype = subtype.substring(0, second);
      }
      clauses.add(clause(type, trim(subtype), semicolon < 0 ? "" : part.substring(semicolon + 1)));
    }
    sort(clauses);
    return clauses;
  }

  private static AcceptClause clause(String type, String subtype, String rest) {
    double quality = 1;
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String piece : rest.split(";", -1)) {
      int equals = piece.indexOf('=');
      String value = equals < 0 ? "" : piece.substring(equals + 1);
      int second = value.indexOf('=');
      if (value.isEmpty() || (second >= 0 && second < value.length() - 1)) {
        continue;
      }
      value = second < 0 ? value : value.substring(0, second);
      String name = trim(piece.substring(0, equals));
      if (name.equals("q")) {
        quality = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : 0;
      } else {
        parameters.put(name, trim(value));
      }
    }
    return new AcceptClause(type, subtype, quality, parameters);
  }

  /** Spaces only, unlike {@code strip}. */
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    return text.substring(from, to);
  }

  /**
   * The order in which Go sorts a few elements, by insertion. It matters, since {@link #before} is
   * no order: a range with a star yields to one without even where its weight is higher.
   */
  private static void sort(List<AcceptClause> clauses) {
    if (clauses.size() > FEW) {
      clauses.sort(PREFERENCE);
      return;
    }
    for (int i = 1; i < clauses.size(); i++) {
      for (int j = i; j > 0 && clauses.get(j).before(clauses.get(j - 1)); j--) {
        AcceptClause moved = clauses.get(j);
        clauses.set(j, clauses.get(j - 1));
        clauses.set(j - 1, moved);
      }
    }
  }

  private boolean before(AcceptClause other) {
    return quality > other.quality
        || (!type.equals("*") && other.type.equals("*"))
        || (!subtype.equals("*") && other.subtype.equals("*"));
  }

  /** Whether the clause asks for indented JSON. */
  boolean pretty() {
    return "1".equals(parameters.get("pretty"));
  }

  /** Whether {@code format} lies in this range. */
  boolean covers(Format format) {
    return covers("application", format.subtype());
  }

  /** Whether a media type lies in this range. */
  boolean covers(String type, String subtype) {
    return this.type.equals("*")
        ? this.subtype.equals("*")
        : this.type.equals(type) && (this.subtype.equals("*") || this.subtype.equals(subtype));
  }
}

package io.jukung.registry.table;

import io.jukung.registry.table.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link JsonPath}s. One per text. */
final class JsonPathParser {
  private static final Pattern COMPARISON =
      Pattern.compile("@?(.*?)\\s*(==|!=|<=|>=|<|>)\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\\s]+))");

  private final String text;
  private final List<Step> steps = new ArrayList<>();
  private int at;

  private JsonPathParser(String text) {
    this.text = text;
  }

  static Optional<JsonPath> parse(String text) {
    JsonPathParser parser = new JsonPathParser(text);
    return parser.read() ? Optional.of(new JsonPath(List.copyOf(parser.steps))) : Optional.empty();
  }

  private boolean read() {
    if (text.startsWith("$") || text.startsWith("@")) {
      at++;
    }
    while (at < text.length()) {
      boolean good =
          switch (text.charAt(at)) {
            case '.' -> dot();
            case '[' -> bracket();
            default -> false;
          };
      if (!good) {
        return false;
      }
    }
    return true;
  }

  private boolean dot() {
    at++;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      steps.add(new Step.Descent());
    }
    if (at < text.length() && text.charAt(at) == '[') {
      return true;
    }
    StringBuilder name = new StringBuilder();
    while (at < text.length() && ".[ {}|".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      name.append(text.charAt(at++));
    }
    if (!name.isEmpty()) {
      steps.add(new Step.Child(name.toString()));
    }
    return at >= text.length() || ".[".indexOf(text.charAt(at)) >= 0;
  }

  private boolean bracket() {
    int end = closing();
    if (end < 0) {
      return false;
    }
    String inside = text.substring(at + 1, end).strip();
    at = end + 1;
    if (inside.startsWith("?(") && inside.endsWith(")")) {
      return filter(inside.substring(2, inside.length() - 1).strip());
    }
    if (inside.length() >= 2 && "'\"".indexOf(inside.charAt(0)) >= 0) {
      steps.add(new Step.Child(inside.substring(1, inside.length() - 1).replace("\\", "")));
      return true;
    }
    return slice(inside);
  }

  /** The place of the bracket's end, brackets inside of it and in quotes left aside. */
  private int closing() {
    int depth = 0;
    char quote = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private boolean slice(String inside) {
    if (inside.equals("*")) {
      steps.add(new Step.Slice(0, Integer.MAX_VALUE));
      return true;
    }
    String[] ends = inside.split(":", -1);
    try {
      int from = ends[0].isEmpty() ? 0 : Integer.parseInt(ends[0]);
      if (ends.length == 1) {
        steps.add(new Step.Slice(from, from == -1 ? -1 : from + 1));
      } else {
        steps.add(
            new Step.Slice(
                from, ends[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(ends[1])));
      }
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean filter(String inside) {
    Matcher comparison = COMPARISON.matcher(inside);
    boolean compares = comparison.matches();
    String left =
        compares ? comparison.group(1) : inside.startsWith("@") ? inside.substring(1) : "";
    Optional<JsonPath> path = parse(left);
    if (path.isEmpty()) {
      return false;
    }
    steps.add(
        new Step.Filter(path.get(), operator(comparison, compares), right(comparison, compares)));
    return true;
  }

  private static String operator(Matcher comparison, boolean compares) {
    return compares ? comparison.group(2) : "";
  }

  private static String right(Matcher comparison, boolean compares) {
    if (!compares) {
      return "";
    }
    for (int group = 3; group <= 5; group++) {
      String found = comparison.group(group);
      if (found != null) {
        return found;
      }
    }
    return "";
  }
}

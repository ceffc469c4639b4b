package io.jukung.registry.cel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says errors of CEL for Java in the words of {@code cel-go}, which upstream's answers carry. */
final class ErrorTexts {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?m)^(ERROR: [^ ]+ )(mismatched input|no viable alternative|extraneous input|missing"
              + " |token recognition error)");
  private static final Pattern CANDIDATES =
      Pattern.compile("(?m)( applied to '.*') \\(candidates: .*\\)$");
  private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at [^ ]+)?: ");
  private static final Pattern NO_KEY = Pattern.compile("^key '(.*)' is not present in map\\.$");

  private static final Pattern NO_LINE =
      Pattern.compile("(?m)^(ERROR: <input>:([0-9]+):[0-9]+: .*\\n \\| )$");

  private ErrorTexts() {}

  /**
   * Errors of parser and checker.
   *
   * @param expression whose lines are shown where a rewritten one has lost them
   */
  static String compiling(String text, String expression) {
    String[] lines = expression.split("\n", -1);
    String whole =
        NO_LINE
            .matcher(text)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        match.group(1) + line(lines, Integer.parseInt(match.group(2)))));
    String syntax = SYNTAX.matcher(whole).replaceAll("$1Syntax error: $2");
    return CANDIDATES.matcher(syntax).replaceAll("$1");
  }

  private static String line(String[] lines, int number) {
    return number < 1 || number > lines.length ? "" : lines[number - 1];
  }

  /** The error that ended an evaluation, without the place. */
  static String evaluating(String text) {
    String bare = PLACE.matcher(text).replaceFirst("");
    return switch (bare) {
      case "/ by zero" -> "division by zero";
      case "long overflow" -> "integer overflow";
      default ->
          bare.startsWith("Index out of bounds: ")
              ? "i" + bare.substring(1)
              : NO_KEY.matcher(bare).replaceFirst("no such key: $1");
    };
  }
}

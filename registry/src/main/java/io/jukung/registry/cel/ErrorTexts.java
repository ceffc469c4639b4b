package io.jukung.registry.cel;

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

  private ErrorTexts() {}

  /** Errors of parser and checker. */
  static String compiling(String text) {
    String syntax = SYNTAX.matcher(text).replaceAll("$1Syntax error: $2");
    return CANDIDATES.matcher(syntax).replaceAll("$1");
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

package io.jukung.registry.cel;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fields are called in expressions where their own names are no identifiers. */
public final class FieldNames {
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private static final Pattern ESCAPE = Pattern.compile("__[^_]+__");

  private FieldNames() {}

  /** Whether CEL keeps a word for itself. */
  public static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /** The name in expressions. */
  public static String escape(String name) {
    if (isReserved(name)) {
      return "__" + name + "__";
    }
    if (name.indexOf('-') < 0
        && name.indexOf('.') < 0
        && name.indexOf('/') < 0
        && !name.contains("__")) {
      return name;
    }
    return name.replace("__", "__underscores__")
        .replace(".", "__dot__")
        .replace("-", "__dash__")
        .replace("/", "__slash__");
  }

  /** The field that a name in expressions stands for; empty when it stands for none. */
  public static Optional<String> unescape(String escaped) {
    Matcher matcher = ESCAPE.matcher(escaped);
    StringBuilder name = new StringBuilder();
    while (matcher.find()) {
      String inner = matcher.group().substring(2, matcher.group().length() - 2);
      Optional<String> plain = plain(inner, matcher.group().length() == escaped.length());
      if (plain.isEmpty()) {
        return Optional.empty();
      }
      matcher.appendReplacement(name, Matcher.quoteReplacement(plain.get()));
    }
    return Optional.of(matcher.appendTail(name).toString());
  }

  private static Optional<String> plain(String inner, boolean whole) {
    return switch (inner) {
      case "underscores" -> Optional.of("__");
      case "dot" -> Optional.of(".");
      case "dash" -> Optional.of("-");
      case "slash" -> Optional.of("/");
      default -> whole && RESERVED.contains(inner) ? Optional.of(inner) : Optional.empty();
    };
  }
}

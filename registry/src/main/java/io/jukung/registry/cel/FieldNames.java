package io.jukung.registry.cel;

import java.util.Set;

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
}

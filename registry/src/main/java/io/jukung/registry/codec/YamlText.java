package io.jukung.registry.codec;

import java.nio.charset.StandardCharsets;

/**
 * A string on its way into YAML: which styles it may have. Upstream: {@code
 * yaml_emitter_analyze_scalar} in {@code go.yaml.in/yaml/v2/emitterc.go}, the rules of libyaml.
 */
final class YamlText {
  /** How a string is written. */
  enum Style {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL
  }

  private static final int MAX_SIMPLE_KEY = 128;

  private final String text;
  private boolean plain = true;
  private boolean single = true;
  private boolean block = true;
  private boolean multiline;

  YamlText(String text) {
    this.text = text;
    if (text.isEmpty()) {
      block = false;
    } else {
      analyze();
    }
  }

  private void analyze() {
    boolean indicators = text.startsWith("---") || text.startsWith("...");
    boolean special = false;
    boolean breakSpace = false;
    boolean spaceBreak = false;
    boolean previousSpace = false;
    boolean previousBreak = false;
    boolean preceded = true;
    int length = text.length();
    for (int i = 0; i < length; ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean followed = next >= length || blank(text.charAt(next));
      indicators |= indicator(c, i == 0, preceded, followed);
      special |= !printable(c);
      boolean space = c == ' ';
      boolean lineBreak = lineBreak(c);
      breakSpace |= space && previousBreak;
      spaceBreak |= lineBreak && previousSpace;
      multiline |= lineBreak;
      previousSpace = space;
      previousBreak = lineBreak;
      preceded = blank(c) || lineBreak || c == 0;
      i = next;
    }
    int first = text.charAt(0);
    int last = text.charAt(length - 1);
    boolean edges = first == ' ' || lineBreak(first) || last == ' ' || lineBreak(last);
    plain = !(indicators || edges || breakSpace || spaceBreak || special || multiline);
    single = !(breakSpace || spaceBreak || special);
    block = !(last == ' ' || spaceBreak || special);
  }

  private static boolean indicator(int c, boolean first, boolean preceded, boolean followed) {
    if (first) {
      return "#,[]{}&*!|>'\"%@`".indexOf(c) >= 0 || ("?:-".indexOf(c) >= 0 && followed);
    }
    return (c == ':' && followed) || (c == '#' && preceded);
  }

  private static boolean blank(int c) {
    return c == ' ' || c == '\t';
  }

  static boolean lineBreak(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  static boolean printable(int c) {
    return c == '\n'
        || (c >= 0x20 && c <= 0x7e)
        || (c >= 0xa0 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
  }

  /** Whether it may stand before a colon without a question mark. */
  boolean simpleKey() {
    return !multiline && text.getBytes(StandardCharsets.UTF_8).length <= MAX_SIMPLE_KEY;
  }

  /** The style upstream gives it. */
  Style style(boolean simpleKeyContext) {
    if (simpleKeyContext && multiline) {
      return Style.DOUBLE_QUOTED;
    }
    if (text.indexOf('\n') >= 0) {
      return block && !simpleKeyContext ? Style.LITERAL : Style.DOUBLE_QUOTED;
    }
    if (!YamlResolver.staysString(text)) {
      return Style.DOUBLE_QUOTED;
    }
    if (plain) {
      return Style.PLAIN;
    }
    return single ? Style.SINGLE_QUOTED : Style.DOUBLE_QUOTED;
  }
}

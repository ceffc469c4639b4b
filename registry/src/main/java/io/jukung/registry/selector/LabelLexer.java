package io.jukung.registry.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts a label selector into tokens. A NUL ends a token as the end of the text does, as upstream.
 */
final class LabelLexer {
  /** What a token is. */
  enum Kind {
    END,
    CLOSED_PAR,
    COMMA,
    NOT,
    DOUBLE_EQUALS,
    EQUALS,
    GREATER_THAN,
    IDENTIFIER,
    IN,
    LESS_THAN,
    NOT_EQUALS,
    NOT_IN,
    OPEN_PAR
  }

  /**
   * One token.
   *
   * @param text as written; empty at the end
   */
  record Token(Kind kind, String text) {}

  private static final Token END = new Token(Kind.END, "");
  private static final Map<String, Kind> WORDS = Map.of("in", Kind.IN, "notin", Kind.NOT_IN);

  private final String text;
  private int position;

  private LabelLexer(String text) {
    this.text = text;
  }

  /** All tokens up to the first end, which is the last of them. */
  static List<Token> tokens(String text) {
    LabelLexer lexer = new LabelLexer(text);
    List<Token> tokens = new ArrayList<>();
    do {
      tokens.add(lexer.next());
    } while (tokens.getLast().kind() != Kind.END);
    return tokens;
  }

  private Token next() {
    while (isSpace(peek(0))) {
      position++;
    }
    char c = peek(0);
    if (c == 0) {
      return END;
    }
    return isSymbol(c) ? symbol(c) : word();
  }

  private Token symbol(char c) {
    boolean equalsFollows = peek(1) == '=';
    Kind kind =
        switch (c) {
          case '(' -> Kind.OPEN_PAR;
          case ')' -> Kind.CLOSED_PAR;
          case ',' -> Kind.COMMA;
          case '>' -> Kind.GREATER_THAN;
          case '<' -> Kind.LESS_THAN;
          case '=' -> equalsFollows ? Kind.DOUBLE_EQUALS : Kind.EQUALS;
          default -> equalsFollows ? Kind.NOT_EQUALS : Kind.NOT;
        };
    int length = kind == Kind.DOUBLE_EQUALS || kind == Kind.NOT_EQUALS ? 2 : 1;
    String symbol = text.substring(position, position + length);
    position += length;
    return new Token(kind, symbol);
  }

  private Token word() {
    int start = position;
    char c = peek(0);
    while (c != 0 && !isSymbol(c) && !isSpace(c)) {
      position++;
      c = peek(0);
    }
    String word = text.substring(start, position);
    if (c == 0 && position < text.length()) {
      position++; // a NUL is read with the word before it
    }
    return new Token(WORDS.getOrDefault(word, Kind.IDENTIFIER), word);
  }

  private char peek(int ahead) {
    return position + ahead < text.length() ? text.charAt(position + ahead) : 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isSymbol(char c) {
    return c == '=' || c == '!' || c == '(' || c == ')' || c == ',' || c == '>' || c == '<';
  }
}

package io.jukung.registry.selector;

import io.jukung.registry.selector.LabelLexer.Kind;
import io.jukung.registry.selector.LabelLexer.Token;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one label selector by recursive descent. Used once, by one thread. */
final class LabelSelectorParser {
  /** The operators a message offers, in upstream's order. */
  private static final String BINARY_OPERATORS =
      Stream.of(
              LabelOperator.IN,
              LabelOperator.NOT_IN,
              LabelOperator.EQUALS,
              LabelOperator.DOUBLE_EQUALS,
              LabelOperator.NOT_EQUALS,
              LabelOperator.GREATER_THAN,
              LabelOperator.LESS_THAN)
          .map(LabelOperator::upstreamName)
          .collect(Collectors.joining(", "));

  private final List<Token> tokens;
  private int position;

  LabelSelectorParser(String text) {
    this.tokens = LabelLexer.tokens(text);
  }

  LabelSelector parse() {
    List<LabelRequirement> requirements = new ArrayList<>();
    while (true) {
      Token token = peek();
      if (token.kind() == Kind.END) {
        return new LabelSelector(requirements);
      }
      if (!startsRequirement(token)) {
        throw bad(token, ", expected: !, identifier, or 'end of string'");
      }
      requirements.add(requirement());
      Token separator = take();
      if (separator.kind() == Kind.END) {
        return new LabelSelector(requirements);
      }
      if (separator.kind() != Kind.COMMA) {
        throw bad(separator, ", expected: ',' or 'end of string'");
      }
      if (!startsRequirement(peek())) {
        throw bad(peek(), ", expected: identifier after ','");
      }
    }
  }

  private LabelRequirement requirement() {
    boolean negated = peek().kind() == Kind.NOT;
    if (negated) {
      take();
    }
    Token key = take();
    if (!isWord(key)) {
      throw badRequirement(key, ", expected: identifier");
    }
    List<String> keyErrors = LabelSyntax.keyErrors(key.text());
    if (!keyErrors.isEmpty()) {
      // Upstream has no path here, and prints that.
      throw invalid(List.of(FieldError.invalid("<nil>", key.text(), String.join("; ", keyErrors))));
    }
    Kind next = peek().kind();
    boolean ends = next == Kind.END || next == Kind.COMMA;
    if (negated || ends) {
      // After a negated key anything else than an end is refused by the caller.
      LabelOperator operator = negated ? LabelOperator.DOES_NOT_EXIST : LabelOperator.EXISTS;
      return checked(new LabelRequirement(key.text(), operator, List.of()));
    }
    LabelOperator operator = operator();
    Set<String> values =
        switch (operator) {
          case IN, NOT_IN -> values();
          case EQUALS, DOUBLE_EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN, EXISTS, DOES_NOT_EXIST ->
              Set.of(exactValue());
        };
    return checked(new LabelRequirement(key.text(), operator, List.copyOf(values)));
  }

  private LabelOperator operator() {
    Token token = take();
    Optional<LabelOperator> operator =
        switch (token.kind()) {
          case IN -> Optional.of(LabelOperator.IN);
          case NOT_IN -> Optional.of(LabelOperator.NOT_IN);
          case EQUALS -> Optional.of(LabelOperator.EQUALS);
          case DOUBLE_EQUALS -> Optional.of(LabelOperator.DOUBLE_EQUALS);
          case NOT_EQUALS -> Optional.of(LabelOperator.NOT_EQUALS);
          case GREATER_THAN -> Optional.of(LabelOperator.GREATER_THAN);
          case LESS_THAN -> Optional.of(LabelOperator.LESS_THAN);
          case END, CLOSED_PAR, COMMA, NOT, IDENTIFIER, OPEN_PAR -> Optional.empty();
        };
    return operator.orElseThrow(() -> badRequirement(token, ", expected: " + BINARY_OPERATORS));
  }

  private Set<String> values() {
    Token open = take();
    if (open.kind() != Kind.OPEN_PAR) {
      throw badRequirement(open, " expected: '('");
    }
    Token first = peek();
    if (first.kind() == Kind.CLOSED_PAR) {
      take();
      return Set.of("");
    }
    if (!isWord(first) && first.kind() != Kind.COMMA) {
      throw badRequirement(first, ", expected: ',', ')' or identifier");
    }
    Set<String> values = identifiers();
    take(); // the closing parenthesis, which ended the identifiers
    return values;
  }

  /** A comma-separated list, in which a missing word is the empty value. */
  private Set<String> identifiers() {
    Set<String> values = new TreeSet<>();
    while (true) {
      Token token = take();
      if (isWord(token)) {
        values.add(token.text());
        if (peek().kind() == Kind.CLOSED_PAR) {
          return values;
        }
        if (peek().kind() != Kind.COMMA) {
          throw badRequirement(peek(), ", expected: ',' or ')'");
        }
      } else if (token.kind() == Kind.COMMA) {
        if (values.isEmpty() || peek().kind() == Kind.COMMA) {
          values.add("");
        }
        if (peek().kind() == Kind.CLOSED_PAR) {
          values.add("");
          return values;
        }
      } else {
        throw badRequirement(token, ", expected: ',', or identifier");
      }
    }
  }

  private String exactValue() {
    if (peek().kind() == Kind.END || peek().kind() == Kind.COMMA) {
      return "";
    }
    Token token = take();
    if (!isWord(token)) {
      throw badRequirement(token, ", expected: identifier");
    }
    return token.text();
  }

  private Token peek() {
    return tokens.get(position);
  }

  private Token take() {
    // The end is never taken twice: every path ends or throws on it.
    return tokens.get(position++);
  }

  /** An identifier, or an operator's word where only an identifier makes sense. */
  private static boolean isWord(Token token) {
    return token.kind() == Kind.IDENTIFIER
        || token.kind() == Kind.IN
        || token.kind() == Kind.NOT_IN;
  }

  private static boolean startsRequirement(Token token) {
    return isWord(token) || token.kind() == Kind.NOT;
  }

  private static LabelRequirement checked(LabelRequirement requirement) {
    List<FieldError> errors = requirement.errors();
    if (!errors.isEmpty()) {
      throw invalid(errors);
    }
    return requirement;
  }

  private static StatusException invalid(List<FieldError> errors) {
    return StatusException.badRequest(
        "unable to parse requirement: " + FieldError.aggregate(errors));
  }

  private static StatusException badRequirement(Token found, String expected) {
    return StatusException.badRequest(
        "unable to parse requirement: found '" + found.text() + "'" + expected);
  }

  private static StatusException bad(Token found, String expected) {
    return StatusException.badRequest("found '" + found.text() + "'" + expected);
  }
}

package io.jukung.registry.crd.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.cel.Expressions;
import io.jukung.registry.crd.schema.Structural;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of one part of a schema, compiled.
 *
 * @param rules in the schema's order
 */
record RuleSet(List<Compiled> rules) {
  private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");

  /**
   * A rule.
   *
   * @param program empty when it could not be compiled; {@code error} says why
   * @param transition whether it compares with the state before
   */
  record Compiled(
      Structural.Rule rule,
      Optional<Expression> program,
      Optional<Expression> message,
      String error,
      String messageError,
      boolean transition) {}

  /** Compiles the rules of a schema; takes milliseconds each. */
  static RuleSet compile(Structural schema, boolean root) {
    List<Compiled> compiled = new ArrayList<>();
    for (Structural.Rule rule : schema.rules()) {
      SchemaTypes types = new SchemaTypes();
      CelType self = types.of(schema, root);
      boolean optional = rule.optionalOldSelf().orElse(false);
      Expressions environment =
          new Expressions(
              Map.of("self", self, "oldSelf", optional ? OptionalType.create(self) : self), types);
      compiled.add(one(rule, environment));
    }
    return new RuleSet(List.copyOf(compiled));
  }

  private static Compiled one(Structural.Rule rule, Expressions environment) {
    boolean transition =
        OLD_SELF.matcher(rule.rule()).find() || OLD_SELF.matcher(rule.messageExpression()).find();
    Optional<Expression> program = Optional.empty();
    Optional<Expression> message = Optional.empty();
    String error = "";
    String messageError = "";
    try {
      program = Optional.of(environment.compile(rule.rule(), SimpleType.BOOL));
    } catch (Expressions.CompileException e) {
      error = e.getMessage();
    }
    if (!rule.messageExpression().isBlank()) {
      try {
        message = Optional.of(environment.compile(rule.messageExpression(), SimpleType.STRING));
      } catch (Expressions.CompileException e) {
        messageError = e.getMessage();
      }
    }
    return new Compiled(rule, program, message, error, messageError, transition);
  }
}

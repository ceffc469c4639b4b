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

/**
 * The rules of one part of a schema, compiled.
 *
 * @param rules in the schema's order
 */
record RuleSet(List<Compiled> rules) {
  /**
   * A rule.
   *
   * @param program empty when it could not be compiled: {@code error} says why, unless it is blank
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
      SchemaTypes types = new SchemaTypes("selfType");
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
    Optional<Expression> program = Optional.empty();
    Optional<Expression> message = Optional.empty();
    String error = "";
    String messageError = "";
    if (rule.rule().isBlank()) {
      return new Compiled(rule, program, message, error, messageError, false);
    }
    try {
      program = Optional.of(environment.compile(rule.rule(), SimpleType.BOOL));
    } catch (Expressions.CompileException e) {
      error = e.wrongType() ? "cel expression " + e.getMessage() : e.getMessage();
    }
    if (program.isPresent() && !rule.messageExpression().isBlank()) {
      try {
        message = Optional.of(environment.compile(rule.messageExpression(), SimpleType.STRING));
      } catch (Expressions.CompileException e) {
        messageError = "messageExpression " + e.getMessage();
      }
    }
    boolean transition = program.map(compiled -> compiled.uses("oldSelf")).orElse(false);
    return new Compiled(rule, program, message, error, messageError, transition);
  }
}

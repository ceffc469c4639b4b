package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.admission.AdmissionExpressions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One rule of a validating policy, compiled. Immutable.
 *
 * @param messageProgram makes the message; empty where a fixed one is used
 */
record Validation(
    Program program,
    Optional<Program> messageProgram,
    String expression,
    String message,
    String reason) {
  private static final int MAX_MESSAGE = 5 << 10;

  static Validation compile(JsonNode validation, AdmissionExpressions environment) {
    String expression = validation.path("expression").asText("");
    String message = validation.path("messageExpression").asText("");
    return new Validation(
        Program.compile(environment, expression, SimpleType.BOOL),
        message.isEmpty()
            ? Optional.empty()
            : Optional.of(Program.compileMessage(environment, message)),
        expression,
        validation.path("message").asText(""),
        validation.path("reason").asText("Invalid"));
  }

  /** What is told when the rule does not hold: never empty, and in one line. */
  String message(Map<String, Object> values, AtomicLong budget) throws Program.OutOfBudget {
    String text = "";
    if (messageProgram.isPresent()
        && messageProgram.get().evaluate(values, budget)
            instanceof Program.Result.Value(String made)) {
      text = made.strip();
      if (text.length() > MAX_MESSAGE || text.indexOf('\n') >= 0) {
        text = "";
      }
    }
    if (text.isEmpty()) {
      text = message.strip();
    }
    return text.isEmpty() ? "failed expression: " + expression.strip() : text;
  }
}

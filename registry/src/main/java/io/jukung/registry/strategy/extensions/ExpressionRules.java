package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.crd.schema.FieldPaths;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.status.FieldError;
import java.util.List;

/** What {@code x-kubernetes-validations} may say, before they are compiled. */
final class ExpressionRules {
  private static final List<String> REASONS =
      List.of(
          "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

  private ExpressionRules() {}

  static void validate(String path, JsonNode schema, List<FieldError> errors) {
    JsonNode rules = schema.path("x-kubernetes-validations");
    for (int i = 0; i < rules.size(); i++) {
      rule(path + ".x-kubernetes-validations[" + i + "]", schema, rules.get(i), errors);
    }
  }

  private static void rule(String at, JsonNode schema, JsonNode rule, List<FieldError> errors) {
    String expression = rule.path("rule").asText("").strip();
    String message = rule.path("message").asText("");
    if (expression.isEmpty()) {
      errors.add(FieldError.required(at + ".rule", "rule is not specified"));
    } else if (!message.isEmpty() && message.isBlank()) {
      errors.add(FieldError.invalid(at + ".message", message, "must be non-empty if specified"));
    } else if (broken(message.strip())) {
      errors.add(FieldError.invalid(at + ".message", message, "must not contain line breaks"));
    } else if (broken(expression) && message.isBlank()) {
      errors.add(
          FieldError.required(
              at + ".message", "message must be specified if rule contains line breaks"));
    }
    String messageExpression = rule.path("messageExpression").asText("");
    if (!messageExpression.isEmpty() && messageExpression.isBlank()) {
      errors.add(
          FieldError.required(
              at + ".messageExpression", "messageExpression must be non-empty if specified"));
    }
    String reason = rule.path("reason").asText("");
    if (rule.hasNonNull("reason") && !REASONS.contains(reason)) {
      errors.add(FieldError.notSupported(at + ".reason", reason, REASONS));
    }
    fieldPath(at + ".fieldPath", schema, rule.path("fieldPath").asText(""), errors);
  }

  private static void fieldPath(
      String at, JsonNode schema, String fieldPath, List<FieldError> errors) {
    if (!fieldPath.isEmpty() && fieldPath.isBlank()) {
      errors.add(FieldError.invalid(at, fieldPath, "must be non-empty if specified"));
    }
    if (broken(fieldPath)) {
      errors.add(FieldError.invalid(at, fieldPath, "must not contain line breaks"));
    }
    if (!fieldPath.isEmpty() && !FieldPaths.valid(fieldPath, Structural.of(schema))) {
      errors.add(FieldError.invalid(at, fieldPath, "must be a valid path"));
    }
  }

  private static boolean broken(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }
}

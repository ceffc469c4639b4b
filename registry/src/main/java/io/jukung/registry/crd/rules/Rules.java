package io.jukung.registry.crd.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.crd.schema.Correlation;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rules of one version's schema. Those of each part are compiled when an object has that part
 * for the first time, and kept. Safe for all threads.
 */
public final class Rules {
  /** How many steps the rules may take for one object. */
  private static final long BUDGET = 10_000_000;

  private static final int MAX_MESSAGE = 5 << 10;

  private final Structural schema;
  private final Map<Structural, RuleSet> compiled =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** The rules of {@code schema}. */
  public Rules(Structural schema) {
    this.schema = schema;
  }

  /** Whether a schema or a part of it has rules. */
  public static boolean has(Structural schema) {
    Structural items = schema.items();
    Structural additional = schema.additional();
    return !schema.rules().isEmpty()
        || (items != null && has(items))
        || (additional != null && has(additional))
        || schema.properties().values().stream().anyMatch(Rules::has);
  }

  /**
   * The rules that do not hold.
   *
   * @param old the object before; empty on create
   */
  public List<FieldError> validate(JsonNode object, Optional<JsonNode> old) {
    List<FieldError> errors = new ArrayList<>();
    check(new Part(object, old, schema, "", true), new AtomicLong(BUDGET), errors);
    return errors;
  }

  /**
   * What is wrong with the rules of one part of a schema themselves.
   *
   * @param path where the part stands
   * @param root whether the part is the whole
   */
  public static List<FieldError> compileErrors(String path, Structural part, boolean root) {
    List<FieldError> errors = new ArrayList<>();
    List<RuleSet.Compiled> compiled = RuleSet.compile(part, root).rules();
    for (int i = 0; i < compiled.size(); i++) {
      String at = path + ".x-kubernetes-validations[" + i + "]";
      RuleSet.Compiled rule = compiled.get(i);
      if (rule.rule().rule().isBlank()) {
        errors.add(FieldError.required(at + ".rule", "rule is not specified"));
      } else if (!rule.error().isEmpty()) {
        errors.add(FieldError.invalid(at + ".rule", rule.rule().rule(), rule.error()));
      }
      if (!rule.messageError().isEmpty()) {
        errors.add(
            FieldError.invalid(
                at + ".messageExpression", rule.rule().messageExpression(), rule.messageError()));
      }
    }
    return errors;
  }

  /** A part of the object with the schema it follows. */
  private record Part(
      JsonNode value, Optional<JsonNode> old, Structural schema, String path, boolean root) {
    String at() {
      return path.isEmpty() ? "<nil>" : path;
    }

    boolean unchanged() {
      return old.isPresent() && old.get().equals(value);
    }
  }

  private void check(Part part, AtomicLong budget, List<FieldError> errors) {
    if (part.value().isNull() || budget.get() < 0) {
      return;
    }
    if (!part.schema().rules().isEmpty()) {
      rules(part, budget, errors);
    }
    Structural schema = part.schema();
    if (part.value().isObject()) {
      for (Map.Entry<String, JsonNode> field : part.value().properties()) {
        Structural child = schema.child(field.getKey());
        if (child != null) {
          boolean property = schema.properties().containsKey(field.getKey());
          String path =
              property
                  ? (part.path().isEmpty() ? "" : part.path() + ".") + field.getKey()
                  : part.path() + "[" + field.getKey() + "]";
          Optional<JsonNode> old =
              part.old().map(o -> o.path(field.getKey())).filter(o -> !o.isMissingNode());
          check(new Part(field.getValue(), old, child, path, false), budget, errors);
        }
      }
    } else if (part.value().isArray() && schema.items() != null) {
      for (int i = 0; i < part.value().size(); i++) {
        JsonNode element = part.value().get(i);
        Optional<JsonNode> old = part.old().flatMap(o -> Correlation.element(element, o, schema));
        check(
            new Part(element, old, schema.items(), part.path() + "[" + i + "]", false),
            budget,
            errors);
      }
    }
  }

  private void rules(Part part, AtomicLong budget, List<FieldError> errors) {
    RuleSet set = compiled.computeIfAbsent(part.schema(), s -> RuleSet.compile(s, part.root()));
    Object self = SchemaValues.of(part.value(), part.schema());
    for (RuleSet.Compiled rule : set.rules()) {
      boolean optional = rule.rule().optionalOldSelf().orElse(false);
      if (rule.program().isEmpty()) {
        errors.add(invalid(part, "rule compile error: " + rule.error()));
        continue;
      }
      if (rule.transition() && part.old().isEmpty() && !optional) {
        continue;
      }
      if (!rule.transition() && part.unchanged()) {
        continue; // what did not change is not held against the writer
      }
      Map<String, Object> variables = new HashMap<>();
      variables.put("self", self);
      Optional<Object> old = part.old().map(o -> SchemaValues.of(o, part.schema()));
      if (optional) {
        variables.put("oldSelf", old);
      } else {
        old.ifPresent(o -> variables.put("oldSelf", o));
      }
      evaluate(part, rule, variables, budget, errors);
      if (budget.get() < 0) {
        return;
      }
    }
  }

  private static void evaluate(
      Part part,
      RuleSet.Compiled rule,
      Map<String, Object> variables,
      AtomicLong budget,
      List<FieldError> errors) {
    String text = rule.rule().rule().strip();
    try {
      Object result = rule.program().orElseThrow().evaluate(variables, budget);
      if (!Boolean.TRUE.equals(result)) {
        errors.add(failure(part, rule.rule(), message(rule, variables, budget)));
      }
    } catch (Expression.EvaluationException e) {
      errors.add(
          invalid(
              part,
              e.overBudget()
                  ? "'"
                      + e.getMessage()
                      + "': no further validation rules will be run due to call cost exceeds limit"
                      + " for rule: "
                      + text
                  : e.getMessage() + " evaluating rule: " + described(rule.rule())));
    }
  }

  private static String described(Structural.Rule rule) {
    return rule.message().isEmpty() ? rule.rule().strip() : rule.message().strip();
  }

  private static String message(
      RuleSet.Compiled rule, Map<String, Object> variables, AtomicLong budget) {
    Structural.Rule source = rule.rule();
    if (rule.message().isPresent()) {
      try {
        String text = String.valueOf(rule.message().get().evaluate(variables, budget)).strip();
        if (!text.isEmpty() && text.length() <= MAX_MESSAGE && text.indexOf('\n') < 0) {
          return text;
        }
      } catch (Expression.EvaluationException e) {
        // As upstream, the fixed message stands in for one that can't be made.
        return fixed(source);
      }
    }
    return fixed(source);
  }

  private static String fixed(Structural.Rule rule) {
    return rule.message().isEmpty()
        ? "failed rule: " + rule.rule().strip()
        : rule.message().strip();
  }

  private static FieldError invalid(Part part, String detail) {
    return FieldError.invalid(part.at(), part.schema().type(), detail);
  }

  private static FieldError failure(Part part, Structural.Rule rule, String detail) {
    String field =
        rule.fieldPath().isEmpty()
            ? part.at()
            : part.path().isEmpty()
                ? rule.fieldPath().substring(1)
                : part.path() + rule.fieldPath();
    boolean whole = part.schema().type().equals("object") || part.schema().type().equals("array");
    return switch (rule.reason()) {
      case "FieldValueForbidden" -> FieldError.forbidden(field, detail);
      case "FieldValueRequired" -> FieldError.required(field, detail);
      case "FieldValueDuplicate" ->
          new FieldError(FieldError.Type.DUPLICATE, field, part.value().toString(), "");
      default ->
          whole
              // The value is left out, so the text follows the type at once.
              ? new FieldError(FieldError.Type.INVALID, field, detail, "")
              : FieldError.invalid(field, part.value(), detail);
    };
  }
}

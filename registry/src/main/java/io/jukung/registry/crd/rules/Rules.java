package io.jukung.registry.crd.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.crd.schema.Correlation;
import io.jukung.registry.crd.schema.FieldPaths;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rules of one version's schema. Those of each part are compiled when an object has that part
 * for the first time, and kept. Safe for all threads.
 */
public final class Rules {
  /** What the rules may cost for one object, in CEL's units. */
  private static final long BUDGET = 10_000_000;

  private static final String OUT_OF_BUDGET =
      "validation failed due to running out of cost budget, no further validation rules will be"
          + " run";
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
   * @param warnings takes what does not hold and did not before: that is not held against the
   *     writer
   */
  public List<FieldError> validate(
      JsonNode object, Optional<JsonNode> old, Consumer<String> warnings) {
    Check check = new Check(warnings);
    check(new Part(object, old, schema, "", true), check);
    return check.errors;
  }

  /** One object's validation under way. */
  private static final class Check {
    private final List<FieldError> errors = new ArrayList<>();
    private final Consumer<String> warnings;
    private long budget = BUDGET;

    Check(Consumer<String> warnings) {
      this.warnings = warnings;
    }

    /** Takes the cost of an evaluation off; false when that is more than is left. */
    boolean pay(long cost) {
      boolean enough = cost <= budget;
      budget = enough ? budget - cost : -1;
      return enough;
    }

    boolean over() {
      return budget < 0;
    }
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

  private void check(Part part, Check check) {
    if (part.value().isNull() || check.over()) {
      return;
    }
    if (!part.schema().rules().isEmpty()) {
      rules(part, check);
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
          check(new Part(field.getValue(), old, child, path, false), check);
        }
      }
    } else if (part.value().isArray() && schema.items() != null) {
      for (int i = 0; i < part.value().size(); i++) {
        JsonNode element = part.value().get(i);
        Optional<JsonNode> old = part.old().flatMap(o -> Correlation.element(element, o, schema));
        check(new Part(element, old, schema.items(), part.path() + "[" + i + "]", false), check);
      }
    }
  }

  private void rules(Part part, Check check) {
    if (check.budget <= 0) {
      check.errors.add(invalid(part, OUT_OF_BUDGET));
      check.budget = -1;
      return;
    }
    RuleSet set = compiled.computeIfAbsent(part.schema(), s -> RuleSet.compile(s, part.root()));
    Object self = SchemaValues.of(part.value(), part.schema());
    Optional<Object> old = part.old().map(o -> SchemaValues.of(o, part.schema()));
    for (RuleSet.Compiled rule : set.rules()) {
      boolean optional = rule.rule().optionalOldSelf().orElse(false);
      if (!rule.error().isEmpty()) {
        check.errors.add(invalid(part, "rule compile error: " + rule.error()));
        continue;
      }
      boolean skipped =
          rule.program().isEmpty() || (rule.transition() && part.old().isEmpty() && !optional);
      if (skipped) {
        continue;
      }
      Map<String, Object> variables = new HashMap<>();
      variables.put("self", self);
      if (optional) {
        variables.put("oldSelf", old);
      } else {
        old.ifPresent(o -> variables.put("oldSelf", o));
      }
      evaluate(part, rule, variables, check);
      if (check.over()) {
        return;
      }
    }
  }

  private static void evaluate(
      Part part, RuleSet.Compiled rule, Map<String, Object> variables, Check check) {
    String text = described(rule.rule());
    try {
      Expression.Outcome outcome = rule.program().orElseThrow().evaluate(variables);
      if (!check.pay(outcome.cost())) {
        check.errors.add(invalid(part, OUT_OF_BUDGET));
      } else if (!Boolean.TRUE.equals(outcome.value())) {
        broken(part, rule, variables, check);
      }
    } catch (Expression.EvaluationException e) {
      if (!check.pay(e.cost())) {
        check.errors.add(invalid(part, OUT_OF_BUDGET));
      } else if (e.overLimit()) {
        check.errors.add(
            invalid(
                part,
                "'"
                    + e.getMessage()
                    + "': no further validation rules will be run due to call cost exceeds limit"
                    + " for rule: "
                    + text));
        check.budget = -1;
      } else {
        check.errors.add(
            invalid(
                part,
                e.getMessage().startsWith("no such overload")
                    ? "'"
                        + e.getMessage()
                        + "': call arguments did not match a supported operator, function or macro"
                        + " signature for rule: "
                        + text
                    : e.getMessage() + " evaluating rule: " + text));
      }
    }
  }

  private static void broken(
      Part part, RuleSet.Compiled rule, Map<String, Object> variables, Check check) {
    FieldError error;
    try {
      error = failure(part, rule.rule(), message(rule, variables, check));
    } catch (MessageTooExpensive e) {
      error = failure(part, rule.rule(), part.schema().type(), String.valueOf(e.getMessage()));
      check.budget = -1;
    }
    if (!rule.transition() && part.unchanged()) {
      check.warnings.accept(error.toString());
    } else {
      check.errors.add(error);
    }
  }

  /** Ends the validation: a message cost more than was left. */
  private static final class MessageTooExpensive extends Exception {
    private static final long serialVersionUID = 1;

    MessageTooExpensive(String message) {
      super(message);
    }
  }

  private static String described(Structural.Rule rule) {
    return rule.message().isEmpty() ? rule.rule().strip() : rule.message().strip();
  }

  private static String message(RuleSet.Compiled rule, Map<String, Object> variables, Check check)
      throws MessageTooExpensive {
    Structural.Rule source = rule.rule();
    if (rule.message().isEmpty()) {
      return fixed(source);
    }
    String expression = FieldError.quote(source.messageExpression());
    try {
      Expression.Outcome outcome = rule.message().get().evaluate(variables);
      pay(check, outcome.cost());
      String text = String.valueOf(outcome.value()).strip();
      boolean usable = !text.isEmpty() && text.length() <= MAX_MESSAGE && text.indexOf('\n') < 0;
      return usable ? text : fixed(source);
    } catch (Expression.EvaluationException e) {
      pay(check, e.cost());
      if (e.overLimit()) {
        throw new MessageTooExpensive(
            "no further validation rules will be run due to call cost exceeds limit for"
                + " messageExpression: "
                + expression);
      }
      // As upstream, the fixed message stands in for one that can't be made.
      return fixed(source);
    }
  }

  private static void pay(Check check, long cost) throws MessageTooExpensive {
    if (!check.pay(cost)) {
      throw new MessageTooExpensive(
          "messageExpression evaluation failed due to running out of cost budget, no further"
              + " validation rules will be run");
    }
  }

  private static String fixed(Structural.Rule rule) {
    return rule.message().isEmpty()
        ? "failed rule: " + rule.rule().strip()
        : rule.message().strip();
  }

  private static FieldError invalid(Part part, String detail) {
    return FieldError.invalid(part.at(), part.schema().type(), detail);
  }

  private static String field(Part part, Structural.Rule rule) {
    FieldPaths.Found found =
        rule.fieldPath().isEmpty()
            ? FieldPaths.find("", part.schema(), true)
            : FieldPaths.find(rule.fieldPath(), part.schema(), true);
    if (!found.error().isEmpty() || found.text().isEmpty()) {
      return part.at();
    }
    return part.path().isEmpty() ? found.text() : part.path() + "." + found.text();
  }

  private static FieldError failure(Part part, Structural.Rule rule, String type, String detail) {
    return FieldError.invalid(field(part, rule), type, detail);
  }

  private static FieldError failure(Part part, Structural.Rule rule, String detail) {
    String field = field(part, rule);
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

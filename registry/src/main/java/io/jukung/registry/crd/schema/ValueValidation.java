package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks objects against what a schema says of values, with upstream's texts. On updates, what did
 * not change is not held against the writer (ratcheting). Upstream: {@code
 * kube-openapi/pkg/validation/validate} and {@code
 * apiextensions-apiserver/pkg/apiserver/validation} at v1.36. Safe for all threads.
 */
public final class ValueValidation {
  private static final Set<String> NUMBERS = Set.of("integer", "number");

  private final String base;
  private final Patterns patterns;

  /**
   * A validation.
   *
   * @param base the path in front of all others, such as {@code status}; empty for whole objects
   */
  public ValueValidation(String base, Patterns patterns) {
    this.base = base;
    this.patterns = patterns;
  }

  /** What is wrong with a new value. */
  public List<FieldError> validate(JsonNode value, Structural schema) {
    return check(value, Optional.empty(), schema, "").errors();
  }

  /** What is wrong with a changed value, apart from what did not change. */
  public List<FieldError> validateUpdate(JsonNode value, JsonNode old, Structural schema) {
    return check(value, Optional.of(old), schema, "").errors();
  }

  private Findings check(JsonNode value, Optional<JsonNode> old, Structural schema, String path) {
    Findings findings = new Findings();
    if (old.isPresent() && old.get().equals(value)) {
      return findings;
    }
    type(value, schema, path, findings);
    if (value.isNull()) {
      findings.checked();
      enumValue(value, schema.values(), path, findings);
      return findings;
    }
    findings.checked();
    branches(value, old, schema.values().branches(), path, findings);
    findings.checked();
    if (value.isTextual()) {
      ScalarChecks.text(value, schema.values(), at(path), body(path), patterns, findings);
      ScalarChecks.format(value, schema.values().format(), at(path), body(path), findings);
    } else if (value.isNumber()) {
      range(value, schema, path, findings);
      ScalarChecks.number(value, schema.values(), at(path), body(path), findings);
    } else if (value.isArray()) {
      elements(value, old, schema, path, findings);
    }
    enumValue(value, schema.values(), path, findings);
    findings.checked();
    if (value.isObject()) {
      fields(value, old, schema, path, findings);
      findings.checked();
    }
    findings.checked();
    return findings;
  }

  /** The path as an error names it. */
  private String at(String path) {
    String own = path.startsWith(".") ? path.substring(1) : path;
    if (own.isEmpty()) {
      return base.isEmpty() ? "<nil>" : base;
    }
    return base.isEmpty() ? own : base + "." + own;
  }

  /** The path as a message names it. */
  private static String body(String path) {
    return path + " in body ";
  }

  private void type(JsonNode value, Structural schema, String path, Findings findings) {
    findings.checked();
    String wanted = schema.intOrString() ? "integer,string" : schema.type();
    if (wanted.isEmpty()) {
      return;
    }
    if (value.isNull()) {
      if (!schema.nullable()) {
        wrongType(path, wanted, "null", findings);
      }
      return;
    }
    String actual = typeOf(value);
    List<String> types = List.of(wanted.split(",", -1));
    boolean integral =
        actual.equals("number") && value.doubleValue() == Math.rint(value.doubleValue());
    boolean fits =
        types.contains(actual)
            || (integral && types.contains("integer"))
            || (actual.equals("integer") && types.contains("number"));
    boolean formatted =
        !schema.values().format().isEmpty()
            && types.stream().noneMatch(NUMBERS::contains)
            && (value.isTextual() || value.isArray());
    if (!fits && !formatted) {
      wrongType(path, wanted, actual, findings);
    }
  }

  private void wrongType(String path, String wanted, String actual, Findings findings) {
    findings.add(
        new FieldError(
            FieldError.Type.TYPE_INVALID,
            at(path),
            FieldError.quote(actual),
            body(path) + "must be of type " + wanted + ": " + FieldError.quote(actual)));
  }

  static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> "null";
    };
  }

  private void enumValue(JsonNode value, ValueRules rules, String path, Findings findings) {
    if (rules.enumValues().isEmpty() || rules.enumValues().contains(value)) {
      return;
    }
    List<String> supported =
        rules.enumValues().stream()
            .map(allowed -> allowed.isTextual() ? allowed.textValue() : allowed.toString())
            .map(FieldError::quote)
            .toList();
    findings.add(
        new FieldError(
            FieldError.Type.NOT_SUPPORTED,
            at(path),
            value.isTextual() ? FieldError.quote(value.textValue()) : value.toString(),
            "supported values: " + String.join(", ", supported)));
  }

  private void elements(
      JsonNode array, Optional<JsonNode> old, Structural schema, String path, Findings findings) {
    ValueRules rules = schema.values();
    Structural items = schema.items();
    if (items != null) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode element = array.get(i);
        Optional<JsonNode> before = old.flatMap(o -> Correlation.element(element, o, schema));
        findings.merge(check(element, before, items, path + "[" + i + "]"));
      }
    }
    ScalarChecks.size(array, rules, at(path), body(path), findings);
    if (rules.uniqueItems() && Correlation.hasTwins(array)) {
      findings.add(FieldError.invalid(at(path), "", body(path) + "shouldn't contain duplicates"));
    }
    findings.checked();
  }

  private void fields(
      JsonNode object, Optional<JsonNode> old, Structural schema, String path, Findings findings) {
    ScalarChecks.properties(object, schema.values(), at(path), body(path), findings);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String key = field.getKey();
      Structural child = schema.child(key);
      if (child != null) {
        boolean described = schema.properties().containsKey(key);
        String below = path.isEmpty() && described ? key : path + "." + key;
        Optional<JsonNode> before = old.map(o -> o.path(key)).filter(o -> !o.isMissingNode());
        findings.merge(check(field.getValue(), before, child, below));
      }
    }
    for (String key : schema.values().required()) {
      if (!object.has(key)) {
        findings.add(FieldError.required(at(path + "." + key), ""));
      }
    }
  }

  private void branches(
      JsonNode value,
      Optional<JsonNode> old,
      ValueRules.Branches branches,
      String path,
      Findings findings) {
    if (!branches.anyOf().isEmpty()) {
      anyOf(value, old, branches.anyOf(), path, findings);
    }
    if (!branches.oneOf().isEmpty()) {
      oneOf(value, old, branches.oneOf(), path, findings);
    }
    if (!branches.allOf().isEmpty()) {
      allOf(value, old, branches.allOf(), path, findings);
    }
    @Nullable Structural not = branches.not();
    if (not != null && check(value, Optional.empty(), not, path).none()) {
      composite(path, " must not validate the schema (not)", findings);
    }
  }

  /** Errors about numbers that their format can't hold name no place. */
  private void range(JsonNode value, Structural schema, String path, Findings findings) {
    String format = schema.values().format();
    if (!ScalarChecks.holds(value, schema.type(), format)) {
      findings.add(
          FieldError.invalid(
              base.isEmpty() ? "<nil>" : base,
              "",
              "Checked value must be of type "
                  + schema.type()
                  + (format.isEmpty() ? " (default format)" : " with format " + format)
                  + " in "
                  + at(path)));
    }
  }

  private void composite(String path, String text, Findings findings) {
    findings.add(
        FieldError.invalid(base.isEmpty() ? "<nil>" : base, "", FieldError.quote(path) + text));
  }

  private void anyOf(
      JsonNode value,
      Optional<JsonNode> old,
      List<Structural> schemas,
      String path,
      Findings findings) {
    @Nullable Findings best = null;
    for (Structural schema : schemas) {
      Findings result = check(value, old, schema, path);
      if (result.none()) {
        findings.merge(result);
        return;
      }
      if (best == null || result.checks() > best.checks()) {
        best = result;
      }
    }
    composite(path, " must validate at least one schema (anyOf)", findings);
    if (best != null) {
      findings.merge(best);
    }
  }

  private void oneOf(
      JsonNode value,
      Optional<JsonNode> old,
      List<Structural> schemas,
      String path,
      Findings findings) {
    @Nullable Findings best = null;
    List<Findings> good = new ArrayList<>();
    for (Structural schema : schemas) {
      Findings result = check(value, old, schema, path);
      if (result.none()) {
        good.add(result);
      } else if (good.isEmpty() && (best == null || result.checks() > best.checks())) {
        best = result;
      }
    }
    if (good.size() == 1) {
      findings.merge(good.getFirst());
      return;
    }
    composite(
        path,
        " must validate one and only one schema (oneOf). "
            + (good.isEmpty()
                ? "Found none valid"
                : "Found " + good.size() + " valid alternatives"),
        findings);
    if (good.isEmpty() && best != null) {
      findings.merge(best);
    }
  }

  private void allOf(
      JsonNode value,
      Optional<JsonNode> old,
      List<Structural> schemas,
      String path,
      Findings findings) {
    int good = 0;
    for (Structural schema : schemas) {
      Findings result = check(value, old, schema, path);
      good += result.none() ? 1 : 0;
      findings.merge(result);
    }
    if (good != schemas.size()) {
      composite(
          path,
          " must validate all the schemas (allOf)" + (good == 0 ? ". None validated" : ""),
          findings);
    }
  }

  /** A count as errors show it. */
  static JsonNode count(int size) {
    return IntNode.valueOf(size);
  }
}

package io.jukung.server.authorization.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.DeclaredTypes;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.cel.Expressions;
import io.jukung.registry.cel.Expressions.CompileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions on a {@code SubjectAccessReview} under which a server is asked at all. Immutable.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authorization/cel} at v1.36.
 */
record MatchConditions(List<Condition> conditions) {
  private static final String REQUEST = "request";
  private static final List<String> TEXT_ATTRIBUTES =
      List.of("namespace", "verb", "group", "version", "resource", "subresource", "name");

  /** An expression and its text. */
  record Condition(String text, Expression expression) {}

  /** What the conditions came to. */
  sealed interface Outcome {
    /** All are true. */
    record Matches() implements Outcome {}

    /** One is false. */
    record Differs() implements Outcome {}

    /** None is false, and not all could be judged. */
    record Failed(String error) implements Outcome {}
  }

  MatchConditions {
    conditions = List.copyOf(conditions);
  }

  /** The environment conditions are compiled in; takes a while to make. */
  static Expressions environment() {
    DeclaredTypes types = new DeclaredTypes();
    CelType texts = ListType.create(SimpleType.STRING);
    CelType requirement =
        types.declare(
            "kubernetes.SelectorRequirement",
            Map.of("key", SimpleType.STRING, "operator", SimpleType.STRING, "values", texts));
    Map<String, CelType> selector =
        Map.of("rawSelector", SimpleType.STRING, "requirements", ListType.create(requirement));
    Map<String, CelType> resource = new LinkedHashMap<>();
    TEXT_ATTRIBUTES.forEach(field -> resource.put(field, SimpleType.STRING));
    resource.put("fieldSelector", types.declare("kubernetes.FieldSelectorAttributes", selector));
    resource.put("labelSelector", types.declare("kubernetes.LabelSelectorAttributes", selector));
    CelType request =
        types.declare(
            "kubernetes.SubjectAccessReviewSpec",
            Map.of(
                "resourceAttributes",
                types.declare("kubernetes.ResourceAttributes", resource),
                "nonResourceAttributes",
                types.declare(
                    "kubernetes.NonResourceAttributes",
                    Map.of("path", SimpleType.STRING, "verb", SimpleType.STRING)),
                "user",
                SimpleType.STRING,
                "groups",
                texts,
                "extra",
                MapType.create(SimpleType.STRING, texts),
                "uid",
                SimpleType.STRING));
    return new Expressions(Map.of(REQUEST, request), types);
  }

  /**
   * Compiles a condition.
   *
   * @throws CompileException when it is no expression, or makes no boolean
   */
  static Condition compile(Expressions environment, String text) throws CompileException {
    Expression compiled = environment.compile(text);
    if (!compiled.type().equals(SimpleType.BOOL)) {
      throw new CompileException(
          "must evaluate to bool but got " + CelTypes.format(compiled.type()), true);
    }
    return new Condition(text, compiled);
  }

  /** Judges the {@code spec} of a review. */
  Outcome judge(JsonNode spec) {
    if (conditions.isEmpty()) {
      return new Outcome.Matches();
    }
    Map<String, Object> request = Map.of(REQUEST, request(spec));
    List<String> errors = new ArrayList<>();
    for (Condition condition : conditions) {
      try {
        if (!Boolean.TRUE.equals(condition.expression().evaluate(request).value())) {
          return new Outcome.Differs();
        }
      } catch (Expression.EvaluationException e) {
        errors.add(
            "cel evaluation error: expression '"
                + condition.text()
                + "' resulted in error: "
                + e.getMessage());
      }
    }
    return errors.isEmpty()
        ? new Outcome.Matches()
        : new Outcome.Failed(
            errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]");
  }

  private static Map<String, Object> request(JsonNode spec) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("user", spec.path("user").asText(""));
    request.put("uid", spec.path("uid").asText(""));
    request.put("groups", texts(spec.path("groups")));
    Map<String, Object> extra = new LinkedHashMap<>();
    spec.path("extra").properties().forEach(e -> extra.put(e.getKey(), texts(e.getValue())));
    request.put("extra", extra);
    JsonNode resource = spec.path("resourceAttributes");
    if (resource.isObject()) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      TEXT_ATTRIBUTES.forEach(field -> attributes.put(field, resource.path(field).asText("")));
      selector(resource, "fieldSelector", attributes);
      selector(resource, "labelSelector", attributes);
      request.put("resourceAttributes", attributes);
    }
    JsonNode path = spec.path("nonResourceAttributes");
    if (path.isObject()) {
      request.put(
          "nonResourceAttributes",
          Map.of("path", path.path("path").asText(""), "verb", path.path("verb").asText("")));
    }
    return request;
  }

  private static void selector(JsonNode resource, String field, Map<String, Object> attributes) {
    List<Object> requirements = new ArrayList<>();
    for (JsonNode requirement : resource.path(field).path("requirements")) {
      requirements.add(
          Map.of(
              "key",
              requirement.path("key").asText(""),
              "operator",
              requirement.path("operator").asText(""),
              "values",
              texts(requirement.path("values"))));
    }
    if (!requirements.isEmpty()) {
      attributes.put(field, Map.of("requirements", requirements));
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText("")));
    return texts;
  }
}

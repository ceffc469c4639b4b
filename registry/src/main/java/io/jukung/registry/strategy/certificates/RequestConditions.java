package io.jukung.registry.strategy.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Difference;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMeta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The conditions of signing requests: whether they are approved, denied or failed ({@code
 * validateConditions} and {@code validateCertificateSigningRequestUpdate} in {@code
 * pkg/apis/certificates/validation/validation.go} at v1.36).
 */
final class RequestConditions {
  private static final List<String> DECISIONS = List.of("Approved", "Denied");
  private static final List<String> ONLY_TRUE = List.of("Approved", "Denied", "Failed");

  private RequestConditions() {}

  static void check(Spot conditions, JsonNode old, List<FieldError> errors) {
    JsonNode before = old.path("status").path("conditions");
    boolean bothBefore = !of(before, "Approved").isEmpty() && !of(before, "Denied").isEmpty();
    boolean emptyBefore = !of(before, "").isEmpty();
    boolean twiceBefore = types(before).size() < before.size();
    Set<String> seen = new HashSet<>();
    for (Spot condition : conditions.elements()) {
      String type = condition.at("type").text();
      if (type.isEmpty() && !emptyBefore) {
        Check.missing(condition.at("type"), "", errors);
      }
      Spot status = condition.at("status");
      if (status.text().isEmpty()) {
        Check.missing(status, "", errors);
      } else {
        Check.mustBeOneOf(
            status,
            ONLY_TRUE.contains(type) ? List.of("True") : List.of("False", "True", "Unknown"),
            errors);
      }
      boolean other = seen.contains(type.equals("Approved") ? "Denied" : "Approved");
      if (!bothBefore && DECISIONS.contains(type) && other) {
        errors.add(
            FieldError.invalid(
                conditions.path(), type, "Approved and Denied conditions are mutually exclusive"));
      }
      if (!seen.add(type) && !twiceBefore) {
        errors.add(FieldError.duplicate(condition.at("type").path(), type));
      }
    }
  }

  private static Set<String> types(JsonNode conditions) {
    Set<String> types = new HashSet<>();
    conditions.forEach(condition -> types.add(condition.path("type").asText()));
    return types;
  }

  private static ArrayNode of(JsonNode conditions, String type) {
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText("").equals(type)) {
        found.add(condition);
      }
    }
    return found;
  }

  /** Adds what is wrong with a change; decisions are made where {@code deciding} only. */
  static void changes(
      ObjectNode object, ObjectNode old, boolean deciding, List<FieldError> errors) {
    JsonNode now = object.path("status").path("conditions");
    JsonNode before = old.path("status").path("conditions");
    for (String type : ONLY_TRUE) {
      if (of(now, type).size() < of(before, type).size()) {
        changed("remove", type, "", errors);
      }
    }
    for (String type : deciding ? List.<String>of() : DECISIONS) {
      ArrayNode fresh = of(now, type);
      ArrayNode known = of(before, type);
      if (fresh.size() > known.size()) {
        changed("add", type, "", errors);
      } else if (fresh.size() == known.size() && !Same.same(fresh, known)) {
        String form = "[]certificates.CertificateSigningRequestCondition";
        changed(
            "modify",
            type,
            "\n" + Difference.of(InternalForm.of(form, known), InternalForm.of(form, fresh)),
            errors);
      }
    }
  }

  private static void changed(
      String verb, String type, String difference, List<FieldError> errors) {
    errors.add(
        FieldError.forbidden(
            "status.conditions",
            "updates may not "
                + verb
                + " a condition of type "
                + FieldError.quote(type)
                + difference));
  }

  /** Keeps the decisions as they were, where as many are there as before. */
  static void keepDecisions(ObjectNode object, ObjectNode old) {
    JsonNode now = object.path("status").path("conditions");
    for (String type : DECISIONS) {
      ArrayNode known = of(old.path("status").path("conditions"), type);
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < now.size(); i++) {
        if (now.get(i).path("type").asText("").equals(type)) {
          places.add(i);
        }
      }
      if (now instanceof ArrayNode list && places.size() == known.size()) {
        for (int i = 0; i < known.size(); i++) {
          list.set(places.get(i), known.get(i));
        }
      }
    }
  }

  /** Sets times that are not given. */
  static void stamp(ObjectNode object, ObjectNode old) {
    String now = ObjectMeta.print(Instant.now());
    for (JsonNode node : object.path("status").path("conditions")) {
      if (!(node instanceof ObjectNode condition)) {
        continue;
      }
      if (!condition.hasNonNull("lastUpdateTime")) {
        condition.put("lastUpdateTime", now);
      }
      if (!condition.hasNonNull("lastTransitionTime")) {
        condition.put("lastTransitionTime", since(condition, old, now));
      }
    }
  }

  private static String since(ObjectNode condition, ObjectNode old, String now) {
    for (JsonNode known : old.path("status").path("conditions")) {
      if (known.path("type").equals(condition.path("type"))
          && known.path("status").equals(condition.path("status"))
          && known.hasNonNull("lastTransitionTime")) {
        return known.path("lastTransitionTime").asText();
      }
    }
    return now;
  }
}

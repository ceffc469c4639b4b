package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A condition under which a quota counts an object.
 *
 * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}
 */
record Scope(String name, String operator, List<String> values) {
  /** All conditions of a quota. */
  static List<Scope> of(JsonNode quota) {
    List<Scope> scopes = new ArrayList<>();
    quota
        .at("/spec/scopes")
        .forEach(name -> scopes.add(new Scope(name.asText(""), "Exists", List.of())));
    for (JsonNode one : quota.at("/spec/scopeSelector/matchExpressions")) {
      List<String> values = new ArrayList<>();
      one.path("values").forEach(value -> values.add(value.asText("")));
      scopes.add(
          new Scope(one.path("scopeName").asText(""), one.path("operator").asText(""), values));
    }
    return scopes;
  }

  /** As Go prints it. */
  @Override
  public String toString() {
    return "{" + name + " " + operator + " " + values.toString().replace(", ", " ") + "}";
  }

  /** Whether the names an object refers to, none or more, fulfil the condition. */
  boolean selects(Collection<String> named) {
    return switch (operator) {
      case "Exists" -> !named.isEmpty();
      case "DoesNotExist" -> named.isEmpty();
      case "In" -> named.stream().anyMatch(values::contains);
      case "NotIn" -> named.isEmpty() || !values.containsAll(named);
      default -> false;
    };
  }
}

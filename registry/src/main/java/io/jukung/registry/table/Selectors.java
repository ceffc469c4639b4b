package io.jukung.registry.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code LabelSelector}s as text.
 *
 * <p>Upstream: {@code apimachinery/pkg/apis/meta/v1/helpers.go} and {@code
 * apimachinery/pkg/labels/selector.go} at v1.36.
 */
final class Selectors {
  private record Requirement(String key, String text) {}

  private Selectors() {}

  /** As workloads show it: {@code <none>} for one that selects everything. */
  static String format(JsonNode selector) {
    String text = selector(selector).orElse("<error>");
    return text.isEmpty() ? Trees.NONE : text;
  }

  /** In the syntax of {@code labelSelector}, sorted by key; empty when it makes no sense. */
  static Optional<String> selector(JsonNode selector) {
    List<Requirement> requirements = new ArrayList<>();
    for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
      requirements.add(
          new Requirement(label.getKey(), label.getKey() + "=" + Trees.text(label.getValue())));
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      String key = Trees.text(expression.path("key"));
      List<String> values = new ArrayList<>(Trees.texts(expression.path("values")));
      values.sort(Comparator.naturalOrder());
      String joined = "(" + String.join(",", values) + ")";
      switch (Trees.text(expression.path("operator"))) {
        case "In" -> requirements.add(new Requirement(key, key + " in " + joined));
        case "NotIn" -> requirements.add(new Requirement(key, key + " notin " + joined));
        case "Exists" -> requirements.add(new Requirement(key, key));
        case "DoesNotExist" -> requirements.add(new Requirement(key, "!" + key));
        default -> {
          return Optional.empty();
        }
      }
    }
    requirements.sort(Comparator.comparing(Requirement::key));
    return Optional.of(String.join(",", requirements.stream().map(Requirement::text).toList()));
  }

  /** As Go prints the message, which is what admission bindings' tables show. */
  static String message(JsonNode selector) {
    StringBuilder text = new StringBuilder("&LabelSelector{MatchLabels:map[string]string{");
    Map<String, JsonNode> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
      labels.put(label.getKey(), label.getValue());
    }
    labels.forEach(
        (key, value) -> text.append(key).append(": ").append(Trees.text(value)).append(','));
    text.append("},MatchExpressions:[]LabelSelectorRequirement{");
    for (JsonNode expression : selector.path("matchExpressions")) {
      text.append("LabelSelectorRequirement{Key:")
          .append(Trees.text(expression.path("key")))
          .append(",Operator:")
          .append(Trees.text(expression.path("operator")))
          .append(",Values:[")
          .append(String.join(" ", Trees.texts(expression.path("values"))))
          .append("],},");
    }
    return text.append("},}").toString();
  }
}

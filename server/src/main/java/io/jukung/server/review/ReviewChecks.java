package io.jukung.server.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with reviews of access, in upstream's words, and what their selectors say ({@code
 * pkg/apis/authorization/validation} and {@code pkg/registry/authorization/util} at v1.36).
 */
final class ReviewChecks {
  private static final String SELECTORS = "spec.resourceAttributes.";

  private static final List<String> OF_THE_SERVER =
      List.of(
          "creationTimestamp",
          "uid",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink");
  private static final List<String> IN_GOS_ORDER =
      List.of("name", "generateName", "namespace", "resourceVersion", "generation", "labels");

  private ReviewChecks() {}

  /**
   * A review's metadata must be empty; what a server sets itself is taken away before.
   *
   * @param allowed but for these fields
   */
  static void metadata(
      ObjectNode review, Set<String> allowed, String problem, List<FieldError> errors) {
    if (!(review.path("metadata") instanceof ObjectNode metadata)) {
      return;
    }
    metadata.remove(OF_THE_SERVER);
    boolean empty =
        metadata.properties().stream()
            .filter(field -> !field.getKey().equals("managedFields"))
            .filter(field -> !field.getValue().isNull() && !emptyText(field.getValue()))
            .allMatch(field -> allowed.contains(field.getKey()));
    if (!empty) {
      ObjectNode printed = metadata.objectNode();
      for (String field : IN_GOS_ORDER) {
        if (metadata.has(field)) {
          printed.set(field, metadata.remove(field));
        }
      }
      printed.setAll(metadata);
      errors.add(FieldError.invalid("metadata", printed, problem));
    }
  }

  private static boolean emptyText(JsonNode value) {
    return value.isTextual() && value.textValue().isEmpty();
  }

  /** The selectors of a question about a resource. */
  static void selectors(JsonNode spec, List<FieldError> errors) {
    JsonNode resource = spec.path("resourceAttributes");
    selector(resource.path("fieldSelector"), SELECTORS + "fieldSelector", false, errors);
    selector(resource.path("labelSelector"), SELECTORS + "labelSelector", true, errors);
  }

  private static void selector(
      JsonNode selector, String path, boolean labels, List<FieldError> errors) {
    if (!selector.isObject()) {
      return;
    }
    String raw = selector.path("rawSelector").asText("");
    JsonNode requirements = selector.path("requirements");
    if (!raw.isEmpty() && !requirements.isEmpty()) {
      errors.add(
          FieldError.invalid(
              path + ".rawSelector", raw, "may not specified at the same time as requirements"));
    }
    if (raw.isEmpty() && requirements.isEmpty()) {
      errors.add(
          FieldError.required(
              path + ".requirements",
              "when " + path + " is specified, requirements or rawSelector is required"));
    }
    for (int i = 0; i < requirements.size(); i++) {
      requirement(requirements.get(i), path + ".requirements[" + i + "]", labels, errors);
    }
  }

  /** Operators that nobody knows are let through: newer clients may have them. */
  private static void requirement(
      JsonNode requirement, String at, boolean labels, List<FieldError> errors) {
    boolean valued = !requirement.path("values").isEmpty();
    switch (requirement.path("operator").asText("")) {
      case "In", "NotIn" -> {
        if (!valued) {
          errors.add(
              FieldError.required(
                  at + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (valued) {
          errors.add(
              FieldError.forbidden(
                  at + ".values",
                  "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
        }
      }
      default -> {}
    }
    String key = requirement.path("key").asText("");
    if (labels) {
      LabelSyntax.keyErrors(key)
          .forEach(problem -> errors.add(FieldError.invalid(at + ".key", key, problem)));
    } else if (key.isEmpty()) {
      errors.add(FieldError.required(at + ".key", "must be specified"));
    }
  }

  /**
   * A selector as a request would carry it. What it can't say is left out, which asks for more than
   * is wanted and never for less.
   *
   * @param labels whether it is one of labels
   */
  static String text(JsonNode selector, boolean labels) {
    String raw = selector.path("rawSelector").asText("");
    if (!raw.isEmpty()) {
      return raw;
    }
    List<String> terms = new ArrayList<>();
    for (JsonNode requirement : selector.path("requirements")) {
      String key = requirement.path("key").asText("");
      List<String> values = new ArrayList<>();
      requirement.path("values").forEach(value -> values.add(value.asText("")));
      String operator = requirement.path("operator").asText("");
      if (labels) {
        switch (operator) {
          case "In" -> terms.add(key + " in (" + String.join(",", values) + ")");
          case "NotIn" -> terms.add(key + " notin (" + String.join(",", values) + ")");
          case "Exists" -> terms.add(key);
          case "DoesNotExist" -> terms.add("!" + key);
          default -> {}
        }
      } else if (values.size() == 1 && operator.equals("In")) {
        terms.add(key + "=" + escaped(values.getFirst()));
      } else if (values.size() == 1 && operator.equals("NotIn")) {
        terms.add(key + "!=" + escaped(values.getFirst()));
      }
    }
    return String.join(",", terms);
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
  }
}

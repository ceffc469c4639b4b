package io.jukung.server.authorization.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.selector.FieldRequirement;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelRequirement;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import java.util.List;
import java.util.TreeMap;

/**
 * Attributes as a {@code SubjectAccessReview}. Selectors are said as requirements; what can't be
 * read or said of them is left out, since that only asks for more than is wanted.
 */
final class SubjectAccessReviewForm {
  private SubjectAccessReviewForm() {}

  /** The {@code spec} in version v1. */
  static ObjectNode spec(Attributes attributes) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    if (attributes.resourceRequest()) {
      ObjectNode resource = spec.putObject("resourceAttributes");
      put(resource, "namespace", attributes.namespace());
      put(resource, "verb", attributes.verb());
      put(resource, "group", attributes.group());
      put(resource, "version", attributes.version());
      put(resource, "resource", attributes.resource());
      put(resource, "subresource", attributes.subresource());
      put(resource, "name", attributes.name());
      fields(resource, attributes.fieldSelector());
      labels(resource, attributes.labelSelector());
    } else {
      ObjectNode path = spec.putObject("nonResourceAttributes");
      put(path, "path", attributes.path());
      put(path, "verb", attributes.verb());
    }
    UserInfo user = attributes.user();
    put(spec, "user", user.name());
    user.groups().forEach(spec.withArray("/groups")::add);
    if (user.groups().isEmpty()) {
      spec.remove("groups");
    }
    if (!user.extra().isEmpty()) {
      ObjectNode extra = spec.putObject("extra");
      new TreeMap<>(user.extra())
          .forEach((key, values) -> values.forEach(extra.putArray(key)::add));
    }
    put(spec, "uid", user.uid());
    return spec;
  }

  /** The whole review in a version. */
  static ObjectNode review(ObjectNode spec, String version) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("kind", "SubjectAccessReview").put("apiVersion", "authorization.k8s.io/" + version);
    review.putObject("metadata");
    ObjectNode sent = spec.deepCopy();
    if (version.equals("v1beta1") && sent.has("groups")) {
      sent.set("group", sent.remove("groups"));
    }
    review.set("spec", sent);
    review.putObject("status").put("allowed", false);
    return review;
  }

  private static void put(ObjectNode node, String field, String value) {
    if (!value.isEmpty()) {
      node.put(field, value);
    }
  }

  private static void fields(ObjectNode resource, String selector) {
    if (selector.isEmpty()) {
      return;
    }
    try {
      for (FieldRequirement requirement : FieldSelector.parse(selector).requirements()) {
        requirement(
            resource,
            "/fieldSelector/requirements",
            requirement.field(),
            requirement.negated() ? "NotIn" : "In",
            List.of(requirement.value()));
      }
    } catch (StatusException e) {
      resource.remove("fieldSelector");
    }
  }

  private static void labels(ObjectNode resource, String selector) {
    if (selector.isEmpty()) {
      return;
    }
    try {
      for (LabelRequirement requirement : LabelSelector.parse(selector).requirements()) {
        String operator =
            switch (requirement.operator()) {
              case IN, EQUALS, DOUBLE_EQUALS -> "In";
              case NOT_IN, NOT_EQUALS -> "NotIn";
              case EXISTS -> "Exists";
              case DOES_NOT_EXIST -> "DoesNotExist";
              case GREATER_THAN, LESS_THAN -> "";
            };
        if (!operator.isEmpty()) {
          requirement(
              resource,
              "/labelSelector/requirements",
              requirement.key(),
              operator,
              requirement.values());
        }
      }
    } catch (StatusException e) {
      resource.remove("labelSelector");
    }
  }

  private static void requirement(
      ObjectNode resource, String place, String key, String operator, List<String> values) {
    ObjectNode requirement = resource.withArray(place).addObject();
    requirement.put("key", key).put("operator", operator);
    if (!values.isEmpty()) {
      values.forEach(requirement.putArray("values")::add);
    }
  }
}

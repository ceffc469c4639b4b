package io.jukung.registry.strategy.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.List;

/** RoleBindings and ClusterRoleBindings: the role they give never changes. */
public final class RoleBindingStrategy extends GenericStrategy {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private final boolean namespaced;

  /** The strategy of the resources {@code rolebindings} and {@code clusterrolebindings}. */
  public RoleBindingStrategy(ResourceType type) {
    super(type);
    this.namespaced = type.namespaced();
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    content(object, errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>(validate(context, object));
    metadataChange(object, old, errors);
    JsonNode role = object.path("roleRef");
    if (!Same.same(role, old.path("roleRef"))) {
      ObjectNode shown = JsonNodeFactory.instance.objectNode(); // by upstream's internal names
      shown.put("APIGroup", role.path("apiGroup").asText(""));
      shown.put("Kind", role.path("kind").asText(""));
      shown.put("Name", role.path("name").asText(""));
      errors.add(FieldError.invalid("roleRef", shown, "cannot change roleRef"));
    }
    return errors;
  }

  private void content(ObjectNode object, List<FieldError> errors) {
    Spot role = new Spot(object.path("roleRef"), "roleRef");
    Check.oneOf(role.at("apiGroup"), List.of(GROUP), errors);
    List<String> kinds = namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
    if (!kinds.contains(role.at("kind").text())) {
      errors.add(FieldError.notSupported(role.at("kind").path(), role.at("kind").text(), kinds));
    }
    Check.requiredName(role.at("name"), NameRule.PATH_SEGMENT, errors);
    for (Spot subject : new Spot(object.path("subjects"), "subjects").elements()) {
      subject(subject, errors);
    }
  }

  private void subject(Spot subject, List<FieldError> errors) {
    Spot kind = subject.at("kind");
    Check.required(subject.at("name"), errors);
    switch (kind.text()) {
      case "ServiceAccount" -> {
        if (!subject.at("name").text().isEmpty()) {
          Check.name(subject.at("name"), NameRule.DNS_SUBDOMAIN, errors);
        }
        if (!subject.at("apiGroup").text().isEmpty()) {
          errors.add(
              FieldError.notSupported(
                  subject.at("apiGroup").path(), subject.at("apiGroup").text(), List.of("")));
        }
        if (!namespaced && subject.at("namespace").text().isEmpty()) {
          Check.required(subject.at("namespace"), errors);
        }
      }
      case "User", "Group" -> Check.oneOf(subject.at("apiGroup"), List.of(GROUP), errors);
      default ->
          errors.add(
              FieldError.notSupported(
                  kind.path(), kind.text(), List.of("ServiceAccount", "User", "Group")));
    }
  }
}

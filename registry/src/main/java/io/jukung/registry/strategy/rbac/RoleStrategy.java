package io.jukung.registry.strategy.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;

/** Roles and ClusterRoles: a rule is about resources or about URLs. */
public final class RoleStrategy extends GenericStrategy {
  private final boolean namespaced;

  /** The strategy of the resources {@code roles} and {@code clusterroles}. */
  public RoleStrategy(ResourceType type) {
    super(type);
    this.namespaced = type.namespaced();
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    rules(object, errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>(validate(context, object));
    metadataChange(object, old, errors);
    return errors;
  }

  private void rules(ObjectNode object, List<FieldError> errors) {
    ruleList(object, errors);
    Spot aggregation = new Spot(object, "").at("aggregationRule");
    if (namespaced || !aggregation.has()) {
      return;
    }
    Spot selectors = aggregation.at("clusterRoleSelectors");
    if (selectors.size() == 0) {
      Check.missing(
          selectors,
          "at least one clusterRoleSelector required if aggregationRule is non-nil",
          errors);
    }
    for (Spot selector : selectors.elements()) {
      int known = errors.size();
      Check.selector(selector, errors);
      if (errors.size() > known) {
        errors.add(FieldError.invalid(selector.path(), (JsonNode) null, "invalid label selector."));
      }
    }
  }

  private void ruleList(ObjectNode object, List<FieldError> errors) {
    for (Spot rule : new Spot(object.path("rules"), "rules").elements()) {
      if (rule.at("verbs").elements().isEmpty()) {
        errors.add(
            FieldError.required(rule.at("verbs").path(), "verbs must contain at least one value"));
      }
      if (rule.at("nonResourceURLs").elements().isEmpty()) {
        for (String field : List.of("apiGroups", "resources")) {
          if (rule.at(field).elements().isEmpty()) {
            errors.add(
                FieldError.required(
                    rule.at(field).path(),
                    "resource rules must supply at least one "
                        + (field.equals("apiGroups") ? "api group" : "resource")));
          }
        }
      } else {
        urls(rule, errors);
      }
    }
  }

  private void urls(Spot rule, List<FieldError> errors) {
    Spot urls = rule.at("nonResourceURLs");
    if (namespaced) {
      Check.invalid(urls, "namespaced rules cannot apply to non-resource URLs", errors);
    }
    boolean mixed =
        !rule.at("apiGroups").elements().isEmpty()
            || !rule.at("resources").elements().isEmpty()
            || !rule.at("resourceNames").elements().isEmpty();
    if (mixed) {
      Check.invalid(
          urls, "rules cannot apply to both regular resources and non-resource URLs", errors);
    }
  }
}

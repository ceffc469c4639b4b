package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** StatefulSets: little of their spec changes. */
public final class StatefulSetStrategy extends GenericStrategy {
  private static final List<String> CHANGEABLE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  /** The strategy of the resource {@code statefulsets}. */
  public StatefulSetStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    spec(Workloads.spec(object), true, errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    if (!subresource.equals("status")) {
      spec(Workloads.spec(object), false, errors);
      if (!Same.same(rest(object), rest(old))) {
        errors.add(
            FieldError.forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals',"
                    + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
                    + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are"
                    + " forbidden"));
      }
    }
    return errors;
  }

  private static JsonNode rest(ObjectNode object) {
    JsonNode spec = object.path("spec").deepCopy();
    return spec instanceof ObjectNode fields ? fields.remove(CHANGEABLE) : spec;
  }

  private static void spec(Spot spec, boolean create, List<FieldError> errors) {
    Spot management = spec.at("podManagementPolicy");
    if (!management.text().isEmpty()
        && !List.of("OrderedReady", "Parallel").contains(management.text())) {
      Check.invalid(management, "must be 'OrderedReady' or 'Parallel'", errors);
    }
    Check.nonNegative(spec.at("replicas"), errors);
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    Check.nonNegative(spec.at("ordinals").at("start"), errors);
    if (create && !spec.at("serviceName").text().isEmpty()) {
      Check.name(spec.at("serviceName"), NameRule.DNS_LABEL, errors);
    }
    Workloads.selector(spec.at("selector"), "statefulset", errors);
    if (!Workloads.usable(spec.at("selector"))) {
      Check.invalid(spec.at("selector"), "", errors);
      Workloads.restartsAlways(spec.at("template"), "StatefulSet", errors);
      return;
    }
    Workloads.matches(spec.at("selector"), spec.at("template"), errors);
    Set<String> claims = new HashSet<>();
    for (Spot claim : spec.at("volumeClaimTemplates").elements()) {
      claims.add(claim.at("metadata").at("name").text());
    }
    Workloads.template(spec.at("template"), "StatefulSet", claims, errors);
  }
}

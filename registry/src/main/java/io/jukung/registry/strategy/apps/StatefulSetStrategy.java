package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.IntOrPercent;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.ClaimSpecs;
import io.jukung.registry.strategy.pod.PodTemplates;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** StatefulSets: little of their spec changes. */
public final class StatefulSetStrategy extends WorkloadStrategy {
  private static final List<String> CHANGEABLE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");
  private static final List<String> COUNTS =
      List.of(
          "replicas",
          "readyReplicas",
          "currentReplicas",
          "updatedReplicas",
          "availableReplicas",
          "observedGeneration",
          "collisionCount");

  /** The strategy of the resource {@code statefulsets}. */
  public StatefulSetStrategy(ResourceType type) {
    super(type, false);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    dropGated(object, MissingNode.getInstance());
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    dropGated(object, old);
    super.prepareForUpdate(context, object, old, subresource);
  }

  /** Only a feature that is off by default reads this field. */
  private static void dropGated(ObjectNode object, JsonNode old) {
    String rolling = "/spec/updateStrategy/rollingUpdate";
    if (object.at(rolling) instanceof ObjectNode fields
        && !old.at(rolling).hasNonNull("maxUnavailable")) {
      fields.remove("maxUnavailable");
    }
  }

  @Override
  void spec(Spot spec, JsonNode old, List<FieldError> errors) {
    boolean create = !old.isObject();
    boolean checksTemplate = create || soundBefore(old);
    Spot management = spec.at("podManagementPolicy");
    if (management.text().isEmpty()) {
      Check.missing(management, "", errors);
    } else if (!List.of("OrderedReady", "Parallel").contains(management.text())) {
      Check.invalidText(management, "must be 'OrderedReady' or 'Parallel'", errors);
    }
    rollout(spec.at("updateStrategy"), errors);
    Spot retention = spec.at("persistentVolumeClaimRetentionPolicy");
    for (String when : retention.has() ? List.of("whenDeleted", "whenScaled") : List.<String>of()) {
      Check.mustBeOneOf(retention.at(when), List.of("Retain", "Delete"), errors);
    }
    if (create) {
      for (Spot claim : spec.at("volumeClaimTemplates").elements()) {
        ClaimSpecs.check(claim.at("spec"), errors);
      }
    }
    Check.nonNegative(spec.at("replicas"), errors);
    Check.nonNegative(spec.at("minReadySeconds"), errors);
    Check.nonNegative(spec.at("ordinals").at("start"), errors);
    if (create) {
      Check.optionalName(spec.at("serviceName"), NameRule.DNS_LABEL, errors);
    }
    Workloads.selector(spec.at("selector"), "statefulset", errors);
    template(spec, old, checksTemplate, errors);
    Workloads.restartsAlways(spec.at("template"), "StatefulSet", errors);
  }

  /** A template that was invalid before is not looked at again. */
  private boolean soundBefore(JsonNode old) {
    List<FieldError> errors = new ArrayList<>();
    spec(new Spot(old, ""), MissingNode.getInstance(), errors);
    return errors.stream().allMatch(error -> error.field().startsWith("volumeClaimTemplates"))
        || errors.stream().allMatch(error -> error.field().equals("serviceName"));
  }

  private static void template(
      Spot spec, JsonNode old, boolean checksTemplate, List<FieldError> errors) {
    Spot selector = spec.at("selector");
    if (!Workloads.usable(selector)) {
      errors.add(InternalForm.invalid(selector, "*meta.LabelSelector", ""));
      return;
    }
    Spot template = StatefulTemplates.asRun(spec);
    Workloads.matches(selector, template, errors);
    if (checksTemplate) {
      PodTemplates.check(template, old.path("template"), errors);
    }
    PodTemplates.metadata(template, old.path("template"), errors);
  }

  private static void rollout(Spot strategy, List<FieldError> errors) {
    Spot rolling = strategy.at("rollingUpdate");
    switch (strategy.at("type").text()) {
      case "" -> Check.missing(strategy, "", errors);
      case "OnDelete" -> {
        if (rolling.has()) {
          errors.add(
              InternalForm.invalid(
                  rolling,
                  "apps.RollingUpdateStatefulSetStrategy",
                  "only allowed for updateStrategy 'RollingUpdate'"));
        }
      }
      case "RollingUpdate" -> {
        Spot unavailable = rolling.at("maxUnavailable");
        Check.nonNegative(rolling.at("partition"), errors);
        if (unavailable.has()) {
          IntOrPercent.check(unavailable, errors);
          if (IntOrPercent.value(unavailable) == 0) {
            Check.invalid(unavailable, "cannot be 0", errors);
          }
          IntOrPercent.notMoreThanAll(unavailable, errors);
        }
      }
      default ->
          errors.add(
              InternalForm.invalid(
                  strategy,
                  "apps.StatefulSetUpdateStrategy",
                  "must be 'RollingUpdate' or 'OnDelete'"));
    }
  }

  @Override
  void change(Spot spec, JsonNode old, List<FieldError> errors) {
    if (!Same.same(rest(spec.node()), rest(old))) {
      Check.forbidden(
          spec,
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
              + " 'updateStrategy', 'revisionHistoryLimit',"
              + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
          errors);
    }
  }

  private static JsonNode rest(JsonNode spec) {
    JsonNode copy = spec.deepCopy();
    return copy instanceof ObjectNode fields ? fields.remove(CHANGEABLE) : copy;
  }

  /** Upstream looks at the status before metadata. */
  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    if (!subresource.equals("status")) {
      return super.validateUpdate(context, object, old, subresource);
    }
    List<FieldError> errors = new ArrayList<>();
    Spot status = new Spot(object, "").at("status");
    status(status, old.path("status"), errors);
    metadataChange(object, old, errors);
    Workloads.collisions(status, old.path("status"), errors);
    return errors;
  }

  @Override
  void status(Spot status, JsonNode old, List<FieldError> errors) {
    COUNTS.forEach(count -> Check.nonNegative(status.at(count), errors));
    Workloads.notOverReplicas(
        status,
        List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"),
        errors);
    Workloads.availableAreReady(status, "status.readyReplicas", errors);
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    super.warn(context, object, old, subresource);
    if (!subresource.isEmpty()) {
      return;
    }
    Spot spec = new Spot(object, "").at("spec");
    for (Spot claim : spec.at("volumeClaimTemplates").elements()) {
      ClaimSpecs.warn(context, claim.at("spec").as(old.isEmpty() ? claim : claim.at("Spec")));
    }
    if (spec.at("revisionHistoryLimit").number() < 0) {
      context.warn(
          "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value"
              + " >= 0 is recommended");
    }
  }
}

package io.jukung.registry.strategy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.pod.PodTemplates;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs: unless told not to, the server chooses the selector and the labels it goes by. */
public final class JobStrategy extends GenericStrategy {
  static final String SELECTOR = "*meta.LabelSelector";
  private static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  /** The strategy of the resource {@code jobs}. */
  public JobStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    ObjectNode spec = object.withObject("/spec");
    PodTemplates.dropGated(spec.path("template"));
    if (!spec.path("manualSelector").asBoolean()) {
      select(object, spec);
    }
  }

  /** A Job without labels has those of its template: upstream defaults them when it is read. */
  @Override
  public void canonicalize(ObjectNode object, Optional<ObjectNode> old) {
    JsonNode labels = object.path("spec").path("template").path("metadata").path("labels");
    ObjectNode metadata = object.withObject("/metadata");
    if (metadata.path("labels").isEmpty() && !labels.isEmpty()) {
      metadata.set("labels", labels.deepCopy());
    }
  }

  @Override
  public void warnUndecidedDelete(RequestContext context) {
    context.warn(
        "child pods are preserved by default when jobs are deleted; set"
            + " propagationPolicy=Background to remove them or set propagationPolicy=Orphan to"
            + " suppress this warning");
  }

  private static void select(ObjectNode object, ObjectNode spec) {
    String uid = object.path("metadata").path("uid").asText();
    String name = object.path("metadata").path("name").asText();
    ObjectNode labels = spec.withObject("/template/metadata/labels");
    put(labels, "controller-uid", uid);
    put(labels, CONTROLLER_UID, uid);
    put(labels, "job-name", name);
    put(labels, JOB_NAME, name);
    ObjectNode selected = spec.withObject("/selector/matchLabels");
    put(selected, CONTROLLER_UID, uid);
  }

  private static void put(ObjectNode map, String key, String value) {
    if (!map.has(key)) {
      map.put(key, value);
    }
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    PodTemplates.dropGated(object.path("spec").path("template"));
    super.prepareForUpdate(context, object, old, subresource);
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    whole(object, MissingNode.getInstance(), errors);
    return errors;
  }

  private void whole(ObjectNode object, JsonNode old, List<FieldError> errors) {
    metadata(object, errors);
    Spot spec = new Spot(object, "").at("spec");
    generatedSelector(object, spec, old, errors);
    spec(spec, old, errors);
    Spot completions = spec.at("completions");
    if (spec.at("completionMode").text().equals("Indexed") && completions.number() > 0) {
      String name = object.path("metadata").path("name").asText();
      String last = name + "-" + (completions.number() - 1);
      if (!NameRule.DNS_LABEL.errors(last, false).isEmpty()) {
        errors.add(
            FieldError.invalid(
                "metadata.name",
                name,
                "will not able to create pod with invalid DNS label: " + last));
      }
    }
  }

  private static void spec(Spot spec, JsonNode old, List<FieldError> errors) {
    JobSpecs.check(spec, old, errors);
    Spot selector = spec.at("selector");
    int before = errors.size();
    if (!selector.has()) {
      Check.missing(selector, "", errors);
    } else {
      Check.selector(selector, errors);
      if (errors.size() > before) {
        return;
      }
    }
    Spot labels = spec.at("template").at("metadata").at("labels");
    if (!selector.has() || !Check.selects(selector.node(), labels.node())) {
      errors.add(
          InternalForm.invalid(labels, "{}s", "`selector` does not match template `labels`"));
    }
  }

  /** Upstream looks at the whole, then at the change, and at the spec once more with it. */
  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    if (subresource.equals("status")) {
      metadataChange(object, old, errors);
      JobStatuses.check(new Spot(object, ""), old, errors);
      return errors;
    }
    whole(object, old.path("spec"), errors);
    metadataChange(object, old, errors);
    Spot spec = new Spot(object, "").at("spec");
    spec(spec, old.path("spec"), errors);
    JobUpdates.check(spec, old, errors);
    return errors;
  }

  private static void generatedSelector(
      ObjectNode object, Spot spec, JsonNode old, List<FieldError> errors) {
    if (spec.at("manualSelector").isTrue() || !spec.has("selector")) {
      return;
    }
    JsonNode oldLabels = old.path("template").path("metadata").path("labels");
    boolean prefixed =
        !old.isObject() || (oldLabels.has(CONTROLLER_UID) && oldLabels.has(JOB_NAME));
    ObjectNode expected = JsonNodeFactory.instance.objectNode();
    String uid = object.path("metadata").path("uid").asText();
    String name = object.path("metadata").path("name").asText();
    expected.put("controller-uid", uid).put("job-name", name);
    if (prefixed) {
      expected.put(CONTROLLER_UID, uid).put(JOB_NAME, name);
    }
    Spot labels = spec.at("template").at("metadata").at("labels");
    expected
        .properties()
        .forEach(label -> label(labels, label.getKey(), label.getValue().textValue(), errors));
    List<FieldError> unreadable = new ArrayList<>();
    Check.selector(spec.at("selector"), unreadable);
    if (unreadable.isEmpty() && !Check.selects(spec.at("selector").node(), expected)) {
      errors.add(
          InternalForm.invalid(spec.at("selector"), SELECTOR, "`selector` not auto-generated"));
    }
  }

  private static void label(Spot labels, String key, String value, List<FieldError> errors) {
    Spot label = labels.key(key);
    if (!label.has()) {
      Check.missing(label, "must be '" + value + "'", errors);
    } else if (!label.text().equals(value)) {
      errors.add(InternalForm.invalid(labels.as(label), "{}s", "must be '" + value + "'"));
    }
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (!subresource.isEmpty()) {
      return;
    }
    if (old.isEmpty()) {
      PodTemplates.warnOfName(context, object);
    }
    if (old.isEmpty()
        || ObjectMeta.of(old.get()).generation() != ObjectMeta.of(object).generation()) {
      JobSpecs.warn(context, new Spot(object, "").at("spec"));
    }
  }
}

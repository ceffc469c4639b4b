package io.jukung.registry.strategy.batch;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Jobs: unless told not to, the server chooses the selector and the labels it goes by. */
public final class JobStrategy extends GenericStrategy {
  private static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";
  private static final List<String> IMMUTABLE =
      List.of(
          "completionMode",
          "podFailurePolicy",
          "backoffLimitPerIndex",
          "managedBy",
          "successPolicy");

  /** The strategy of the resource {@code jobs}. */
  public JobStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    ObjectNode spec = object.withObject("/spec");
    if (spec.path("manualSelector").asBoolean()) {
      return;
    }
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
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    Spot spec = new Spot(object.path("spec"), "spec");
    generatedSelector(object, spec, errors);
    spec(spec, errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    if (subresource.equals("status")) {
      return errors;
    }
    Spot spec = new Spot(object.path("spec"), "spec");
    spec(spec, errors);
    JsonNode before = old.path("spec");
    completions(spec, before, errors);
    Check.immutable(spec.at("selector"), before.path("selector"), errors);
    boolean changeable =
        before.path("suspend").asBoolean() && old.path("status").path("startTime").isMissingNode();
    if (!changeable) {
      Check.immutable(spec.at("template"), before.path("template"), errors);
    }
    IMMUTABLE.forEach(field -> Check.immutable(spec.at(field), before.path(field), errors));
    return errors;
  }

  private static void completions(Spot spec, JsonNode before, List<FieldError> errors) {
    boolean elastic =
        spec.at("completionMode").text().equals("Indexed")
            && Same.same(spec.at("completions").node(), spec.at("parallelism").node());
    if (!elastic) {
      Check.immutable(spec.at("completions"), before.path("completions"), errors);
    }
  }

  private static void generatedSelector(ObjectNode object, Spot spec, List<FieldError> errors) {
    if (spec.at("manualSelector").node().asBoolean() || !spec.at("selector").has()) {
      return;
    }
    ObjectNode expected = JsonNodeFactory.instance.objectNode();
    String uid = object.path("metadata").path("uid").asText();
    String name = object.path("metadata").path("name").asText();
    expected.put("controller-uid", uid).put("job-name", name);
    expected.put(CONTROLLER_UID, uid).put(JOB_NAME, name);
    Spot labels = spec.at("template").at("metadata").at("labels");
    for (Map.Entry<String, JsonNode> label : expected.properties()) {
      if (!labels.node().path(label.getKey()).equals(label.getValue())) {
        errors.add(
            FieldError.invalid(
                labels.key(label.getKey()).path(),
                labels.node(),
                "must be '" + label.getValue().textValue() + "'"));
      }
    }
    if (!Check.selects(spec.at("selector").node(), expected)) {
      Check.invalid(spec.at("selector"), "`selector` not auto-generated", errors);
    }
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    JobSpecs.check(spec, errors);
    Spot selector = spec.at("selector");
    int before = errors.size();
    if (!selector.has()) {
      errors.add(FieldError.required(selector.path(), ""));
    } else {
      Check.selector(selector, errors);
      if (errors.size() > before) {
        return;
      }
    }
    Spot labels = spec.at("template").at("metadata").at("labels");
    if (!selector.has() || !Check.selects(selector.node(), labels.node())) {
      Check.invalid(labels, "`selector` does not match template `labels`", errors);
    }
  }
}

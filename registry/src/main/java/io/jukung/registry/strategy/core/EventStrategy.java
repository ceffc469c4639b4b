package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Events, which are kept in the form of the core group; the rules of {@code events.k8s.io} are
 * stricter ({@code pkg/apis/core/validation/events.go} at v1.36).
 */
public final class EventStrategy extends GenericStrategy {
  private static final int MAX_LENGTH = 128;
  private static final int MAX_NOTE_LENGTH = 1024;
  private static final List<String> IMMUTABLE =
      List.of(
          "involvedObject",
          "reason",
          "message",
          "source",
          "firstTimestamp",
          "lastTimestamp",
          "count",
          "reason",
          "type",
          "eventTime",
          "action",
          "related",
          "reportingComponent",
          "reportingInstance");

  /** The types of the fields that are no strings, as {@link InternalForm} writes them. */
  private static final Map<String, String> SHOWN =
      Map.of(
          "involvedObject",
          "core.ObjectReference",
          "related",
          "*core.ObjectReference",
          "source",
          "core.EventSource",
          "firstTimestamp",
          "t",
          "lastTimestamp",
          "t",
          "eventTime",
          "t",
          "count",
          "i");

  private final boolean core;

  /** The strategy of the resources {@code events} of both groups. */
  public EventStrategy(ResourceType type) {
    super(type);
    this.core = type.resource().group().isEmpty();
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    Spot root = new Spot(object, "");
    legacy(root, errors);
    if (core) {
      return errors;
    }
    metadata(object, errors);
    series(root, errors);
    if (!root.has("eventTime")) {
      Check.missing(root.at("eventTime"), "", errors);
    }
    String kind = root.at("type").text();
    if (!List.of("Normal", "Warning").contains(kind)) {
      errors.add(FieldError.invalid("type", "", "has invalid value: " + kind));
    }
    for (String field : List.of("firstTimestamp", "lastTimestamp")) {
      if (root.has(field)) {
        errors.add(FieldError.invalid(field, "", "needs to be unset"));
      }
    }
    if (root.at("count").number() != 0) {
      errors.add(FieldError.invalid("count", "", "needs to be unset"));
    }
    Spot source = root.at("source");
    if (!source.at("component").text().isEmpty() || !source.at("host").text().isEmpty()) {
      errors.add(FieldError.invalid("source", "", "needs to be unset"));
    }
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    Spot root = new Spot(object, "");
    legacy(root, errors);
    if (core) {
      return errors;
    }
    metadataChange(object, old, errors);
    if (!Same.same(object.path("series"), old.path("series"))) {
      series(root, errors);
    }
    for (String field : IMMUTABLE) {
      Spot spot = root.at(field);
      String shown = field.equals("reportingComponent") ? "reportingController" : field;
      immutable(spot.as(root.at(shown)), old.path(field), errors);
    }
    return errors;
  }

  private static void immutable(Spot spot, JsonNode old, List<FieldError> errors) {
    if (!Same.same(spot.node(), old)) {
      String type = SHOWN.getOrDefault(spot.path(), "s");
      errors.add(InternalForm.invalid(spot, type, ObjectMetaValidation.IMMUTABLE));
    }
  }

  private static void series(Spot root, List<FieldError> errors) {
    Spot series = root.at("series");
    if (!series.has()) {
      return;
    }
    if (series.at("count").number() < 2) {
      errors.add(FieldError.invalid("series.count", "", "should be at least 2"));
    }
    if (!series.has("lastObservedTime")) {
      Check.missing(series.at("lastObservedTime"), "", errors);
    }
  }

  /** What has always been asked of events. */
  private void legacy(Spot root, List<FieldError> errors) {
    String namespace = root.at("metadata").at("namespace").text();
    Spot involved = root.at("involvedObject").at("namespace");
    boolean timed = root.has("eventTime");
    boolean matches =
        involved.text().isEmpty()
            ? namespace.equals("default")
                || (timed ? namespace.equals("kube-system") : namespace.isEmpty())
            : timed || namespace.equals(involved.text());
    if (!matches) {
      Check.invalidText(involved, "does not match event.namespace", errors);
    }
    if (timed) {
      Spot reporter =
          root.at("reportingComponent")
              .as(root.at(core ? "reportingComponent" : "reportingController"));
      Check.required(reporter, errors);
      Check.qualifiedName(reporter, errors);
      for (String field : List.of("reportingInstance", "action", "reason")) {
        Check.required(root.at(field), errors);
        atMost(root.at(field), MAX_LENGTH, errors);
      }
      atMost(root.at("message"), MAX_NOTE_LENGTH, errors);
    }
    for (String error : NameRule.DNS_SUBDOMAIN.errors(namespace, false)) {
      errors.add(FieldError.invalid("namespace", namespace, error));
    }
  }

  private static void atMost(Spot spot, int length, List<FieldError> errors) {
    if (spot.text().length() > length) {
      errors.add(FieldError.invalid(spot.path(), "", "can have at most " + length + " characters"));
    }
  }
}

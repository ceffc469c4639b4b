package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Claims: pending at first; their spec does not change but for more space once bound ({@code
 * pkg/registry/core/persistentvolumeclaim} and {@code ValidatePersistentVolumeClaim} at v1.36).
 */
public final class PersistentVolumeClaimStrategy extends GenericStrategy {
  private static final List<String> MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

  /** The strategy of the resource {@code persistentvolumeclaims}. */
  public PersistentVolumeClaimStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    object.putObject("status").put("phase", "Pending");
    sameDataSource(object);
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    sameDataSource(object);
  }

  /** The two fields that name where the data comes from follow each other. */
  private static void sameDataSource(ObjectNode object) {
    if (!(object.get("spec") instanceof ObjectNode spec)) {
      return;
    }
    boolean source = spec.hasNonNull("dataSource");
    boolean reference = spec.hasNonNull("dataSourceRef");
    if (source && !reference) {
      spec.set("dataSourceRef", spec.path("dataSource").deepCopy());
    } else if (reference
        && !source
        && spec.path("dataSourceRef").path("namespace").asText("").isEmpty()) {
      ObjectNode copy = spec.path("dataSourceRef").deepCopy();
      copy.remove("namespace");
      spec.set("dataSource", copy);
    }
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    spec(new Spot(object.path("spec"), "spec"), errors);
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    if (!subresource.equals("status")) {
      spec(new Spot(object.path("spec"), "spec"), errors);
      change(object, old, errors);
    }
    return errors;
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    Spot modes = spec.at("accessModes");
    if (modes.elements().isEmpty()) {
      errors.add(FieldError.required(modes.path(), "at least 1 access mode is required"));
    }
    if (spec.at("selector").has()) {
      Check.selector(spec.at("selector"), errors);
    }
    boolean onePod = false;
    boolean other = false;
    for (Spot mode : modes.elements()) {
      Check.oneOf(new Spot(mode.node(), modes.path()), MODES, errors);
      onePod |= mode.text().equals("ReadWriteOncePod");
      other |= MODES.contains(mode.text()) && !mode.text().equals("ReadWriteOncePod");
    }
    if (onePod && other) {
      errors.add(
          FieldError.forbidden(
              modes.path(), "may not use ReadWriteOncePod with other access modes"));
    }
    Spot storage =
        new Spot(
            spec.node().path("resources").path("requests").path("storage"),
            spec.at("resources").key("storage").path());
    if (!storage.has()) {
      errors.add(FieldError.required(storage.path(), ""));
    } else if (Amount.of(storage.text()).signum() <= 0) {
      Check.invalid(storage, "must be greater than zero", errors);
    }
    if (!spec.at("storageClassName").text().isEmpty()) {
      Check.name(spec.at("storageClassName"), NameRule.DNS_SUBDOMAIN, errors);
    }
    Check.oneOf(spec.at("volumeMode"), List.of("Block", "Filesystem"), errors);
  }

  private static void change(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    ObjectNode before = old.path("spec").deepCopy();
    ObjectNode now = object.path("spec").deepCopy();
    if (before.path("volumeName").asText("").isEmpty()) {
      copy(now, before, "volumeName");
    }
    if (!before.hasNonNull("storageClassName")) {
      copy(now, before, "storageClassName");
    }
    if (object.path("status").path("phase").asText().equals("Bound")) {
      now.withObject("/resources/requests")
          .set("storage", before.path("resources").path("requests").path("storage"));
      copy(before, now, "volumeAttributesClassName");
    }
    if (!Same.same(now, before)) {
      errors.add(
          FieldError.forbidden(
              "spec",
              "spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims"));
    }
    BigDecimal size = storage(object.path("spec").path("resources").path("requests"));
    if (size.compareTo(storage(old.path("spec").path("resources").path("requests"))) < 0
        && size.compareTo(storage(old.path("status").path("capacity"))) <= 0) {
      errors.add(
          FieldError.forbidden(
              "spec.resources.requests.storage", "field can not be less than status.capacity"));
    }
    Check.immutable(
        new Spot(object.path("spec").path("volumeMode"), "volumeMode"),
        old.path("spec").path("volumeMode"),
        errors);
  }

  private static BigDecimal storage(JsonNode amounts) {
    return Amount.of(amounts.path("storage").asText(""));
  }
}

package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * CustomResourceDefinitions: keeps the list of versions that objects may be stored in, and marks a
 * deleted definition so that its instances go first ({@code customresourcedefinition/strategy.go}
 * and {@code etcd.go}).
 */
public final class DefinitionStrategy extends GenericStrategy {
  private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

  /** The strategy. */
  public DefinitionStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    super.prepareForCreate(context, object);
    noteStorageVersion(object);
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    super.prepareForUpdate(context, object, old, subresource);
    if (subresource.isEmpty()) {
      noteStorageVersion(object);
    }
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    // Short finalizer names are fine here: the server's own has no slash either.
    List<FieldError> errors =
        new ArrayList<>(
            ObjectMetaValidation.validate(ObjectMeta.of(object), false, NameRule.DNS_SUBDOMAIN));
    String name = DefinitionValidation.nameError(object);
    if (!name.isEmpty()) {
      // Behind what else is wrong with the name, before the rest of the metadata.
      int at = 0;
      while (at < errors.size() && errors.get(at).field().equals("metadata.name")) {
        at++;
      }
      errors.add(at, FieldError.invalid("metadata.name", ObjectMeta.of(object).name(), name));
    }
    errors.addAll(DefinitionValidation.create(object));
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    ObjectMetaValidation.validateUpdate(ObjectMeta.of(object), ObjectMeta.of(old), errors);
    errors.addAll(
        subresource.isEmpty()
            ? DefinitionValidation.update(object, old)
            : DefinitionValidation.updateStatus(object));
    return errors;
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {
    if (subresource.isEmpty()) {
      Set<String> before = old.map(FormatWarnings::unknown).orElse(Set.of());
      FormatWarnings.unknown(object).stream()
          .filter(format -> !before.contains(format))
          .forEach(format -> context.warn("unrecognized format " + FieldError.quote(format)));
    }
  }

  private static void noteStorageVersion(ObjectNode object) {
    for (JsonNode version : object.path("spec").path("versions")) {
      if (version.path("storage").asBoolean(false)) {
        ObjectNode status = object.withObject("/status");
        ArrayNode stored =
            status.get("storedVersions") instanceof ArrayNode list
                ? list
                : status.putArray("storedVersions");
        boolean known = false;
        for (JsonNode name : stored) {
          known |= name.equals(version.path("name"));
        }
        if (!known) {
          stored.add(version.path("name").asText());
        }
        return;
      }
    }
  }

  @Override
  public boolean beginDeletion(ObjectNode object, Instant now) {
    ObjectMeta meta = ObjectMeta.of(object);
    meta.setDeletionTimestamp(ObjectMeta.print(now));
    List<String> finalizers = new ArrayList<>(meta.finalizers());
    if (!finalizers.contains(FINALIZER)) {
      finalizers.add(FINALIZER);
      meta.setFinalizers(finalizers);
    }
    ObjectNode status = object.withObject("/status");
    ArrayNode conditions =
        status.get("conditions") instanceof ArrayNode list ? list : status.putArray("conditions");
    conditions
        .addObject()
        .put("type", "Terminating")
        .put("status", "True")
        .put("lastTransitionTime", ObjectMeta.print(now))
        .put("reason", "InstanceDeletionPending")
        .put(
            "message",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin"
                + " soon");
    return true;
  }
}

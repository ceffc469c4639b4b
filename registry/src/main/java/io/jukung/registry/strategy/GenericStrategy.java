package io.jukung.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What all kinds share; a kind with more to it extends this and calls it first.
 *
 * <p>When there is a {@code /status} subresource, a create drops the status, a write to the object
 * keeps the old status and a write to {@code /status} keeps all but status and, unless the kind
 * says otherwise, the client's part of metadata.
 */
public class GenericStrategy implements Strategy {
  private static final Set<String> NEVER_COMPARED =
      Set.of("apiVersion", "kind", "metadata", "status");

  private final ResourceType type;
  private final KindFacts facts;
  private final boolean hasStatus;

  /** The strategy of a resource by the facts known of its kind. */
  public GenericStrategy(ResourceType type) {
    this(type, KindFacts.of(type.storage().groupResource()));
  }

  GenericStrategy(ResourceType type, KindFacts facts) {
    this.type = type;
    this.facts = facts;
    this.hasStatus = type.subresource("status").isPresent();
  }

  /** The resource. */
  protected final ResourceType type() {
    return type;
  }

  @Override
  public void prepareForCreate(RequestContext context, ObjectNode object) {
    if (hasStatus && dropsStatusOnCreate()) {
      object.remove("status");
    }
    if (facts.generation() != KindFacts.Generation.NONE) {
      ObjectMeta.of(object).setGeneration(1);
    }
  }

  /** Whether a client may not set the status of a new object. */
  protected boolean dropsStatusOnCreate() {
    return true;
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    metadata(object, errors);
    return errors;
  }

  /** What is wrong with metadata as it stands. */
  protected final void metadata(ObjectNode object, List<FieldError> errors) {
    if (facts.metadata() == KindFacts.Metadata.NONE) {
      return;
    }
    ObjectMeta meta = ObjectMeta.of(object);
    if (facts.metadata() != KindFacts.Metadata.NAME_ONLY) {
      ObjectMetaValidation.validateGenerateName(meta, facts.names(), errors);
    }
    ObjectMetaValidation.validateNamed(meta, type.namespaced(), facts.names(), errors);
    if (facts.metadata() != KindFacts.Metadata.GENERIC) {
      ObjectMetaValidation.validateFinalizerNames(meta, errors);
    }
  }

  /** What is wrong with a change of metadata. */
  protected final void metadataChange(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    if (facts.metadata() == KindFacts.Metadata.NONE) {
      return;
    }
    ObjectMeta meta = ObjectMeta.of(object);
    ObjectMetaValidation.validateUpdate(meta, ObjectMeta.of(old), errors);
    if (facts.metadata() != KindFacts.Metadata.GENERIC) {
      ObjectMetaValidation.validateFinalizerNames(meta, errors);
    }
  }

  @Override
  public void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    if (subresource.equals("status")) {
      keepAllButStatus(object, old);
      return;
    }
    if (hasStatus) {
      copy(old, object, "status");
    }
    ObjectMeta meta = ObjectMeta.of(object);
    if (facts.generation() != KindFacts.Generation.NONE && raisesGeneration(object, old)) {
      meta.setGeneration(meta.generation() + 1);
    }
  }

  /** As upstream, many kinds look at the whole again, so a fault of metadata is told repeatedly. */
  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors = new ArrayList<>();
    metadataChange(object, old, errors);
    metadata(object, errors);
    return errors;
  }

  @Override
  public void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource) {}

  @Override
  public void canonicalize(ObjectNode object, Optional<ObjectNode> old) {}

  @Override
  public boolean allowCreateOnUpdate() {
    return facts.createOnUpdate();
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return facts.unconditionalUpdate();
  }

  @Override
  public OptionalLong gracePeriodSeconds(ObjectNode object, OptionalLong requested) {
    return OptionalLong.empty();
  }

  @Override
  public PropagationPolicy defaultPropagation() {
    return facts.propagation();
  }

  @Override
  public boolean holdsDeletion(ObjectNode object) {
    return false;
  }

  @Override
  public void markDeleting(ObjectNode object) {}

  @Override
  public boolean returnsDeletedObject() {
    return facts.returnsDeletedObject();
  }

  @Override
  public long ttlSeconds() {
    return facts.ttlSeconds();
  }

  /** Takes the field {@code name} of {@code to} from {@code from}, or away. */
  protected static void copy(ObjectNode from, ObjectNode to, String name) {
    JsonNode value = from.get(name);
    if (value == null) {
      to.remove(name);
    } else {
      to.set(name, value.deepCopy());
    }
  }

  private void keepAllButStatus(ObjectNode object, ObjectNode old) {
    for (String field : fields(object, old)) {
      if (!NEVER_COMPARED.contains(field)) {
        copy(old, object, field);
      }
    }
    if (facts.statusKeepsMetadata()) {
      ObjectMeta meta = ObjectMeta.of(object);
      ObjectMeta oldMeta = ObjectMeta.of(old);
      for (String field :
          List.of(
              "deletionTimestamp",
              "generation",
              "selfLink",
              "labels",
              "annotations",
              "finalizers",
              "ownerReferences")) {
        meta.copyFrom(oldMeta, field);
      }
    }
  }

  private boolean raisesGeneration(ObjectNode object, ObjectNode old) {
    return switch (facts.generation()) {
      case NONE, CONSTANT -> false;
      case SPEC -> changed(object, old, "spec");
      case SPEC_OR_ANNOTATIONS ->
          changed(object, old, "spec")
              || !ObjectMeta.of(object).annotations().equals(ObjectMeta.of(old).annotations());
      case BODY -> bodyChanged(object, old);
      case BODY_OR_LABELS ->
          bodyChanged(object, old)
              || !ObjectMeta.of(object).labels().equals(ObjectMeta.of(old).labels());
    };
  }

  private boolean bodyChanged(ObjectNode object, ObjectNode old) {
    for (String field : fields(object, old)) {
      boolean compared = !NEVER_COMPARED.contains(field) || (field.equals("status") && !hasStatus);
      if (compared && changed(object, old, field)) {
        return true;
      }
    }
    return false;
  }

  private boolean changed(ObjectNode object, ObjectNode old, String field) {
    JsonNode now = object.path(field);
    JsonNode before = old.path(field);
    return !Same.same(now, before) || (facts.emptyRaisesGeneration() && Same.emptied(now, before));
  }

  private static Set<String> fields(ObjectNode object, ObjectNode old) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    old.fieldNames().forEachRemaining(names::add);
    return names;
  }
}

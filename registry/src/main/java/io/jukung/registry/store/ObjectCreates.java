package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.strategy.ClaimLost;
import io.jukung.registry.strategy.Companion;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.registry.validation.ObjectMetaValidation;
import io.jukung.storage.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Creates objects of one resource ({@code k8s.io/apiserver/pkg/registry/generic/registry/store.go},
 * {@code Create}, and {@code rest/create.go} at v1.36).
 */
final class ObjectCreates {
  /** How many generated names are tried. */
  private static final int MAX_GENERATED_NAMES = 8;

  private static final String VERB = "create";

  private final ResourceAccess access;
  private final Writer writer;

  ObjectCreates(Writer writer) {
    this.access = writer.access;
    this.writer = writer;
  }

  StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    ObjectMeta meta = ObjectMeta.of(object);
    boolean generate = !meta.generateName().isEmpty() && meta.name().isEmpty();
    boolean repeatable = generate || access.strategy.hasCompanions();
    for (int attempt = 1; ; attempt++) {
      writer.checkTurn(context, attempt, VERB);
      try {
        return once(context, namespace, repeatable ? object.deepCopy() : object, options);
      } catch (ClaimLost | StatusException e) {
        // Prepared anew, it takes another name, or another of what it lost.
        boolean again =
            e instanceof ClaimLost
                || (e instanceof StatusException refusal
                    && generate
                    && attempt < MAX_GENERATED_NAMES
                    && refusal.reason().equals("AlreadyExists"));
        if (!again) {
          throw e;
        }
      }
    }
  }

  private StoredObject once(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    fillSystemFields(object);
    prepare(context, namespace, object, options);
    return store(object, options);
  }

  private void fillSystemFields(ObjectNode object) {
    ObjectMeta meta = ObjectMeta.of(object);
    meta.setDeletionTimestamp("");
    meta.setDeletionGracePeriodSeconds(OptionalLong.empty());
    meta.setCreationTimestamp(ObjectMeta.print(writer.clock.instant()));
    meta.setUid(writer.names.uid());
    meta.node().remove("selfLink");
    if (!meta.generateName().isEmpty() && meta.name().isEmpty()) {
      meta.setName(writer.names.generate(meta.generateName()));
    }
  }

  /** Everything before the write; also for objects that a PUT creates. */
  void prepareByPut(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    fillSystemFields(object);
    prepare(context, namespace, object, options);
  }

  private void prepare(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    ObjectMeta meta = ObjectMeta.of(object);
    writer.matchNamespace(meta, namespace);
    access.strategy.prepareForCreate(context, object);
    refuse(object, access.strategy.validate(context, object));
    refuse(
        object,
        ObjectMetaValidation.validate(meta, access.type.namespaced(), NameRule.PATH_SEGMENT));
    access.strategy.warn(context, object, Optional.empty(), "");
    access.strategy.canonicalize(object, Optional.empty());
    options.admission().validate(Optional.of(object), Optional.empty());
  }

  /** What comes with a new object. */
  List<Companion> companions(ObjectNode object) {
    return access.strategy.companions(Optional.empty(), Optional.of(object));
  }

  private void refuse(ObjectNode object, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw StatusException.invalid(access.kindOf(object), ObjectMeta.of(object).name(), errors);
    }
  }

  private StoredObject store(ObjectNode object, WriteOptions options) {
    ObjectMeta meta = ObjectMeta.of(object);
    if (!options.dryRun()) {
      refuseResourceVersion(meta);
    }
    Bytes key = access.key(meta.namespace(), meta.name());
    if (options.dryRun()) {
      if (access.fresh(key, VERB).isPresent()) {
        throw exists(meta, key);
      }
      return writer.dry(object, 0);
    }
    Bytes stored = writer.encode(object);
    Writer.Outcome outcome = writer.put(key, 0, stored, VERB, companions(object));
    if (!outcome.written()) {
      throw exists(meta, key);
    }
    return writer.show(object, stored, outcome.revision());
  }

  /** As upstream, one that can't be read counts as none. */
  private static void refuseResourceVersion(ObjectMeta meta) {
    try {
      if (ResourceVersions.parse(meta.resourceVersion()) == 0) {
        return;
      }
    } catch (NumberFormatException e) {
      return;
    }
    throw ResourceVersions.plain(500, "resourceVersion should not be set on objects to be created");
  }

  StatusException exists(ObjectMeta meta, Bytes key) {
    // Told by the storage, which knows the resource by the name it is stored under.
    GroupVersionResource stored = access.type.storage();
    StatusException plain =
        meta.generateName().isEmpty()
            ? StatusException.alreadyExists(stored, meta.name())
            : StatusException.generateNameConflict(stored, meta.name(), 1);
    boolean deleting =
        access
            .local(key, VERB)
            .map(writer::tree)
            .map(ObjectMeta::of)
            .filter(ObjectMeta::isDeleting)
            .isPresent();
    return deleting
        ? new StatusException(
            plain.code(),
            plain.reason(),
            "object is being deleted: " + plain.text(),
            plain.details())
        : plain;
  }
}

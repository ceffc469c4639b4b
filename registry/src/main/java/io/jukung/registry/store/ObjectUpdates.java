package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.strategy.ClaimLost;
import io.jukung.registry.strategy.Companion;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.registry.validation.ObjectMetaValidation;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes objects of one resource ({@code k8s.io/apiserver/pkg/registry/generic/registry/store.go},
 * {@code Update}, {@code rest/update.go} and {@code etcd3/store.go}, {@code GuaranteedUpdate}, at
 * v1.36).
 *
 * <p>The first attempt works on what this process knows. A refusal found so is only told after the
 * newest state was asked for and turned out to be the same.
 */
final class ObjectUpdates {
  private static final String VERB = "update";
  static final String MODIFIED =
      "the object has been modified; please apply your changes to the latest version and try again";

  private final ResourceAccess access;
  private final Writer writer;
  private final ObjectCreates creates;

  ObjectUpdates(Writer writer, ObjectCreates creates) {
    this.access = writer.access;
    this.writer = writer;
    this.creates = creates;
  }

  /** One request's wish. */
  private record Wish(
      RequestContext context,
      String namespace,
      String name,
      Bytes key,
      ObjectUpdate update,
      WriteOptions options) {}

  /** What one attempt came to: an answer, or the state to try again on. */
  private record Attempt(Optional<UpdateResult> result, Optional<KeyValue> instead) {
    static Attempt done(StoredObject object, boolean created) {
      return new Attempt(Optional.of(new UpdateResult(object, created)), Optional.empty());
    }
  }

  UpdateResult update(
      RequestContext context,
      String namespace,
      String name,
      ObjectUpdate update,
      WriteOptions options) {
    Wish wish = new Wish(context, namespace, name, access.key(namespace, name), update, options);
    Optional<KeyValue> current = access.local(wish.key, VERB);
    boolean newest = false;
    for (int attempt = 0; ; attempt++) {
      writer.checkTurn(context, attempt, VERB);
      try {
        Attempt made = current.isPresent() ? change(wish, current.get()) : createByPut(wish);
        if (made.result.isPresent()) {
          return made.result.get();
        }
        current = made.instead;
        newest = true;
      } catch (ClaimLost e) {
        newest = true; // the object is as it was; what it wanted beside it has another by now
      } catch (StatusException e) {
        if (newest) {
          throw e;
        }
        Optional<KeyValue> now = access.fresh(wish.key, VERB);
        if (sameRevision(now, current)) {
          throw e;
        }
        current = now;
        newest = true;
      }
    }
  }

  private static boolean sameRevision(Optional<KeyValue> one, Optional<KeyValue> other) {
    return one.map(KeyValue::modRevision).equals(other.map(KeyValue::modRevision));
  }

  private Attempt createByPut(Wish wish) {
    if (!access.strategy.allowCreateOnUpdate() && !wish.update.createsMissing()) {
      throw access.notFound(wish.name);
    }
    checkUid(wish, "");
    ObjectNode object = wish.update.apply(Optional.empty());
    ObjectMeta meta = ObjectMeta.of(object);
    creates.prepareByPut(wish.context, wish.namespace, object, wish.options);
    if (wish.options.dryRun()) {
      return Attempt.done(writer.dry(object, 0), true);
    }
    Bytes stored = writer.encode(object);
    Writer.Outcome outcome = writer.put(wish.key, 0, stored, "create", creates.companions(object));
    if (!outcome.written()) {
      if (outcome.instead().isEmpty()) {
        throw creates.exists(meta, wish.key);
      }
      return new Attempt(Optional.empty(), outcome.instead());
    }
    return Attempt.done(writer.show(object, stored, outcome.revision()), true);
  }

  private Attempt change(Wish wish, KeyValue current) {
    ObjectNode old = writer.tree(current);
    ObjectMeta oldMeta = ObjectMeta.of(old);
    checkUid(wish, oldMeta.uid());
    ObjectNode object = wish.update.apply(Optional.of(old.deepCopy()));
    checkResourceVersion(wish, ObjectMeta.of(object), current.modRevision());
    prepare(wish, object, old);
    wish.options.admission().validate(Optional.of(object), Optional.of(old));
    boolean gone = lastHoldReleased(object, oldMeta);
    Optional<StoredObject> dry =
        wish.options.dryRun()
            ? Optional.of(writer.dry(object, current.modRevision()))
            : Optional.empty();
    boolean linked = ObjectMeta.of(object).node().has("selfLink");
    Bytes stored = writer.encode(object);
    if (gone) {
      return release(wish, object, old, stored, current);
    }
    boolean shownLink = dry.isPresent() && linked;
    if (ManagedTimes.onlyDiffer(stored, current.value()) && !shownLink && !stale(wish)) {
      return Attempt.done(writer.show(object, current.value(), current.modRevision()), false);
    }
    if (dry.isPresent()) {
      return Attempt.done(dry.get(), false);
    }
    List<Companion> with = access.strategy.companions(Optional.of(old), Optional.of(object));
    Writer.Outcome outcome = writer.put(wish.key, current.modRevision(), stored, VERB, with);
    return outcome.written()
        ? Attempt.done(writer.show(object, stored, outcome.revision()), false)
        : new Attempt(Optional.empty(), outcome.instead());
  }

  /** Whether what is stored is worth writing again though nothing of it changed. */
  private boolean stale(Wish wish) {
    return !wish.options.dryRun()
        && StoreErrors.call(access.type.resource(), VERB, () -> access.store.stale(wish.key));
  }

  /** Nothing keeps the object any more: its deletion, asked for earlier, happens now. */
  private Attempt release(
      Wish wish, ObjectNode object, ObjectNode old, Bytes stored, KeyValue current) {
    StoredObject shown = writer.show(object, stored, current.modRevision());
    if (wish.options.dryRun()) {
      return Attempt.done(shown, false);
    }
    List<Companion> with = access.strategy.companions(Optional.of(old), Optional.empty());
    Writer.Outcome outcome = writer.delete(wish.key, current.modRevision(), VERB, with);
    return outcome.written() || outcome.instead().isEmpty()
        ? Attempt.done(shown, false)
        : new Attempt(Optional.empty(), outcome.instead());
  }

  private boolean lastHoldReleased(ObjectNode object, ObjectMeta old) {
    return ObjectMeta.of(object).finalizers().isEmpty()
        && old.isDeleting()
        && old.deletionGracePeriodSeconds().orElse(0) == 0
        && !access.strategy.holdsDeletion(object);
  }

  private void checkUid(Wish wish, String uid) {
    Optional<String> required = wish.update.requiredUid();
    if (required.isPresent() && !required.get().equals(uid)) {
      throw writer.preconditionFailed(
          // Upstream's dry runs know keys without the root of the store.
          wish.options.dryRun()
              ? Bytes.utf8(wish.key.utf8().replaceFirst("^/registry", ""))
              : wish.key,
          wish.name,
          "UID in precondition: " + required.get() + ", UID in object meta: " + uid);
    }
  }

  private void checkResourceVersion(Wish wish, ObjectMeta meta, long current) {
    long wanted = ResourceVersions.parseBody(meta.resourceVersion());
    if (wanted == 0) {
      if (!access.strategy.allowUnconditionalUpdate()) {
        // As upstream, the resource's name stands where a kind would.
        var resource = access.type.resource();
        throw StatusException.invalid(
            new GroupVersionKind(resource.group(), resource.version(), resource.resource()),
            wish.name,
            List.of(
                FieldError.invalid(
                    "metadata.resourceVersion",
                    LongNode.valueOf(0),
                    "must be specified for an update")));
      }
      meta.setResourceVersion(Long.toString(current));
    } else if (wanted != current) {
      throw StatusException.conflict(access.type.resource(), wish.name, MODIFIED);
    }
  }

  private void prepare(Wish wish, ObjectNode object, ObjectNode old) {
    ObjectMeta meta = ObjectMeta.of(object);
    ObjectMeta oldMeta = ObjectMeta.of(old);
    writer.matchNamespace(meta, wish.namespace);
    meta.setGeneration(oldMeta.generation());
    access.strategy.prepareForUpdate(wish.context, object, old, wish.options.subresource());
    if (meta.uid().isEmpty()) {
      meta.setUid(oldMeta.uid());
    }
    if (!oldMeta.creationTimestamp().isEmpty()) {
      meta.setCreationTimestamp(oldMeta.creationTimestamp());
    }
    if (oldMeta.isDeleting()) {
      meta.setDeletionTimestamp(oldMeta.deletionTimestamp());
    }
    if (meta.deletionGracePeriodSeconds().isEmpty()) {
      meta.setDeletionGracePeriodSeconds(oldMeta.deletionGracePeriodSeconds());
    }
    List<FieldError> errors =
        new ArrayList<>(
            ObjectMetaValidation.validate(meta, access.type.namespaced(), NameRule.PATH_SEGMENT));
    ObjectMetaValidation.validateUpdate(meta, oldMeta, errors);
    errors.addAll(
        access.strategy.validateUpdate(wish.context, object, old, wish.options.subresource()));
    if (!errors.isEmpty()) {
      throw StatusException.invalid(access.kindOf(object), meta.name(), errors);
    }
    access.strategy.warn(wish.context, object, Optional.of(old), wish.options.subresource());
    access.strategy.canonicalize(object, Optional.of(old));
  }
}

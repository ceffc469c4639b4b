package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.strategy.ClaimLost;
import io.jukung.registry.strategy.Companion;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes objects of one resource ({@code k8s.io/apiserver/pkg/registry/generic/registry/store.go},
 * {@code Delete} and {@code DeleteCollection}, at v1.36).
 */
final class ObjectDeletes {
  private static final String VERB = "delete";
  private static final Set<String> POLICIES = Set.of("Foreground", "Background", "Orphan");
  private static final GroupVersionKind OPTIONS_KIND =
      new GroupVersionKind("meta.k8s.io", "", "DeleteOptions");

  private final ResourceAccess access;
  private final Writer writer;
  private final ObjectReads reads;

  ObjectDeletes(Writer writer, ObjectReads reads) {
    this.access = writer.access;
    this.writer = writer;
    this.reads = reads;
  }

  /** One request's wish. */
  private record Wish(RequestContext context, String name, Bytes key, DeleteOptions options) {}

  /** What one attempt came to: an answer, or the state to try again on. */
  private record Attempt(Optional<DeleteResult> result, Optional<KeyValue> instead) {
    static Attempt done(StoredObject object, boolean deleted) {
      return new Attempt(Optional.of(new DeleteResult(object, deleted)), Optional.empty());
    }
  }

  DeleteResult delete(
      RequestContext context, String namespace, String name, DeleteOptions options) {
    validate(options);
    warnUndecided(context, options);
    Wish wish = new Wish(context, name, access.key(namespace, name), options);
    Optional<KeyValue> current = access.local(wish.key, VERB);
    boolean newest = false;
    for (int attempt = 0; ; attempt++) {
      writer.checkTurn(context, attempt, VERB);
      try {
        Attempt made = once(wish, current.orElseThrow(() -> access.notFound(name)));
        if (made.result.isPresent()) {
          return made.result.get();
        }
        current = made.instead;
        newest = true;
      } catch (ClaimLost e) {
        newest = true; // the object is as it was; what goes with it changed meanwhile
      } catch (StatusException e) {
        if (newest) {
          throw e;
        }
        Optional<KeyValue> now = access.fresh(wish.key, VERB);
        if (now.map(KeyValue::modRevision).equals(current.map(KeyValue::modRevision))) {
          throw e;
        }
        current = now;
        newest = true;
      }
    }
  }

  private void warnUndecided(RequestContext context, DeleteOptions options) {
    if (options.propagationPolicy().isEmpty() && options.orphanDependents().isEmpty()) {
      access.strategy.warnUndecidedDelete(context);
    }
  }

  private Attempt once(Wish wish, KeyValue current) {
    ObjectNode old = writer.tree(current);
    checkPreconditions(wish, ObjectMeta.of(old));
    wish.options.admission().validate(Optional.empty(), Optional.of(old));
    ObjectNode object = old.deepCopy();
    DeletionPlan plan =
        DeletionPlan.of(access.strategy, object, wish.options, writer.clock.instant());
    return switch (plan) {
      case DeletionPlan.Pending _ ->
          Attempt.done(writer.show(old, current.value(), current.modRevision()), false);
      case DeletionPlan.Mark mark -> mark(wish, object, current, mark.thenDelete());
      case DeletionPlan.Remove _ -> remove(wish, old, current.value(), current.modRevision());
    };
  }

  private Attempt mark(Wish wish, ObjectNode object, KeyValue current, boolean thenDelete) {
    Bytes stored = writer.encode(object);
    if (wish.options.dryRun() || (!thenDelete && stored.equals(current.value()))) {
      return Attempt.done(writer.show(object, stored, current.modRevision()), thenDelete);
    }
    Writer.Outcome outcome = writer.put(wish.key, current.modRevision(), stored, VERB, List.of());
    if (!outcome.written()) {
      return new Attempt(Optional.empty(), outcome.instead());
    }
    return thenDelete
        ? remove(wish, object, stored, outcome.revision())
        : Attempt.done(writer.show(object, stored, outcome.revision()), false);
  }

  private Attempt remove(Wish wish, ObjectNode object, Bytes stored, long revision) {
    if (wish.options.dryRun()) {
      return Attempt.done(writer.show(object, stored, revision), true);
    }
    List<Companion> with = access.strategy.companions(Optional.of(object), Optional.empty());
    Writer.Outcome outcome = writer.delete(wish.key, revision, VERB, with);
    if (outcome.written()) {
      return Attempt.done(writer.show(object, stored, outcome.revision()), true);
    }
    return new Attempt(Optional.empty(), outcome.instead());
  }

  private static void validate(DeleteOptions options) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> policy = options.propagationPolicy();
    if (options.orphanDependents().isPresent() && policy.isPresent()) {
      errors.add(
          FieldError.invalid(
              "propagationPolicy",
              policy.get(),
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    if (policy.isPresent() && !POLICIES.contains(policy.get())) {
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              "propagationPolicy",
              FieldError.quote(policy.get()),
              "supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""));
    }
    if (!errors.isEmpty()) {
      throw StatusException.invalid(OPTIONS_KIND, "", errors);
    }
  }

  private void checkPreconditions(Wish wish, ObjectMeta meta) {
    Optional<String> uid = wish.options.preconditionUid();
    if (uid.isPresent() && !uid.get().equals(meta.uid())) {
      throw preconditionFailed(
          meta,
          "UID",
          uid.get(),
          meta.uid(),
          "The object might have been deleted and then recreated");
    }
    Optional<String> version = wish.options.preconditionResourceVersion();
    if (version.isPresent() && !version.get().equals(meta.resourceVersion())) {
      throw preconditionFailed(
          meta,
          "ResourceVersion",
          version.get(),
          meta.resourceVersion(),
          "The object might have been modified");
    }
  }

  /** Upstream's namespaces have a check and words of their own. */
  private StatusException preconditionFailed(
      ObjectMeta meta, String field, String wanted, String found, String guess) {
    GroupVersionResource resource = access.type.resource();
    if (resource.group().isEmpty() && resource.resource().equals("namespaces")) {
      return StatusException.conflict(
          resource,
          meta.name(),
          "Precondition failed: "
              + field
              + " in precondition: "
              + wanted
              + ", "
              + field
              + " in object meta: "
              + found);
    }
    return StatusException.conflict(
        writer.kindAsResource(),
        meta.name(),
        "the "
            + field
            + " in the precondition ("
            + wanted
            + ") does not match the "
            + field
            + " in record ("
            + found
            + "). "
            + guess);
  }

  /** As upstream, one after the other; what is gone meanwhile is no failure. */
  DeletedObjects deleteCollection(
      RequestContext context, ListOptions selection, DeleteOptions options) {
    warnUndecided(context, options);
    List<StoredObject> objects = new ArrayList<>();
    DeletedObjects listed;
    try (ListResult list = reads.list(selection)) {
      list.forEachRemaining(objects::add);
      listed =
          new DeletedObjects(
              objects, list.revision(), list.continueToken(), list.remainingItemCount());
    }
    for (StoredObject object : objects) {
      try {
        delete(context, object.namespace(), object.name(), options);
      } catch (StatusException e) {
        if (!e.reason().equals("NotFound")) {
          throw e;
        }
      }
    }
    return listed;
  }
}

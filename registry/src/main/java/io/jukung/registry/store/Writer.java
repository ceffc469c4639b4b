package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.strategy.ClaimLost;
import io.jukung.registry.strategy.Companion;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The steps on trees and on the store that creating, changing and deleting share. */
final class Writer {
  /** How often one request may lose against other writers. */
  private static final int MAX_ATTEMPTS = 10_000;

  /** What a conditional write did: its revision, or else what there is instead. */
  record Outcome(boolean written, long revision, Optional<KeyValue> instead) {}

  final ResourceAccess access;
  final InstantSource clock;
  final Names names;
  private final Leases leases;
  private final CompanionWrites companions;

  Writer(
      ResourceAccess access,
      InstantSource clock,
      Names names,
      Leases leases,
      CompanionWrites companions) {
    this.access = access;
    this.clock = clock;
    this.names = names;
    this.leases = leases;
    this.companions = companions;
  }

  /** The stored tree with its resourceVersion. */
  ObjectNode tree(KeyValue stored) {
    EntryReader.refuseUnreadable(stored.value());
    ObjectNode tree = access.codec.parse(stored.value());
    ObjectMeta.of(tree).setResourceVersion(Long.toString(stored.modRevision()));
    return tree;
  }

  /** The bytes to store; takes out what is not stored. */
  Bytes encode(ObjectNode object) {
    ObjectNode metadata = ObjectMeta.of(object).node();
    metadata.remove("resourceVersion");
    metadata.remove("selfLink");
    return access.codec.encode(object, access.storedSchema);
  }

  /** The object as the client of a dry run gets it: with what is not stored, where it is given. */
  StoredObject dry(ObjectNode object, long revision) {
    ObjectMeta meta = ObjectMeta.of(object);
    return new StoredObject(
        meta.namespace(), meta.name(), access.codec.encode(object, access.storedSchema), revision);
  }

  /** The object as the client gets it; revision 0 shows none. */
  StoredObject show(ObjectNode object, Bytes stored, long revision) {
    ObjectMeta meta = ObjectMeta.of(object);
    return new StoredObject(
        meta.namespace(),
        meta.name(),
        revision == 0 ? stored : access.codec.withResourceVersion(stored, revision),
        revision);
  }

  /**
   * Puts if the key's revision is {@code modRevision}.
   *
   * @throws ClaimLost when it is, and yet a companion could not come
   */
  Outcome put(Bytes key, long modRevision, Bytes value, String verb, List<Companion> with) {
    return StoreErrors.call(
        access.type.resource(),
        verb,
        () -> {
          long lease = leases.lease(access.strategy.ttlSeconds());
          try {
            return write(Txn.putIf(key, modRevision, value, lease), modRevision, with);
          } catch (StoreException.LeaseNotFound e) {
            leases.forget(lease);
            long another = leases.lease(access.strategy.ttlSeconds());
            return write(Txn.putIf(key, modRevision, value, another), modRevision, with);
          }
        });
  }

  /** Deletes if the key's revision is {@code modRevision}. */
  Outcome delete(Bytes key, long modRevision, String verb, List<Companion> with) {
    return StoreErrors.call(
        access.type.resource(),
        verb,
        () -> write(Txn.deleteIf(key, modRevision), modRevision, with));
  }

  private Outcome write(Txn txn, long modRevision, List<Companion> with) {
    return CompanionWrites.outcome(access.store.txn(companions.with(txn, with)), modRevision);
  }

  /** Sets the object's namespace, or refuses another one than the request's. */
  void matchNamespace(ObjectMeta meta, String namespace) {
    String expected = access.type.namespaced() ? namespace : "";
    String own = meta.namespace();
    if (own.equals(expected)) {
      return;
    }
    if (!own.isEmpty() && !expected.isEmpty()) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    meta.setNamespace(expected);
  }

  /** Refuses to try on when the request's time is over. */
  void checkTurn(RequestContext context, int attempt, String verb) {
    boolean late =
        context.deadlineNs() != Long.MAX_VALUE && System.nanoTime() - context.deadlineNs() > 0;
    if (attempt >= MAX_ATTEMPTS || late) {
      throw StoreErrors.serverTimeout(access.type.resource(), verb);
    }
  }

  /** A conflict found below the kind's rules, with the text of upstream's storage. */
  StatusException preconditionFailed(Bytes key, String name, String explanation) {
    return StatusException.conflict(
        access.type.resource(),
        name,
        "StorageError: invalid object, Code: 4, Key: "
            + key.utf8()
            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: "
            + explanation);
  }

  /** The kind under the name of a resource, as some of upstream's messages have it. */
  GroupVersionResource kindAsResource() {
    GroupVersionResource stored = access.type.storage();
    return new GroupVersionResource(stored.group(), stored.version(), access.type.kind().kind());
  }
}

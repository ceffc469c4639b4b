package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.strategy.ClaimLost;
import io.jukung.registry.strategy.Companion;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns companions into steps of the transaction that writes their object. */
final class CompanionWrites {
  private final Catalog catalog;
  private final ObjectCodec codec;
  private final InstantSource clock;
  private final Names names;

  CompanionWrites(Catalog catalog, ObjectCodec codec, InstantSource clock, Names names) {
    this.catalog = catalog;
    this.codec = codec;
    this.clock = clock;
    this.names = names;
  }

  /** The transaction of one object's conditional write, with its companions' steps added. */
  Txn with(Txn write, List<Companion> companions) {
    if (companions.isEmpty()) {
      return write;
    }
    List<Compare> compares = new ArrayList<>(write.compares());
    List<Operation> success = new ArrayList<>(write.success());
    for (Companion companion : companions) {
      switch (companion) {
        case Companion.Claim claim -> {
          ResourceType type = catalog.resource(claim.resource()).orElseThrow();
          Bytes key = Bytes.utf8(type.keyPrefix() + claim.name());
          compares.add(new Compare.ModRevision(key, 0));
          success.add(new Operation.Put(key, encode(claim.object(), type)));
        }
        case Companion.Release release -> {
          ResourceType type = catalog.resource(release.resource()).orElseThrow();
          success.add(new Operation.Delete(Bytes.utf8(type.keyPrefix() + release.name())));
        }
        case Companion.Replace replace -> {
          ObjectNode object = replace.object();
          TypeSchema schema =
              catalog
                  .kind(
                      GroupVersion.parse(object.path("apiVersion").asText())
                          .kind(object.path("kind").asText()))
                  .orElseThrow();
          compares.add(new Compare.ModRevision(replace.key(), replace.modRevision()));
          success.add(new Operation.Put(replace.key(), codec.encode(object, schema)));
        }
      }
    }
    return new Txn(compares, success, write.failure());
  }

  private Bytes encode(ObjectNode object, ResourceType type) {
    ObjectMeta meta = ObjectMeta.of(object);
    meta.setUid(names.uid());
    meta.setCreationTimestamp(ObjectMeta.print(clock.instant()));
    return codec.encode(object, type.schema());
  }

  /**
   * What a write came to.
   *
   * @param modRevision the revision the object was expected at
   * @throws ClaimLost when the object was as expected and nothing was written all the same
   */
  static Writer.Outcome outcome(TxnResult result, long modRevision) {
    if (result.succeeded()) {
      return new Writer.Outcome(true, result.revision(), Optional.empty());
    }
    Optional<KeyValue> instead = result.results().getFirst().stream().findFirst();
    if (instead.map(KeyValue::modRevision).orElse(0L) == modRevision) {
      throw new ClaimLost();
    }
    return new Writer.Outcome(false, result.revision(), instead);
  }
}

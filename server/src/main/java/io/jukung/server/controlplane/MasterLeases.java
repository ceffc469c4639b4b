package io.jukung.server.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.Txn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of the servers that are there: a key for each, which dies with its lease, in the
 * form kube-apiserver keeps ({@code pkg/controlplane/reconcilers/lease.go} at v1.36). Safe for all
 * threads.
 */
final class MasterLeases {
  private static final String PREFIX = "/registry/masterleases/";

  /** How long a server that says nothing counts as there. */
  private static final Duration TTL = Duration.ofSeconds(15);

  private final Store store;
  private final CanonicalJson json;
  private final TypeSchema endpoints;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * The leases in a store.
   *
   * @param endpoints the type of {@code Endpoints}, which is how they are kept
   */
  MasterLeases(Store store, CanonicalJson json, TypeSchema endpoints) {
    this.store = store;
    this.json = json;
    this.endpoints = endpoints;
  }

  private static Bytes key(String address) {
    return Bytes.utf8(PREFIX + address);
  }

  /** The addresses there are now, in order. */
  List<String> list() {
    RangeRequest all = new RangeRequest(KeyRange.prefix(Bytes.utf8(PREFIX)), 0, 0, false);
    return store.range(all).items().stream()
        .map(value -> tree(value).at("/subsets/0/addresses/0/ip").asText())
        .filter(address -> !address.isEmpty())
        .sorted()
        .toList();
  }

  /** Says that the server at {@code address} is there. */
  void renew(String address) {
    Optional<KeyValue> present = store.get(key(address));
    ObjectNode object = mapper.createObjectNode();
    object.put("kind", "Endpoints").put("apiVersion", "v1");
    object
        .putObject("metadata")
        .put("generation", present.map(MasterLeases.this::tree).map(MasterLeases::next).orElse(1L));
    object.putArray("subsets").addObject().putArray("addresses").addObject().put("ip", address);
    long lease = store.grantLease(TTL.toSeconds());
    Operation put = new Operation.Put(key(address), json.encode(object, endpoints), lease);
    var _ = store.txn(new Txn(List.of(), List.of(put), List.of()));
  }

  private static long next(JsonNode object) {
    return object.path("metadata").path("generation").asLong() + 1;
  }

  /**
   * Says that it is gone.
   *
   * @return false when it was not there
   */
  boolean remove(String address) {
    return store
        .get(key(address))
        .map(found -> store.txn(Txn.deleteIf(found.key(), found.modRevision())).succeeded())
        .orElse(false);
  }

  private ObjectNode tree(KeyValue value) {
    try {
      return mapper.readValue(value.value().array(), ObjectNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + value.key().utf8(), e);
    }
  }
}

package io.jukung.registry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Writes the objects a cluster starts with. Immutable; one call at a time is enough. */
public final class Bootstrap {
  /** How often other servers may come between before this one gives up. */
  private static final int MAX_ATTEMPTS = 10;

  /** Fits an etcd's limit of 128 operations. */
  private static final int SMALL_TRANSACTION = 100;

  private static final Bytes SERVICE = Bytes.utf8("/registry/services/specs/default/kubernetes");
  private static final Bytes ADDRESSES = Bytes.utf8("/registry/ipaddresses/");

  private final Store store;
  private final Catalog catalog;
  private final BiFunction<ObjectNode, TypeSchema, Bytes> encoder;
  private final Clock clock;
  private final Supplier<UUID> uids;
  private final Ownership ownership;

  /**
   * A bootstrap of one store.
   *
   * @param encoder makes the bytes that are stored of an object of a type: canonical JSON
   * @param clock what creation times are taken from
   * @param uids a new random uid at each call
   */
  public Bootstrap(
      Store store,
      Catalog catalog,
      BiFunction<ObjectNode, TypeSchema, Bytes> encoder,
      Clock clock,
      Supplier<UUID> uids) {
    this.store = store;
    this.catalog = catalog;
    this.encoder = encoder;
    this.clock = clock;
    this.uids = uids;
    this.ownership = new Ownership(catalog, clock);
  }

  /**
   * Makes sure that all bootstrap objects are there: those missing are written in one transaction
   * where the store allows, those present are left as they are.
   *
   * @return how many were written
   * @throws StoreException when the store fails; then nothing was written, or after {@link
   *     StoreException.Uncertain} perhaps all
   */
  public int ensure(BootstrapConfig config) {
    Map<Bytes, Bytes> objects = encode(config);
    store.readBarrier();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      List<Compare> compares = new ArrayList<>();
      List<Operation> puts = new ArrayList<>();
      boolean served = store.get(SERVICE).isPresent();
      objects.forEach(
          (key, value) -> {
            boolean taken = served && key.startsWith(ADDRESSES); // the Service has its own address
            if (!taken && store.get(key).isEmpty()) {
              compares.add(new Compare.ModRevision(key, 0));
              puts.add(new Operation.Put(key, value));
            }
          });
      if (puts.isEmpty() || write(compares, puts)) {
        return puts.size();
      }
    }
    throw new StoreException.Unavailable(
        "bootstrap objects were written by others " + MAX_ATTEMPTS + " times in a row");
  }

  /**
   * Writes at once what the store takes at once. An etcd with its usual limits takes a few at a
   * time: then a stop in between leaves some out, and the next start writes those.
   */
  private boolean write(List<Compare> compares, List<Operation> puts) {
    try {
      return store.txn(new Txn(compares, puts, List.of())).succeeded();
    } catch (StoreException.TooLarge e) {
      for (int from = 0; from < puts.size(); from += SMALL_TRANSACTION) {
        int to = Math.min(puts.size(), from + SMALL_TRANSACTION);
        Txn part = new Txn(compares.subList(from, to), puts.subList(from, to), List.of());
        if (!store.txn(part).succeeded()) {
          return false;
        }
      }
      return true;
    }
  }

  /** The roles and bindings every cluster has, without uid and creation time; the caller's own. */
  public static List<ObjectNode> rbacObjects() {
    return BootstrapObjects.rbac();
  }

  /** The default FlowSchemas and PriorityLevelConfigurations, as {@link #rbacObjects}. */
  public static List<ObjectNode> flowControlObjects() {
    return BootstrapObjects.flowControl();
  }

  private Map<Bytes, Bytes> encode(BootstrapConfig config) {
    Instant now = clock.instant();
    String created = now.truncatedTo(ChronoUnit.SECONDS).toString();
    Map<Bytes, Bytes> objects = new LinkedHashMap<>();
    for (ObjectNode object : new BootstrapObjects(config, now).all()) {
      ResourceType type = type(object);
      ObjectNode metadata = object.withObject("/metadata");
      metadata.put("uid", uids.get().toString()).put("creationTimestamp", created);
      String namespace = metadata.path("namespace").asText();
      String key =
          type.keyPrefix()
              + (type.namespaced() ? namespace + "/" : "")
              + metadata.path("name").asText();
      ownership.record(type, object);
      objects.put(Bytes.utf8(key), encoder.apply(object, type.schema()));
    }
    return objects;
  }

  private ResourceType type(ObjectNode object) {
    GroupVersion version = GroupVersion.parse(object.path("apiVersion").asText());
    return catalog
        .resourceForKind(version.kind(object.path("kind").asText()))
        .orElseThrow(() -> new IllegalStateException("not in the catalog: " + object));
  }
}

package io.jukung.registry.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.strategy.core.ServiceCompanions;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.Txn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the IPAddresses in line with the services: makes those that are missing (of services an
 * older release wrote, or because somebody deleted one) and removes the allocator's own that no
 * service has any more. One call at a time.
 *
 * <p>Upstream: {@code pkg/registry/core/service/ipallocator/controller/repairip.go} at v1.36, which
 * also writes events; here the log tells.
 */
public final class AddressRepair {
  private static final Logger LOG = LoggerFactory.getLogger(AddressRepair.class);

  /** How old an IPAddress without a service must be: another server may be about to write both. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final KeyRange SERVICES = KeyRange.prefix(Bytes.utf8("/registry/services/specs/"));

  private final Store store;
  private final ResourceType type;
  private final BiFunction<ObjectNode, TypeSchema, Bytes> encoder;
  private final Clock clock;
  private final Supplier<UUID> uids;
  private final ObjectMapper json = new ObjectMapper();

  /** The repair of one store; the parameters are {@link Bootstrap}'s. */
  public AddressRepair(
      Store store,
      Catalog catalog,
      BiFunction<ObjectNode, TypeSchema, Bytes> encoder,
      Clock clock,
      Supplier<UUID> uids) {
    this.store = store;
    this.type = catalog.resource(ServiceCompanions.IP_ADDRESSES).orElseThrow();
    this.encoder = encoder;
    this.clock = clock;
    this.uids = uids;
  }

  /**
   * Looks at all services and addresses once.
   *
   * @return how many IPAddresses were written or removed
   * @throws io.jukung.storage.StoreException when the store fails; what was done is right as it is
   */
  public int run() {
    Set<Bytes> held = new HashSet<>();
    int changes = 0;
    for (KeyValue stored : store.range(new RangeRequest(SERVICES, 0, 0, false)).items()) {
      ObjectNode service = tree(stored);
      for (ObjectNode address : ServiceCompanions.all(service)) {
        Bytes key = Bytes.utf8(type.keyPrefix() + address.path("metadata").path("name").asText());
        held.add(key);
        changes += make(key, address);
      }
    }
    KeyRange addresses = KeyRange.prefix(Bytes.utf8(type.keyPrefix()));
    for (KeyValue stored : store.range(new RangeRequest(addresses, 0, 0, false)).items()) {
      if (!held.contains(stored.key()) && leaked(tree(stored))) {
        changes += store.txn(Txn.deleteIf(stored.key(), stored.modRevision())).succeeded() ? 1 : 0;
        LOG.warn("removed {}: no service has this address", stored.key().utf8());
      }
    }
    return changes;
  }

  private int make(Bytes key, ObjectNode address) {
    if (store.get(key).isPresent()) {
      return 0;
    }
    address
        .withObject("/metadata")
        .put("uid", uids.get().toString())
        .put("creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    LOG.info("made {}, which was missing", key.utf8());
    Bytes value = encoder.apply(address, type.schema());
    return store.txn(Txn.putIf(key, 0, value, 0)).succeeded() ? 1 : 0;
  }

  private boolean leaked(JsonNode address) {
    JsonNode metadata = address.path("metadata");
    boolean ours =
        metadata
            .path("labels")
            .path(ServiceCompanions.MANAGED_BY)
            .asText()
            .equals(ServiceCompanions.ALLOCATOR);
    Instant created =
        Instant.parse(metadata.path("creationTimestamp").asText("1970-01-01T00:00:00Z"));
    return ours && created.plus(GRACE).isBefore(clock.instant());
  }

  private ObjectNode tree(KeyValue value) {
    try {
      return json.readValue(value.value().array(), ObjectNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + value.key().utf8(), e);
    }
  }
}

package io.jukung.registry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.strategy.core.NodePorts;
import io.jukung.storage.Bytes;
import io.jukung.storage.Store;
import io.jukung.storage.Txn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the record of the node ports in line with the services: makes it where there is none, adds
 * what is missing, and takes out what no service has had for three runs. (Until then another server
 * may be about to write the service: kube-apiserver takes the port first.) One call at a time.
 *
 * <p>Upstream: {@code pkg/registry/core/service/portallocator/controller/repair.go} at v1.36, which
 * also writes events; here the log tells.
 */
public final class NodePortRepair {
  private static final Logger LOG = LoggerFactory.getLogger(NodePortRepair.class);

  private static final int RUNS_BEFORE_CLEANUP = 3;

  /** How often other writers may come between before the next run's turn. */
  private static final int MAX_ATTEMPTS = 10;

  private final Store store;
  private final TypeSchema schema;
  private final BiFunction<ObjectNode, TypeSchema, Bytes> encoder;
  private final Map<Integer, Integer> unused = new HashMap<>();

  /** The repair of one store; the parameters are {@link Bootstrap}'s. */
  public NodePortRepair(
      Store store, Catalog catalog, BiFunction<ObjectNode, TypeSchema, Bytes> encoder) {
    this.store = store;
    this.schema = catalog.kind(new GroupVersion("", "v1").kind("RangeAllocation")).orElseThrow();
    this.encoder = encoder;
  }

  /**
   * Looks at the record and all services once.
   *
   * @return whether the record was written
   * @throws io.jukung.storage.StoreException when the store fails; what was done is right as it is
   */
  public boolean run() {
    Set<Integer> leaked = null;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      NodePorts record = NodePorts.read(store);
      NodePorts services = NodePorts.ofServices(store); // no older than the record
      Set<Integer> extra = record.without(services);
      if (leaked == null) {
        leaked = count(extra);
      }
      leaked.retainAll(extra);
      Set<Integer> missing = services.without(record);
      boolean right = record.revision() > 0 && !record.foreign() && missing.isEmpty();
      if (right && leaked.isEmpty()) {
        return false;
      }
      ObjectNode repaired = record.and(services).record(leaked);
      Bytes value = encoder.apply(repaired, schema);
      if (store.txn(Txn.putIf(NodePorts.KEY, record.revision(), value, 0)).succeeded()) {
        LOG.info("node ports: added={} removed={}", missing, leaked);
        return true;
      }
    }
    return false;
  }

  /** Counts one more run for what no service has; returns what had its last. */
  private Set<Integer> count(Set<Integer> extra) {
    unused.keySet().retainAll(extra);
    Set<Integer> leaked = new HashSet<>();
    for (int port : extra) {
      if (unused.merge(port, 1, Integer::sum) >= RUNS_BEFORE_CLEANUP) {
        leaked.add(port);
      }
    }
    return leaked;
  }
}

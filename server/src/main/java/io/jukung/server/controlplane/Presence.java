package io.jukung.server.controlplane;

import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.Types;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.store.Registry;
import io.jukung.storage.Store;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients and the other servers of a store that this server is there: at start, every ten
 * seconds, and at the end that it goes. What fails is logged and tried again with the next turn.
 * Started and closed once.
 */
public final class Presence implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  /** Upstream's of both the endpoints and the Lease. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Duration COLLECTION_INTERVAL = Duration.ofHours(1);
  private static final Duration STOP_BOUND = Duration.ofSeconds(20);

  private final Optional<KubernetesEndpoints> endpoints;
  private final IdentityLeases identity;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("jukung-presence").daemon().factory());

  /**
   * Where a server is.
   *
   * @param address where clients inside the cluster reach it; one that only this machine reaches
   *     makes no endpoints
   * @param host this machine's name
   */
  public record Place(String address, int port, String host) {
    private boolean reachable() {
      InetAddress literal = InetAddress.ofLiteral(address);
      return !literal.isLoopbackAddress() && !literal.isAnyLocalAddress();
    }
  }

  /** The presence of a server at a place. */
  public Presence(
      Place place,
      Catalog catalog,
      Store store,
      Registry registry,
      FieldManagers fields,
      InstantSource clock) {
    CanonicalJson json = new CanonicalJson(Types.of(catalog));
    this.identity =
        new IdentityLeases(
            objects(catalog, registry, fields, json, "coordination.k8s.io", "leases"),
            clock,
            place.host(),
            UUID.randomUUID().toString());
    OwnObjects own = objects(catalog, registry, fields, json, "", "endpoints");
    this.endpoints =
        place.reachable()
            ? Optional.of(
                new KubernetesEndpoints(
                    own,
                    objects(catalog, registry, fields, json, "discovery.k8s.io", "endpointslices"),
                    new MasterLeases(store, json, own.store().type().schema()),
                    place.address(),
                    place.port()))
            : Optional.empty();
  }

  private static OwnObjects objects(
      Catalog catalog,
      Registry registry,
      FieldManagers fields,
      CanonicalJson json,
      String group,
      String resource) {
    ResourceType type =
        catalog.resource(new GroupVersionResource(group, "v1", resource)).orElseThrow();
    return new OwnObjects(registry.store(type), fields, json::parse);
  }

  /** Before the port opens: what an earlier run left goes. */
  public void prepare() {
    attempt(
        "removing what an earlier run left",
        () -> endpoints.ifPresent(KubernetesEndpoints::removeStale));
    attempt("removing an earlier run's Lease", identity::remove);
  }

  /** The port is open: from now on this server is there. Returns when others know. */
  public void start() {
    turn();
    long interval = INTERVAL.toMillis();
    var _ = thread.scheduleAtFixedRate(this::turn, interval, interval, TimeUnit.MILLISECONDS);
    Runnable collection = () -> attempt("collecting Leases", identity::collect);
    var _ =
        thread.scheduleWithFixedDelay(
            collection, 0, COLLECTION_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void turn() {
    attempt("renewing endpoints", () -> endpoints.ifPresent(KubernetesEndpoints::reconcile));
    attempt("renewing the Lease", identity::renew);
  }

  private static void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("{} failed; the next turn tries again", what, e);
    }
  }

  /** Says that this server goes; at most twenty seconds, whatever the store does. */
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(
        () -> {
          attempt("leaving the endpoints", () -> endpoints.ifPresent(KubernetesEndpoints::leave));
          attempt("removing the Lease", identity::remove);
        });
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Upstream's identity of the API server on a machine: {@code apiserver-} and a hash. */
  public static String identity(String host) {
    return IdentityLeases.identity(host);
  }
}

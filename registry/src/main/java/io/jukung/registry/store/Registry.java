package io.jukung.registry.store;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.Types;
import io.jukung.registry.selector.SelectableFields;
import io.jukung.registry.strategy.Strategies;
import io.jukung.registry.strategy.Strategy;
import io.jukung.registry.strategy.core.ServiceAllocations;
import io.jukung.registry.strategy.core.StoredServiceAllocations;
import io.jukung.registry.strategy.resource.AdminAccess;
import io.jukung.storage.Bytes;
import io.jukung.storage.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The stores of all resources over one {@link Store}, with the read cache they share. Made by
 * {@code main}; {@link #start} before use, {@link #close} at the end. Safe for all threads.
 *
 * <p>Resources that share a place in the store (events of both groups, both versions of horizontal
 * pod autoscalers) share its part of the cache; their objects are in the stored form, and turning
 * them into another version is the caller's.
 */
public final class Registry implements AutoCloseable {
  /** Where services get their addresses unless told otherwise, as upstream. */
  public static final String DEFAULT_SERVICE_RANGE = "10.96.0.0/12";

  private final Catalog catalog;
  private final Store store;
  private final ObjectCodec codec;
  private final RegistryConfig config;
  private final InstantSource clock;
  private final Strategies strategies;
  private final Names names;
  private final Leases leases;
  private final CompanionWrites companions;
  private final ReadCache cache;
  private final RenditionBudget renditions;
  private final Map<ResourceType, ResourceStore> stores = new ConcurrentHashMap<>();
  private final Map<ResourceType, ResourceCache> caches = new ConcurrentHashMap<>();

  /**
   * A registry of the built-in resources, with services in {@link #DEFAULT_SERVICE_RANGE}.
   *
   * @param random makes names and uids; safe for all threads
   */
  public Registry(
      Catalog catalog,
      Store store,
      RegistryConfig config,
      InstantSource clock,
      RandomGenerator random) {
    this(
        catalog,
        store,
        config,
        clock,
        random,
        new StoredServiceAllocations(store, List.of(DEFAULT_SERVICE_RANGE), random));
  }

  /**
   * A registry of the built-in resources.
   *
   * @param random makes names and uids; safe for all threads
   * @param services hands out the addresses and node ports of services
   */
  public Registry(
      Catalog catalog,
      Store store,
      RegistryConfig config,
      InstantSource clock,
      RandomGenerator random,
      ServiceAllocations services) {
    this(
        catalog,
        store,
        new CanonicalCodec(new CanonicalJson(Types.of(catalog))),
        config,
        clock,
        random,
        new Strategies(services, new AdminAccess(store)));
  }

  private Registry(
      Catalog catalog,
      Store store,
      ObjectCodec codec,
      RegistryConfig config,
      InstantSource clock,
      RandomGenerator random,
      Strategies strategies) {
    this.strategies = strategies;
    this.catalog = catalog;
    this.store = store;
    this.codec = codec;
    this.config = config;
    this.clock = clock;
    this.names = new Names(random);
    this.leases = new Leases(store, clock);
    this.companions = new CompanionWrites(catalog, codec, clock, names);
    this.renditions = new RenditionBudget(config.renditionBytes());
    this.cache = new ReadCache(store, config);
    catalog.resources().stream().filter(ResourceType::stored).forEach(this::store);
  }

  /**
   * Reads everything into the cache and follows the store from there.
   *
   * @throws io.jukung.storage.StoreException when the store can't be read
   */
  public void start() {
    cache.start();
  }

  /**
   * The store of a resource; of one that was not there when the registry was made, too.
   *
   * @throws IllegalArgumentException when nothing of the resource is stored
   */
  public ResourceStore store(ResourceType type) {
    if (!type.stored()) {
      throw new IllegalArgumentException("nothing is stored of " + type.resource());
    }
    return stores.computeIfAbsent(type, this::make);
  }

  /**
   * Tells when objects of a type last changed in the read cache: a revision that grows with every
   * change. Cheap enough to ask on each request.
   *
   * @throws IllegalArgumentException when nothing of the resource is stored
   */
  public LongSupplier lastChange(ResourceType type) {
    ResourceStore _ = store(type);
    ResourceCache known = Objects.requireNonNull(caches.get(type));
    return () -> known.snapshot().revision();
  }

  /**
   * How many objects of a type there are.
   *
   * @param bytes how many their JSON takes together
   */
  public record Size(long objects, long bytes) {}

  /**
   * How much there is of a type in the read cache. Cheap enough to ask on each request.
   *
   * @throws IllegalArgumentException when nothing of the resource is stored
   */
  public Size size(ResourceType type) {
    ResourceStore _ = store(type);
    return Objects.requireNonNull(caches.get(type)).size();
  }

  private ResourceStore make(ResourceType type) {
    Strategy strategy = strategies.of(type);
    ResourceType stored = catalog.resource(type.storage()).orElse(type);
    EntryReader reader = new EntryReader(codec, renditions, SelectableFields.of(stored.kind()));
    ResourceCache resource = cache.resource(Bytes.utf8(type.keyPrefix()), reader);
    caches.put(type, resource);
    ResourceAccess access =
        new ResourceAccess(
            type,
            stored.schema(),
            strategy,
            store,
            cache,
            resource,
            codec,
            config,
            UnaryOperator.identity());
    return new GenericStore(new Writer(access, clock, names, leases, companions));
  }

  /**
   * A store of a resource that is not built in; each call makes a new one, all of one place in the
   * store share its part of the cache.
   *
   * @param selectable the fields that selectors may name; the first call for a place decides for it
   * @param form how the version sees what is stored
   */
  public ResourceStore customStore(
      ResourceType type, Strategy strategy, SelectableFields selectable, VersionForm form) {
    EntryReader reader = new EntryReader(codec, renditions, selectable);
    ResourceCache resource = cache.resource(Bytes.utf8(type.keyPrefix()), reader);
    FormCodec formed = new FormCodec(codec, form);
    ResourceAccess access =
        new ResourceAccess(
            type,
            type.schema(),
            strategy,
            store,
            cache,
            resource,
            formed,
            config,
            form.remote()
                ? entry -> reader.seen(entry, formed.shown(entry.object(), type.schema()))
                : UnaryOperator.identity());
    return new FormedStore(
        new GenericStore(new Writer(access, clock, names, leases, companions)), formed);
  }

  /** Forgets a place of {@link #customStore}: its watches end, and its stores are void. */
  public void dropCustom(ResourceType type) {
    cache.drop(Bytes.utf8(type.keyPrefix()));
  }

  /** Ends all watches and stops following the store, which stays open. Idempotent. */
  @Override
  public void close() {
    cache.close();
  }
}

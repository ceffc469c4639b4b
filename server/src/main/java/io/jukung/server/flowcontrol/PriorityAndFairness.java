package io.jukung.server.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.chain.FlowController;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.request.RequestInfo;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives requests seats by the FlowSchemas and PriorityLevelConfigurations in the API. */
public final class PriorityAndFairness implements FlowController, AutoCloseable {
  /** How long a request waits at most: a quarter of the request timeout, as upstream. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(15);

  private static final Duration FOLLOW_INTERVAL = Duration.ofMillis(100);
  private static final Duration LENDING_INTERVAL = Duration.ofSeconds(10);

  /** How often default objects are looked at when nothing changed, as upstream. */
  private static final Duration ENSURE_INTERVAL = Duration.ofMinutes(1);

  private static final String GROUP = "flowcontrol.apiserver.k8s.io";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(PriorityAndFairness.class);

  /** The configuration in force. */
  private record Snapshot(List<FlowSchema> schemas, Map<String, Level> levels) {}

  private final int seats;
  private final Clock clock;
  private final Registry registry;
  private final ResourceType schemaType;
  private final ResourceType levelType;
  private final Estimates estimates;
  private final DanglingConditions conditions;
  private final DefaultObjects defaultSchemas;
  private final DefaultObjects defaultLevels;
  private final FlowMetrics metrics;
  private final ScheduledThreadPoolExecutor later;
  private final Map<String, DroppedRequests> dropped = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Snapshot current;

  /**
   * A controller that knows the levels that are always there; {@link #start} reads the others.
   *
   * @param seats how many requests run at once in all levels together
   * @param counters where its counters are shown
   */
  public PriorityAndFairness(
      int seats, Catalog catalog, Registry registry, Clock clock, PrometheusRegistry counters) {
    this.metrics = new FlowMetrics(counters, () -> levels());
    this.seats = seats;
    this.clock = clock;
    this.registry = registry;
    this.schemaType = type(catalog, "flowschemas");
    this.levelType = type(catalog, "prioritylevelconfigurations");
    this.estimates = new Estimates(info -> size(catalog, info));
    this.conditions = new DanglingConditions(registry.store(schemaType), clock);
    this.defaultSchemas = new DefaultObjects(registry.store(schemaType));
    this.defaultLevels = new DefaultObjects(registry.store(levelType));
    this.later =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("flow-control-later").factory());
    later.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.current = new Snapshot(List.of(), levels(List.of(), Map.of()));
  }

  private static ResourceType type(Catalog catalog, String resource) {
    return catalog.resource(new GroupVersionResource(GROUP, "v1", resource)).orElseThrow();
  }

  private Estimates.Size size(Catalog catalog, RequestInfo info) {
    return catalog
        .resource(info.groupVersionResource())
        .filter(ResourceType::stored)
        .map(registry::size)
        .map(size -> new Estimates.Size(size.objects(), size.bytes()))
        .orElse(new Estimates.Size(0, 0));
  }

  /** Reads the configuration and follows it; the registry is started. */
  public void start() {
    reload();
    Thread.ofVirtual().name("flow-control").start(this::follow);
  }

  private void follow() {
    long seen = -1;
    long lentNs = System.nanoTime();
    long ensuredNs = lentNs;
    try {
      while (!closing.await(FOLLOW_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        long changed =
            Math.max(
                registry.lastChange(schemaType).getAsLong(),
                registry.lastChange(levelType).getAsLong());
        boolean due = System.nanoTime() - ensuredNs >= ENSURE_INTERVAL.toNanos();
        if (changed != seen || due) {
          seen = changed;
          ensuredNs = System.nanoTime();
          conditions.write(reload());
          defaultLevels.ensure(objects(levelType));
          defaultSchemas.ensure(objects(schemaType));
        }
        if (System.nanoTime() - lentNs >= LENDING_INTERVAL.toNanos()) {
          lentNs = System.nanoTime();
          lend(current.levels);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the objects over; returns them with whether their level is there. */
  private Map<JsonNode, Boolean> reload() {
    List<LevelSpec> specs = objects(levelType).stream().map(LevelSpec::of).toList();
    Map<String, Level> levels = levels(specs, current.levels);
    Map<JsonNode, Boolean> dangling = new HashMap<>();
    List<FlowSchema> schemas = new ArrayList<>();
    for (JsonNode object : objects(schemaType)) {
      FlowSchema schema = new FlowSchema(object);
      boolean known = specs.stream().anyMatch(spec -> spec.name().equals(schema.level()));
      dangling.put(object, !known);
      if (known) {
        schemas.add(schema);
      }
    }
    schemas.sort(Comparator.comparingInt(FlowSchema::precedence).thenComparing(FlowSchema::name));
    current = new Snapshot(List.copyOf(schemas), levels);
    LOG.debug("flow control takes {} schemas and {} levels", schemas.size(), levels.size());
    return dangling;
  }

  private List<JsonNode> objects(ResourceType type) {
    ResourceStore store = registry.store(type);
    ListOptions all =
        new ListOptions("", LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, 0, "", "0", "");
    List<JsonNode> objects = new ArrayList<>();
    try (ListResult list = store.list(all)) {
      while (list.hasNext()) {
        objects.add(MAPPER.readTree(list.next().json().array()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects;
  }

  /** The levels of a configuration; those that are there already keep their requests. */
  private Map<String, Level> levels(List<LevelSpec> specs, Map<String, Level> known) {
    Map<String, LevelSpec> wanted = new HashMap<>();
    wanted.put("exempt", LevelSpec.exemptLevel());
    wanted.put("catch-all", LevelSpec.catchAll());
    specs.forEach(spec -> wanted.put(spec.name(), spec));
    double shares = Math.max(1, wanted.values().stream().mapToInt(LevelSpec::shares).sum());
    Map<String, Level> levels = new HashMap<>();
    wanted.forEach(
        (name, spec) -> {
          int nominal = (int) Math.ceil(seats * spec.shares() / shares);
          Level level = known.get(name);
          if (level == null) {
            level = new Level(spec, nominal, System::nanoTime, later);
          } else {
            level.configure(spec, nominal);
          }
          levels.put(name, level);
        });
    lend(levels);
    return Map.copyOf(levels);
  }

  private void lend(Map<String, Level> levels) {
    int all = levels.values().stream().mapToInt(Level::nominal).sum();
    List<Level> limited = new ArrayList<>();
    List<Lending.Wish> wishes = new ArrayList<>();
    int exempt = 0;
    for (Level level : levels.values()) {
      Lending.Wish wish = level.wish(seats);
      if (level.spec.exempt()) {
        exempt += Math.max(wish.least(), wish.high());
      } else {
        limited.add(level);
        wishes.add(wish);
      }
    }
    List<Integer> given = Lending.seats(wishes, all, exempt);
    for (int i = 0; i < limited.size(); i++) {
      limited.get(i).limit(given.get(i));
    }
  }

  @Override
  public Seat enter(ApiCall call) throws InterruptedException {
    UserInfo user = call.context().user();
    RequestInfo info = call.info();
    Snapshot snapshot = current;
    FlowSchema schema = schema(snapshot, user, info);
    String name = schema == null ? "catch-all" : schema.name();
    Level level =
        Optional.ofNullable(snapshot.levels.get(schema == null ? "catch-all" : schema.level()))
            .orElseThrow();
    LevelSpec spec = level.spec;
    call.answerHeader("X-Kubernetes-Pf-Flowschema-Uid", schema == null ? "" : schema.uid());
    call.answerHeader("X-Kubernetes-Pf-Prioritylevel-Uid", spec.uid());
    String flow = schema == null || spec.queues() <= 1 ? "" : schema.flow(user, info);
    long hash = schema == null || spec.queues() <= 1 ? 0 : schema.hash(flow);
    Work work = spec.exempt() ? Work.ONE : estimates.of(call, level.mostSeats());
    long beganNs = System.nanoTime();
    Optional<Ticket> ticket =
        level.enter(
            new Ticket.Told(name, flow, user, info),
            hash,
            work,
            call.arrivalNs() + MAX_WAIT.toNanos(),
            call::onClientGone);
    FlowMetrics.Flow counted = new FlowMetrics.Flow(spec.name(), name);
    metrics.waited(counted, System.nanoTime() - beganNs, ticket.isPresent());
    if (ticket.isEmpty()) {
      int retryAfter =
          dropped
              .computeIfAbsent(spec.name(), key -> new DroppedRequests())
              .dropped(clock.millis() / 1000);
      throw new PlainFailure(429, "Too many requests, please try again later.", retryAfter);
    }
    return seat(level, ticket.get(), info, counted);
  }

  private Seat seat(Level level, Ticket ticket, RequestInfo info, FlowMetrics.Flow counted) {
    AtomicBoolean held = new AtomicBoolean(true);
    boolean watch = info.verb().equals("watch");
    metrics.began(counted, ticket.work.maxSeats());
    Runnable finish =
        () -> {
          if (held.compareAndSet(true, false)) {
            metrics.ended(
                counted, ticket.work.maxSeats(), System.nanoTime() - ticket.startedNs, watch);
            level.finish(ticket);
          }
        };
    if (!watch) {
      return finish::run;
    }
    estimates.watching(info, true);
    return new Seat() {
      @Override
      public void begun() {
        finish.run();
      }

      @Override
      public void close() {
        begun();
        estimates.watching(info, false);
      }
    };
  }

  /** The levels in force, by name. */
  private Map<String, Level> levels() {
    return current.levels;
  }

  private static @org.jspecify.annotations.Nullable FlowSchema schema(
      Snapshot snapshot, UserInfo user, RequestInfo info) {
    for (FlowSchema schema : snapshot.schemas) {
      if (schema.fits(user, info)) {
        return schema;
      }
    }
    return null;
  }

  /**
   * The text of a dump: {@code dump_priority_levels}, {@code dump_queues}, {@code dump_requests}.
   */
  public Optional<String> dump(String name, boolean details) {
    Map<String, Level> levels = current.levels;
    return switch (name) {
      case "dump_priority_levels" -> Optional.of(FlowDump.levels(levels));
      case "dump_queues" -> Optional.of(FlowDump.queues(levels));
      case "dump_requests" ->
          Optional.of(FlowDump.requests(levels, details, System.nanoTime(), clock.instant()));
      default -> Optional.empty();
    };
  }

  @Override
  public void close() {
    closing.countDown();
    later.shutdownNow();
  }
}

package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.openapi.Document;
import io.jukung.registry.openapi.OpenApi;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.WriteOptions;
import io.jukung.server.connect.Backend;
import io.jukung.server.connect.Forwarder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the servers behind {@code APIService} objects answer, and writes it into their
 * conditions: at every change, every 30 seconds while all is well, and sooner and sooner rarer
 * while it is not. Upstream: {@code remote_available_controller.go}.
 */
final class AvailabilityChecker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AvailabilityChecker.class);

  /** How often the services behind are looked at, which asks nobody. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final Duration RECHECK = Duration.ofSeconds(30);
  private static final int MAX_DISCOVERY_BYTES = 4 << 20;
  private static final int MAX_OPEN_API_BYTES = 32 << 20;
  private static final UserInfo ASKER =
      new UserInfo(
          "system:kube-aggregator", "", java.util.List.of(UserInfo.SYSTEM_MASTERS), Map.of());
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RemoteApis remotes;
  private final ServicePlaces places;
  private final Forwarder forwarder;
  private final ResourceStore apiServices;
  private final InstantSource clock;
  private final Semaphore changed = new Semaphore(0);
  private final Map<String, Checked> last = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  /** What a check came to, and when the next is due. */
  private record Checked(
      ApiService.Service service, Availability outcome, long dueNs, Duration backoff) {
    /** Whether the server need not be asked again yet. */
    boolean holds(ApiService.Service now) {
      boolean asked = outcome.available() || outcome.reason().equals("FailedDiscoveryCheck");
      return asked && service.equals(now) && dueNs - System.nanoTime() > 0;
    }
  }

  AvailabilityChecker(
      RemoteApis remotes,
      ServicePlaces places,
      Forwarder forwarder,
      ResourceStore apiServices,
      InstantSource clock) {
    this.remotes = remotes;
    this.places = places;
    this.forwarder = forwarder;
    this.apiServices = apiServices;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("apiservice-availability").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Some {@code APIService} changed; from any thread. */
  void wake() {
    changed.release();
  }

  private void run() {
    while (!closed) {
      try {
        Map<?, Remote> all = remotes.all();
        if (all.isEmpty()) {
          changed.acquire();
        } else {
          boolean _ = changed.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
        changed.drainPermits();
        remotes.all().values().forEach(this::check);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("availability check failed", e);
      }
    }
  }

  private void check(Remote remote) {
    Checked before = last.get(remote.api().name());
    Optional<Availability> fault = places.fault(remote.service());
    if (fault.isEmpty() && before != null && before.holds(remote.service())) {
      return;
    }
    Availability now = fault.orElseGet(() -> ask(remote));
    Duration backoff =
        now.available()
            ? RECHECK
            : before == null || before.outcome().available()
                ? TICK
                : min(before.backoff().multipliedBy(2), RECHECK);
    last.put(
        remote.api().name(),
        new Checked(remote.service(), now, System.nanoTime() + backoff.toNanos(), backoff));
    remotes.judged(remote.api(), now.available());
    write(remote.api(), now);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Asks for the discovery document that every server of the version has. */
  private Availability ask(Remote remote) {
    Optional<ServicePlaces.Place> place = places.place(remote.service());
    if (remote.tls().isEmpty() || place.isEmpty()) {
      return Availability.not("FailedDiscoveryCheck", remote.fault());
    }
    Backend backend =
        new Backend(
            "https",
            place.get().host(),
            place.get().port(),
            "/apis/" + remote.api().groupVersion().apiVersion(),
            "",
            remote.tls().get());
    try {
      byte[] document = forwarder.get(backend, FrontProxyHeaders.of(ASKER), MAX_DISCOVERY_BYTES);
      remotes.answered(
          remote, MAPPER.readTree(document), openApi(backend, remote), openApiV2(backend));
      return Availability.PASSED;
    } catch (IOException e) {
      return Availability.not(
          "FailedDiscoveryCheck",
          "failing or missing response from " + backend.uri() + ": " + e.getMessage());
    }
  }

  /** The server's OpenAPI document, when it has one: not all do. */
  private Optional<Document> openApi(Backend backend, Remote remote) {
    String name = "apis/" + remote.api().groupVersion().apiVersion();
    try {
      JsonNode index =
          MAPPER.readTree(
              forwarder.get(
                  backend.at("/openapi/v3", ""), FrontProxyHeaders.of(ASKER), MAX_DISCOVERY_BYTES));
      String place = index.path("paths").path(name).path("serverRelativeURL").asText("");
      if (!place.startsWith("/")) {
        return Optional.empty();
      }
      String[] parts = place.split("\\?", 2);
      Backend where = backend.at(parts[0], parts.length > 1 ? parts[1] : "");
      return Optional.of(
          Document.of(
              OpenApi.JSON, forwarder.get(where, FrontProxyHeaders.of(ASKER), MAX_OPEN_API_BYTES)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Document> openApiV2(Backend backend) {
    try {
      return Optional.of(
          Document.of(
              OpenApi.JSON,
              forwarder.get(
                  backend.at("/openapi/v2", ""), FrontProxyHeaders.of(ASKER), MAX_OPEN_API_BYTES)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void write(ApiService api, Availability now) {
    try {
      var _ =
          apiServices.update(
              RequestContext.server(),
              "",
              api.name(),
              current ->
                  now.set(
                      current.orElseThrow(
                          () ->
                              StatusException.notFound(apiServices.type().resource(), api.name())),
                      clock.instant()),
              new WriteOptions(false, "status", AdmissionHook.NONE));
    } catch (StatusException e) {
      LOG.debug("condition of {} could not be written: {}", api.name(), e.text());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

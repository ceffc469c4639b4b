package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.meta.Cidr;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Allocations by what is stored. Node ports are read from the services, anew at each call but only
 * what changed since, and what was given lately to services that are not stored yet is remembered.
 * One lock makes a call's look and its choice one step, so two services of one process never get
 * the same port; several processes over one store are not kept apart.
 */
public final class StoredServiceAllocations implements ServiceAllocations {
  private static final KeyRange SERVICES = KeyRange.prefix(Bytes.utf8("/registry/services/specs/"));
  private static final int FIRST_PORT = 30000;
  private static final int LAST_PORT = 32767;

  /** How long what was given stays taken though no stored service shows it. */
  private static final Duration PENDING = Duration.ofMinutes(1);

  private record Stored(long revision, String uid, Set<String> taken) {}

  private record Pending(String uid, Instant until) {}

  private final Store store;
  private final ServiceAddresses addresses;
  private final List<Cidr> ranges;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Bytes, Stored> services = new HashMap<>();
  private final Map<String, Pending> pending = new HashMap<>();

  /**
   * Allocations over a store.
   *
   * @param ranges one CIDR, or one of each family, the default family first
   */
  public StoredServiceAllocations(
      Store store, List<String> ranges, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.ranges = ranges.stream().map(Cidr::parse).toList();
    this.addresses = new ServiceAddresses(store, this.ranges, random);
    this.clock = clock;
    this.random = random;
  }

  @Override
  public boolean serves(String family) {
    return ranges.stream().anyMatch(range -> family(range).equals(family));
  }

  @Override
  public String defaultFamily() {
    return family(ranges.getFirst());
  }

  private static String family(Cidr range) {
    return range.ipv4() ? "IPv4" : "IPv6";
  }

  @Override
  public Optional<String> address(String family) {
    return addresses.free(family.equals("IPv4"));
  }

  @Override
  public Optional<String> addressProblem(String address) {
    return addresses.problem(address);
  }

  @Override
  public boolean belongs(String address, String namespace, String name) {
    return addresses.belongs(address, namespace, name);
  }

  @Override
  public synchronized Optional<Integer> nodePort(String uid) {
    Set<String> taken = taken("");
    int count = LAST_PORT - FIRST_PORT + 1;
    int start = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      int port = FIRST_PORT + (start + i) % count;
      if (!taken.contains(Integer.toString(port))) {
        give(uid, Integer.toString(port));
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized Optional<String> reserveNodePort(String uid, int port) {
    if (port < FIRST_PORT || port > LAST_PORT) {
      return Optional.of(
          "provided port is not in the valid range. The range of valid ports is "
              + FIRST_PORT
              + "-"
              + LAST_PORT);
    }
    String text = Integer.toString(port);
    if (taken(uid).contains(text)) {
      return Optional.of("provided port is already allocated");
    }
    give(uid, text);
    return Optional.empty();
  }

  private String give(String uid, String what) {
    pending.put(what, new Pending(uid, clock.instant().plus(PENDING)));
    return what;
  }

  /** The node ports others than {@code uid} have, as text. */
  private Set<String> taken(String uid) {
    refresh();
    Instant now = clock.instant();
    pending.values().removeIf(given -> given.until().isBefore(now));
    Set<String> taken = new HashSet<>();
    for (Stored service : services.values()) {
      if (!service.uid().equals(uid)) {
        taken.addAll(service.taken());
      }
    }
    pending.forEach(
        (what, given) -> {
          if (!given.uid().equals(uid)) {
            taken.add(what);
          }
        });
    return taken;
  }

  private void refresh() {
    Set<Bytes> present = new HashSet<>();
    for (KeyValue key : store.range(new RangeRequest(SERVICES, 0, 0, true)).items()) {
      present.add(key.key());
      Stored known = services.get(key.key());
      if (known == null || known.revision() != key.modRevision()) {
        store.get(key.key()).ifPresent(value -> services.put(key.key(), read(value)));
      }
    }
    services.keySet().retainAll(present);
  }

  private Stored read(KeyValue value) {
    try {
      JsonNode object = json.readTree(value.value().array());
      Set<String> taken = new HashSet<>();
      for (JsonNode port : object.path("spec").path("ports")) {
        taken.add(port.path("nodePort").asText("0"));
      }
      taken.add(object.path("spec").path("healthCheckNodePort").asText("0"));
      taken.remove("0");
      return new Stored(value.modRevision(), object.path("metadata").path("uid").asText(), taken);
    } catch (IOException e) {
      throw new UncheckedIOException("stored service is not JSON", e);
    }
  }
}

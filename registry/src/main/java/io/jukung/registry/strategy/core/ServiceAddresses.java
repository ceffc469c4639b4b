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
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which addresses services may get and which are taken, as the stored ServiceCIDRs and IPAddresses
 * say ({@code pkg/registry/core/service/ipallocator} at v1.36). Nothing is remembered: who takes an
 * address creates its IPAddress together with the service, and one of two comes too late. Safe for
 * all threads.
 */
final class ServiceAddresses {
  private static final KeyRange RANGES = KeyRange.prefix(Bytes.utf8("/registry/servicecidrs/"));
  private static final String ADDRESSES = "/registry/ipaddresses/";

  private final Store store;
  private final List<Cidr> configured;
  private final RandomGenerator random;
  private final ObjectMapper json = new ObjectMapper();

  ServiceAddresses(Store store, List<Cidr> configured, RandomGenerator random) {
    this.store = store;
    this.configured = configured;
    this.random = random;
  }

  /** A free address of a family; empty when there is none. */
  Optional<String> free(boolean ipv4) {
    return ranges().stream()
        .filter(range -> range.ipv4() == ipv4)
        .map(this::free)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The upper part first: the lower one is for those who choose by hand (KEP-3070). */
  private Optional<String> free(Cidr range) {
    long last = last(range);
    long lower = lowerPart(range.size());
    return free(range, lower + 1, last).or(() -> free(range, 1, Math.min(lower, last)));
  }

  /** All of a part are tried, from a random one on. */
  private Optional<String> free(Cidr range, long from, long to) {
    if (to < from) {
      return Optional.empty();
    }
    long count = to - from + 1;
    long start = random.nextLong(count);
    for (long i = 0; i < count; i++) {
      String address = Cidr.text(range.address(from + (start + i) % count));
      if (!taken(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private static long lowerPart(long size) {
    return size <= 16 ? 0 : Math.clamp(size / 16, 16, 256);
  }

  /** An IPv4 range ends with its broadcast address, which is nobody's. */
  private static long last(Cidr range) {
    // Half of what a long holds is more than anybody has services.
    return Math.min(range.size(), Long.MAX_VALUE / 2) - (range.ipv4() ? 2 : 1);
  }

  /** Why nobody may have an address; empty when it can be had, and nobody has it. */
  Optional<String> problem(String text) {
    InetAddress address = InetAddress.ofLiteral(text);
    if (ranges().stream().noneMatch(range -> has(range, address))) {
      return Optional.of("the provided network does not match the current range");
    }
    return taken(Cidr.text(address))
        ? Optional.of("provided IP is already allocated")
        : Optional.empty();
  }

  /** A range's first address is nobody's, nor is an IPv4 range's last. */
  private static boolean has(Cidr range, InetAddress address) {
    return range.contains(address)
        && !address.equals(range.base())
        && !(range.ipv4() && address.equals(range.address(last(range) + 1)));
  }

  private boolean taken(String address) {
    return store.get(key(address)).isPresent();
  }

  /** Whether an address is the one service's by its IPAddress. */
  boolean belongs(String address, String namespace, String name) {
    return store
        .get(key(address))
        .map(stored -> tree(stored).path("spec").path("parentRef"))
        .filter(parent -> parent.path("resource").asText().equals("services"))
        .filter(parent -> parent.path("namespace").asText().equals(namespace))
        .filter(parent -> parent.path("name").asText().equals(name))
        .isPresent();
  }

  private static Bytes key(String address) {
    return Bytes.utf8(ADDRESSES + address);
  }

  /** The ranges that are ready; in a store without any ServiceCIDR, those configured. */
  private List<Cidr> ranges() {
    List<KeyValue> stored = store.range(new RangeRequest(RANGES, 0, 0, false)).items();
    if (stored.isEmpty()) {
      return configured;
    }
    List<Cidr> ready = new ArrayList<>();
    for (KeyValue value : stored) {
      JsonNode object = tree(value);
      if (ready(object)) {
        object.path("spec").path("cidrs").forEach(cidr -> ready.add(Cidr.parse(cidr.asText())));
      }
    }
    return ready;
  }

  private static boolean ready(JsonNode object) {
    if (object.path("metadata").has("deletionTimestamp")) {
      return false;
    }
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private JsonNode tree(KeyValue value) {
    try {
      return json.readTree(value.value().array());
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + value.key().utf8(), e);
    }
  }
}

package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.strategy.ClaimLost;
import io.jukung.registry.strategy.Companion;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which node ports are taken, as one record under {@link #KEY} says: a bit for each port of the
 * range, in the form kube-apiserver keeps, so that both can work on one store. Whoever gives a port
 * changes the record in the transaction that writes the service, and of two who do so at once one
 * begins anew. Immutable: what one reading of the record said.
 *
 * <p>Upstream: {@code pkg/registry/core/service/portallocator} and {@code allocator} at v1.36,
 * which change the record before the service and repair what a crash leaves.
 */
public final class NodePorts {
  /** Where the record lies. */
  public static final Bytes KEY = Bytes.utf8("/registry/ranges/servicenodeports");

  private static final KeyRange SERVICES = KeyRange.prefix(Bytes.utf8("/registry/services/specs/"));
  private static final int FIRST = 30000;
  private static final int LAST = 32767;
  private static final int COUNT = LAST - FIRST + 1;

  /** The range as the record and messages have it. */
  private static final String RANGE = FIRST + "-" + LAST;

  /** The lower part is given last: it is for those who choose by hand (KEP-3668). */
  private static final int LOWER = Math.clamp(COUNT / 32, 16, 128);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BigInteger taken;
  private final String range;
  private final long revision;

  private NodePorts(BigInteger taken, String range, long revision) {
    this.taken = taken;
    this.range = range;
    this.revision = revision;
  }

  /**
   * Reads the record; where there is none, it is what the services have.
   *
   * @throws io.jukung.storage.StoreException when the store fails
   */
  public static NodePorts read(Store store) {
    Optional<KeyValue> record = store.get(KEY);
    return record.map(NodePorts::of).orElseGet(() -> ofServices(store));
  }

  /** The ports that the stored services have, under the revision 0. */
  public static NodePorts ofServices(Store store) {
    BigInteger taken = BigInteger.ZERO;
    for (KeyValue service : store.range(new RangeRequest(SERVICES, 0, 0, false)).items()) {
      for (int port : of(tree(service))) {
        taken = inRange(port) ? taken.setBit(port - FIRST) : taken;
      }
    }
    return new NodePorts(taken, RANGE, 0);
  }

  private static NodePorts of(KeyValue record) {
    ObjectNode object = tree(record);
    byte[] bits = Base64.getDecoder().decode(object.path("data").asText());
    return new NodePorts(
        new BigInteger(1, bits), object.path("range").asText(), record.modRevision());
  }

  private static ObjectNode tree(KeyValue value) {
    try {
      return JSON.readValue(value.value().array(), ObjectNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + value.key().utf8(), e);
    }
  }

  /** The node ports a service has, for health checks too. */
  static Set<Integer> of(JsonNode service) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (JsonNode port : service.path("spec").path("ports")) {
      ports.add(port.path("nodePort").asInt());
    }
    ports.add(service.path("spec").path("healthCheckNodePort").asInt());
    ports.remove(0);
    return ports;
  }

  private static boolean inRange(int port) {
    return port >= FIRST && port <= LAST;
  }

  /** The revision the record was read at; 0 when there was none. */
  public long revision() {
    return revision;
  }

  /** Whether the record is of another range than this server's. */
  public boolean foreign() {
    return !range.equals(RANGE);
  }

  private boolean free(int port) {
    return !taken.testBit(port - FIRST);
  }

  /** A free port other than {@code given}; empty when there is none. */
  OptionalInt free(Set<Integer> given, RandomGenerator random) {
    checkRange();
    OptionalInt upper = free(FIRST + LOWER, LAST, given, random);
    return upper.isPresent() ? upper : free(FIRST, FIRST + LOWER - 1, given, random);
  }

  private OptionalInt free(int from, int to, Set<Integer> given, RandomGenerator random) {
    int count = to - from + 1;
    int start = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      int port = from + (start + i) % count;
      if (free(port) && !given.contains(port)) {
        return OptionalInt.of(port);
      }
    }
    return OptionalInt.empty();
  }

  /** What is wrong with a port that is asked for; empty when it is free. */
  Optional<String> problem(int port) {
    checkRange();
    if (!inRange(port)) {
      return Optional.of(
          "provided port is not in the valid range. The range of valid ports is " + RANGE);
    }
    return free(port) ? Optional.empty() : Optional.of("provided port is already allocated");
  }

  private void checkRange() {
    if (foreign()) {
      throw StatusException.internal("the provided range does not match the current range");
    }
  }

  /**
   * The change of the record when a service takes and gives up ports; empty when there is none.
   *
   * @throws ClaimLost when another has one of them by now
   */
  Optional<Companion> change(Set<Integer> claimed, Set<Integer> released) {
    if (foreign()) {
      return Optional.empty(); // none of it could be given; the repair makes it anew
    }
    BigInteger after = taken;
    for (int port : released) {
      after = inRange(port) ? after.clearBit(port - FIRST) : after;
    }
    for (int port : claimed) {
      if (inRange(port)) {
        if (!free(port)) {
          throw new ClaimLost();
        }
        after = after.setBit(port - FIRST);
      }
    }
    return after.equals(taken)
        ? Optional.empty()
        : Optional.of(new Companion.Replace(KEY, revision, record(after)));
  }

  /** The record of the ports taken here, without those of {@code leaked}. */
  public ObjectNode record(Set<Integer> leaked) {
    BigInteger kept = taken;
    for (int port : leaked) {
      kept = kept.clearBit(port - FIRST);
    }
    return record(kept);
  }

  /** The ports taken here that are not in {@code other}. */
  public Set<Integer> without(NodePorts other) {
    Set<Integer> ports = new LinkedHashSet<>();
    BigInteger more = taken.andNot(other.taken);
    for (int bit = more.getLowestSetBit(); bit >= 0; bit = more.getLowestSetBit()) {
      ports.add(FIRST + bit);
      more = more.clearBit(bit);
    }
    return ports;
  }

  /** These ports and those of {@code other}, at this one's revision, in this server's range. */
  public NodePorts and(NodePorts other) {
    return new NodePorts(foreign() ? other.taken : taken.or(other.taken), RANGE, revision);
  }

  private static ObjectNode record(BigInteger taken) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", "RangeAllocation").put("apiVersion", "v1").putObject("metadata");
    byte[] bits = taken.toByteArray(); // its first bit is the sign, perhaps in a byte of its own
    int from = bits[0] == 0 ? 1 : 0;
    byte[] data = Arrays.copyOfRange(bits, from, bits.length);
    return object.put("range", RANGE).put("data", Base64.getEncoder().encodeToString(data));
  }
}

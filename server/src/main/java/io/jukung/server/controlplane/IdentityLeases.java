package io.jukung.server.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The Leases in {@code kube-system} that say which API servers there are: this server's own, made
 * anew at start, renewed and removed at the end, and the collection of those that ran out. Used by
 * one thread at a time.
 *
 * <p>Upstream: {@code k8s.io/component-helpers/apimachinery/lease/controller.go}, {@code
 * pkg/controlplane/apiserver/server.go} and {@code pkg/controlplane/controller/apiserverleasegc} at
 * v1.36. There is no {@code kubernetes.io/peer-advertise-address}: requests are not passed on here.
 */
final class IdentityLeases {
  static final String NAMESPACE = "kube-system";
  private static final String LABEL = "apiserver.kubernetes.io/identity";
  private static final String COMPONENT = "kube-apiserver";
  private static final int DURATION_SECONDS = 3600;
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private static final DateTimeFormatter MICRO_TIME =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private final OwnObjects leases;
  private final InstantSource clock;
  private final String host;
  private final String name;
  private final String holder;

  /**
   * The leases, as one server sees to them.
   *
   * @param host this machine's name, which makes the server's identity
   * @param run tells this run of the server from others
   */
  IdentityLeases(OwnObjects leases, InstantSource clock, String host, String run) {
    this.leases = leases;
    this.clock = clock;
    this.host = host;
    this.name = identity(host);
    this.holder = name + "_" + run;
  }

  /**
   * The name of the server on a machine: the first half of a hash, in base 32, of the machine's
   * name and the component's, each after its length in two bytes.
   */
  static String identity(String host) {
    byte[] machine = host.getBytes(StandardCharsets.UTF_8);
    byte[] component = COMPONENT.getBytes(StandardCharsets.UTF_8);
    ByteBuffer named = ByteBuffer.allocate(machine.length + component.length + 4);
    named.putShort((short) machine.length).put(machine);
    named.putShort((short) component.length).put(component);
    return "apiserver-" + base32(sha256(named.array()), 128);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String base32(byte[] bytes, int bits) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < bits; bit += 5) {
      int digit = 0;
      for (int i = bit; i < bit + 5; i++) {
        int one = i < bits ? (bytes[i / 8] >> (7 - i % 8)) & 1 : 0;
        digit = digit << 1 | one;
      }
      text.append(BASE32.charAt(digit));
    }
    return text.toString();
  }

  /** Removes this server's Lease: an earlier run's at start, its own at the end. */
  void remove() {
    leases.delete(NAMESPACE, name, DeleteOptions.DEFAULT);
  }

  /** Makes this server's Lease, or renews it. */
  void renew() {
    if (!leases.update(NAMESPACE, name, this::renewed)) {
      ObjectNode lease = JsonNodeFactory.instance.objectNode();
      lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
      lease.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
      boolean _ = leases.create(NAMESPACE, renewed(lease));
    }
  }

  private ObjectNode renewed(ObjectNode lease) {
    lease
        .withObject("/metadata")
        .withObject("/labels")
        .put(LABEL, COMPONENT)
        .put("kubernetes.io/hostname", host);
    lease
        .withObject("/spec")
        .put("holderIdentity", holder)
        .put("leaseDurationSeconds", DURATION_SECONDS)
        .put("renewTime", MICRO_TIME.format(clock.instant()));
    return lease;
  }

  /** Removes the Leases of all servers that ran out. */
  void collect() {
    ListOptions all =
        new ListOptions(
            NAMESPACE,
            LabelSelector.parse(LABEL + "=" + COMPONENT),
            FieldSelector.EVERYTHING,
            0,
            "",
            "",
            "");
    List<ObjectNode> found = new ArrayList<>();
    try (ListResult items = leases.store().list(all)) {
      items.forEachRemaining(item -> found.add(leases.tree(item)));
    }
    for (ObjectNode lease : found) {
      if (expired(lease.path("spec"))) {
        JsonNode metadata = lease.path("metadata");
        leases.delete(NAMESPACE, metadata.path("name").asText(), onlyAt(metadata));
      }
    }
  }

  /** A Lease that does not say until when it is good for nothing. */
  private boolean expired(JsonNode spec) {
    if (!spec.has("renewTime") || !spec.has("leaseDurationSeconds")) {
      return true;
    }
    Instant renewed = Instant.parse(spec.path("renewTime").asText());
    return renewed
        .plusSeconds(spec.path("leaseDurationSeconds").asLong())
        .isBefore(clock.instant());
  }

  /** A Lease that is renewed meanwhile stays. */
  private static DeleteOptions onlyAt(JsonNode metadata) {
    return new DeleteOptions(
        OptionalLong.empty(),
        Optional.empty(),
        Optional.of(metadata.path("resourceVersion").asText()),
        Optional.empty(),
        Optional.empty(),
        false,
        AdmissionHook.NONE);
  }
}

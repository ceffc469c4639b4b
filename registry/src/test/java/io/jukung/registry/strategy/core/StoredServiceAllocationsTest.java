package io.jukung.registry.strategy.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import io.jukung.storage.memory.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredServiceAllocationsTest {
  private final InMemoryStore store = InMemoryStore.open();
  private Instant now = Instant.EPOCH;

  @AfterEach
  void close() {
    store.close();
  }

  private StoredServiceAllocations over(String... ranges) {
    InstantSource clock = () -> now;
    return new StoredServiceAllocations(store, List.of(ranges), clock, new Random(1));
  }

  private void put(String key, String json) {
    store.txn(
        new Txn(
            List.of(), List.of(new Operation.Put(Bytes.utf8(key), Bytes.utf8(json))), List.of()));
  }

  private void stored(String name, String uid, int nodePort) {
    put(
        "/registry/services/specs/default/" + name,
        "{\"metadata\":{\"uid\":\""
            + uid
            + "\"},\"spec\":{\"ports\":[{\"nodePort\":"
            + nodePort
            + "}]}}");
  }

  private void taken(String address, String service) {
    put(
        "/registry/ipaddresses/" + address,
        "{\"spec\":{\"parentRef\":{\"resource\":\"services\",\"namespace\":\"default\",\"name\":\""
            + service
            + "\"}}}");
  }

  private void range(String name, String cidr, String ready, String metadata) {
    put(
        "/registry/servicecidrs/" + name,
        "{\"metadata\":{"
            + metadata
            + "},\"spec\":{\"cidrs\":[\""
            + cidr
            + "\"]},\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\""
            + ready
            + "\"}]}}");
  }

  @Test
  void givesFreeAddressesUntilThereIsNoneLeft() {
    StoredServiceAllocations allocations = over("10.0.0.0/29");
    taken("10.0.0.3", "a");
    Set<String> given = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      String address = allocations.address("IPv4").orElseThrow();
      taken(address, "s" + i);
      given.add(address);
    }

    assertThat(given)
        .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.4", "10.0.0.5", "10.0.0.6");
    assertThat(allocations.address("IPv4")).isEmpty();
    assertThat(allocations.address("IPv6")).isEmpty();
  }

  @Test
  void leavesTheLowerPartToThoseWhoChoose() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    for (int i = 17; i <= 254; i++) {
      assertThat(allocations.address("IPv4").orElseThrow())
          .doesNotMatch("10\\.0\\.0\\.(\\d|1[0-6])");
      taken("10.0.0." + i, "s");
    }
    assertThat(allocations.address("IPv4").orElseThrow()).matches("10\\.0\\.0\\.(\\d|1[0-6])");
  }

  @Test
  void givesAddressesOfTheRangesThatAreReady() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    range("going", "10.1.0.0/24", "True", "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"");
    range("new", "10.2.0.0/24", "False", "");
    assertThat(allocations.address("IPv4")).isEmpty();
    assertThat(allocations.addressProblem("10.0.0.9"))
        .contains("the provided network does not match the current range");
    range("ready", "10.3.0.0/24", "True", "");
    assertThat(allocations.address("IPv4").orElseThrow()).startsWith("10.3.0.");
    assertThat(allocations.addressProblem("10.3.0.9")).isEmpty();
  }

  @Test
  void knowsWhoseAnAddressIs() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    taken("10.0.0.3", "a");
    assertThat(allocations.belongs("10.0.0.3", "default", "a")).isTrue();
    assertThat(allocations.belongs("10.0.0.3", "default", "b")).isFalse();
    assertThat(allocations.belongs("10.0.0.4", "default", "a")).isFalse();
    assertThat(allocations.addressProblem("10.0.0.3")).contains("provided IP is already allocated");
  }

  @Test
  void takesBackAPortThatWasNeverStored() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    assertThat(allocations.reserveNodePort("a", 30000)).isEmpty();
    assertThat(allocations.reserveNodePort("b", 30000)).isPresent();

    now = now.plus(Duration.ofMinutes(2));

    assertThat(allocations.reserveNodePort("b", 30000)).isEmpty();
  }

  @Test
  void saysWhichAddressesAndPortsThereAre() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    stored("a", "a", 30007);

    for (String edge : List.of("10.0.0.0", "10.0.0.255")) {
      assertThat(allocations.addressProblem(edge))
          .contains("the provided network does not match the current range");
    }
    assertThat(allocations.reserveNodePort("b", 80))
        .contains(
            "provided port is not in the valid range. The range of valid ports is 30000-32767");
    assertThat(allocations.reserveNodePort("b", 30007))
        .contains("provided port is already allocated");
    assertThat(allocations.reserveNodePort("a", 30007)).isEmpty();
    assertThat(allocations.nodePort("b").orElseThrow()).isBetween(30000, 32767).isNotEqualTo(30007);
    assertThat(allocations.defaultFamily()).isEqualTo("IPv4");
  }

  @Test
  void givesNobodyWhatAnotherGetsAtTheSameTime() throws Exception {
    StoredServiceAllocations allocations = over("fd00::/64");
    Set<String> given = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> calls =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> Integer.toString(allocations.nodePort("u" + i).orElseThrow())))
              .toList();
      for (Future<String> call : calls) {
        given.add(call.get());
      }
    }

    assertThat(given).hasSize(200);
  }
}

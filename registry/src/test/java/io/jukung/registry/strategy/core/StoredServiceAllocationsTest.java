package io.jukung.registry.strategy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.strategy.ClaimLost;
import io.jukung.registry.strategy.Companion;
import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import io.jukung.storage.memory.InMemoryStore;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredServiceAllocationsTest {
  private final InMemoryStore store = InMemoryStore.open();

  @AfterEach
  void close() {
    store.close();
  }

  private StoredServiceAllocations over(String... ranges) {
    return new StoredServiceAllocations(store, List.of(ranges), new Random(1));
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
  void saysWhichAddressesAndPortsThereAre() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    stored("a", "a", 30007);

    for (String edge : List.of("10.0.0.0", "10.0.0.255")) {
      assertThat(allocations.addressProblem(edge))
          .contains("the provided network does not match the current range");
    }
    assertThat(allocations.nodePortProblem(80))
        .contains(
            "provided port is not in the valid range. The range of valid ports is 30000-32767");
    assertThat(allocations.nodePortProblem(30007)).contains("provided port is already allocated");
    assertThat(allocations.defaultFamily()).isEqualTo("IPv4");
  }

  @Test
  void readsTheRecordKubeApiserverKeeps() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    // Bits 0, 7 and 100 of 30000-32767, the lowest last.
    put(
        NodePorts.KEY.utf8(),
        "{\"kind\":\"RangeAllocation\",\"apiVersion\":\"v1\",\"range\":\"30000-32767\","
            + "\"data\":\"EAAAAAAAAAAAAAAAgQ==\"}");
    for (int port : List.of(30000, 30007, 30100)) {
      assertThat(allocations.nodePortProblem(port)).contains("provided port is already allocated");
    }
    assertThat(allocations.nodePortProblem(30001)).isEmpty();
    Companion.Replace change =
        (Companion.Replace)
            allocations.nodePorts(Set.of(30001), Set.of(30100, 31000)).orElseThrow();
    assertThat(change.object().path("data").asText()).isEqualTo("gw==");
    assertThat(change.modRevision()).isEqualTo(store.revision());
    assertThatThrownBy(() -> allocations.nodePorts(Set.of(30007), Set.of()))
        .isInstanceOf(ClaimLost.class);
    assertThat(allocations.nodePorts(Set.of(), Set.of(31000))).isEmpty();
  }

  @Test
  void givesTheLowerPortsLast() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 2768 - 86; i++) {
      given.add(allocations.nodePort(given).orElseThrow());
    }
    assertThat(given).allMatch(port -> port >= 30086).hasSize(2768 - 86);
    assertThat(allocations.nodePort(given).orElseThrow()).isBetween(30000, 30085);
    given.addAll(IntStream.range(30000, 30086).boxed().toList());
    assertThat(allocations.nodePort(given)).isEmpty();
  }
}

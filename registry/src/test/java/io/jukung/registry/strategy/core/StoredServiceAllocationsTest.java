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

  private void stored(String name, String uid, String address, int nodePort) {
    String json =
        "{\"metadata\":{\"uid\":\""
            + uid
            + "\"},\"spec\":{\"clusterIPs\":[\""
            + address
            + "\"],\"ports\":[{\"nodePort\":"
            + nodePort
            + "}]}}";
    Bytes key = Bytes.utf8("/registry/services/specs/default/" + name);
    store.txn(new Txn(List.of(), List.of(new Operation.Put(key, Bytes.utf8(json))), List.of()));
  }

  @Test
  void givesEachAddressOnceUntilThereIsNoneLeft() {
    StoredServiceAllocations allocations = over("10.0.0.0/29");
    stored("a", "a", "10.0.0.3", 30000);
    Set<String> given = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      given.add(allocations.address("u" + i, "IPv4").orElseThrow());
    }

    assertThat(given)
        .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.4", "10.0.0.5", "10.0.0.6");
    assertThat(allocations.address("u9", "IPv4")).isEmpty();
    assertThat(allocations.address("u9", "IPv6")).isEmpty();
  }

  @Test
  void takesBackWhatWasNeverStored() {
    StoredServiceAllocations allocations = over("10.0.0.0/30");
    allocations.address("a", "IPv4");
    allocations.address("b", "IPv4");
    assertThat(allocations.address("c", "IPv4")).isEmpty();

    now = now.plus(Duration.ofMinutes(2));

    assertThat(allocations.address("c", "IPv4")).isPresent();
  }

  @Test
  void freesWhatADeletedServiceHad() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    stored("a", "a", "10.0.0.3", 30000);
    assertThat(allocations.reserveAddress("b", "10.0.0.3"))
        .contains("provided IP is already allocated");
    assertThat(allocations.reserveAddress("a", "10.0.0.3")).isEmpty();
    now = now.plus(Duration.ofMinutes(2));
    Bytes key = Bytes.utf8("/registry/services/specs/default/a");
    store.txn(new Txn(List.of(), List.of(new Operation.Delete(key)), List.of()));

    assertThat(allocations.reserveAddress("b", "10.0.0.3")).isEmpty();
  }

  @Test
  void saysWhichAddressesAndPortsThereAre() {
    StoredServiceAllocations allocations = over("10.0.0.0/24");
    stored("a", "a", "10.0.0.3", 30007);

    assertThat(allocations.reserveAddress("b", "1.2.3.4"))
        .contains(
            "the provided IP (1.2.3.4) is not in the valid range. The range of valid IPs is"
                + " 10.0.0.0/24");
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
                          () ->
                              allocations.address("u" + i, "IPv6").orElseThrow()
                                  + " "
                                  + allocations.nodePort("u" + i).orElseThrow()))
              .toList();
      for (Future<String> call : calls) {
        given.addAll(List.of(call.get().split(" ", -1)));
      }
    }

    assertThat(given).hasSize(400);
  }
}

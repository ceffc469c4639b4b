package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.CATALOG;
import static io.jukung.registry.store.RegistryFixture.delete;
import static io.jukung.registry.store.RegistryFixture.json;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.put;
import static io.jukung.registry.store.RegistryFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.bootstrap.NodePortRepair;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.Types;
import io.jukung.registry.strategy.core.NodePorts;
import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node port is one service's, whoever gives it, and comes and goes with the service. */
class ServiceNodePortsTest {
  private final RegistryFixture fixture = new RegistryFixture();
  private final ResourceStore services = fixture.of("", "v1", "services");

  @AfterEach
  void close() {
    fixture.close();
  }

  private static ObjectNode service(String name, String type, int... nodePorts) {
    ObjectNode service =
        json(
            "{'apiVersion':'v1','kind':'Service','metadata':{'name':'"
                + name
                + "'},'spec':{'type':'"
                + type
                + "','sessionAffinity':'None','externalTrafficPolicy':'Cluster',"
                + "'internalTrafficPolicy':'Cluster','ports':[]}}");
    for (int i = 0; i < nodePorts.length; i++) {
      service
          .withObject("/spec")
          .withArray("/ports")
          .addObject()
          .put("name", "p" + i)
          .put("port", 80 + i)
          .put("protocol", "TCP")
          .put("targetPort", 80)
          .put("nodePort", nodePorts[i]);
    }
    return service;
  }

  private static int nodePort(StoredObject service) {
    return tree(service).path("spec").path("ports").path(0).path("nodePort").asInt();
  }

  private Set<Integer> taken() {
    return NodePorts.read(fixture.store).without(none());
  }

  private NodePorts none() {
    try (RegistryFixture empty = new RegistryFixture()) {
      return NodePorts.ofServices(empty.store);
    }
  }

  private void record(Bytes value, String key) {
    fixture.store.txn(
        new Txn(List.of(), List.of(new Operation.Put(Bytes.utf8(key), value)), List.of()));
  }

  @Test
  void aPortIsTakenAndGivenBackWithTheService() {
    make(services, "default", service("a", "NodePort", 30001, 30002));
    assertThat(taken()).containsExactlyInAnyOrder(30001, 30002);
    ObjectNode changed = (ObjectNode) tree(services.get("default", "a", ""));
    ((ObjectNode) changed.path("spec").path("ports").path(0)).put("nodePort", 30009);
    put(services, "default", changed);
    assertThat(taken()).containsExactlyInAnyOrder(30009, 30002);
    delete(services, "default", "a");
    assertThat(taken()).isEmpty();
  }

  @Test
  void aPortIsOneServices() {
    make(services, "default", service("a", "NodePort", 30001));
    assertThatThrownBy(() -> make(services, "default", service("b", "NodePort", 30001)))
        .hasMessageContaining(
            "spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated");
    ObjectNode local = service("c", "LoadBalancer", 0);
    local
        .withObject("/spec")
        .put("externalTrafficPolicy", "Local")
        .put("healthCheckNodePort", 30001);
    assertThatThrownBy(() -> make(services, "default", local))
        .hasMessageContaining(
            "failed to allocate requested HealthCheck NodePort 30001: provided port is already"
                + " allocated");
    assertThat(taken()).containsExactly(30001);
  }

  /** Two API servers over one store that ask for the same few ports, and for any. */
  @Test
  void noPortIsGivenTwice() throws Exception {
    Set<Integer> given = new HashSet<>();
    List<Future<Integer>> asked = new ArrayList<>();
    List<Future<Integer>> any = new ArrayList<>();
    int refused = 0;
    try (Registry second =
            new Registry(
                CATALOG, fixture.store, RegistryConfig.DEFAULT, fixture.now::get, new Random(7));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      second.start();
      List<ResourceStore> both = List.of(services, second.store(services.type()));
      for (int i = 0; i < 60; i++) {
        ResourceStore store = both.get(i % 2);
        ObjectNode chosen = service("chosen" + i, "NodePort", 30000 + i / 2);
        ObjectNode free = service("free" + i, "NodePort", 0);
        asked.add(threads.submit(() -> nodePort(make(store, "default", chosen))));
        any.add(threads.submit(() -> nodePort(make(store, "default", free))));
      }
      for (Future<Integer> call : any) {
        given.add(call.get());
      }
      for (Future<Integer> call : asked) {
        try {
          given.add(call.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasMessageContaining("provided port is already allocated");
          refused++;
        }
      }
    }
    assertThat(refused).isEqualTo(30);
    assertThat(given).hasSize(90);
    assertThat(taken()).isEqualTo(given);
  }

  @Test
  void theRepairAddsWhatIsMissingAndTakesOutWhatIsLeftForLong() {
    make(services, "default", service("a", "NodePort", 30001));
    make(services, "default", service("b", "NodePort", 30002));
    CanonicalJson json = new CanonicalJson(Types.of(CATALOG));
    NodePortRepair repair = new NodePortRepair(fixture.store, CATALOG, json::encode);
    assertThat(repair.run()).isFalse();
    // Only the bits 2 and 3: one that is used, one that is not.
    record(
        Bytes.utf8(
            "{\"kind\":\"RangeAllocation\",\"apiVersion\":\"v1\",\"metadata\":{},"
                + "\"range\":\"30000-32767\",\"data\":\"DA==\"}"),
        NodePorts.KEY.utf8());
    assertThat(repair.run()).isTrue();
    assertThat(taken()).containsExactlyInAnyOrder(30001, 30002, 30003);
    assertThat(repair.run()).isFalse();
    assertThat(repair.run()).isTrue();
    assertThat(taken()).containsExactlyInAnyOrder(30001, 30002);
    record(
        Bytes.utf8(
            "{\"kind\":\"RangeAllocation\",\"apiVersion\":\"v1\",\"metadata\":{},"
                + "\"range\":\"20000-20100\",\"data\":\"DA==\"}"),
        NodePorts.KEY.utf8());
    assertThatThrownBy(() -> make(services, "default", service("c", "NodePort", 0)))
        .hasMessageContaining("the provided range does not match the current range");
    assertThat(repair.run()).isTrue();
    assertThat(taken()).containsExactlyInAnyOrder(30001, 30002);
  }
}

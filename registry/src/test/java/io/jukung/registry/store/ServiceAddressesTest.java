package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.CATALOG;
import static io.jukung.registry.store.RegistryFixture.all;
import static io.jukung.registry.store.RegistryFixture.delete;
import static io.jukung.registry.store.RegistryFixture.json;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.names;
import static io.jukung.registry.store.RegistryFixture.put;
import static io.jukung.registry.store.RegistryFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.bootstrap.AddressRepair;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.Types;
import io.jukung.registry.status.StatusException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An address of a service and its IPAddress come and go in one write. */
class ServiceAddressesTest {
  private final RegistryFixture fixture = new RegistryFixture();
  private final ResourceStore services = fixture.of("", "v1", "services");
  private final ResourceStore addresses = fixture.of("networking.k8s.io", "v1", "ipaddresses");

  @AfterEach
  void close() {
    fixture.close();
  }

  private static ObjectNode service(String name, String clusterIp) {
    ObjectNode service =
        json(
            "{'apiVersion':'v1','kind':'Service','metadata':{'name':'"
                + name
                + "'},'spec':{'type':'ClusterIP','sessionAffinity':'None',"
                + "'internalTrafficPolicy':'Cluster',"
                + "'ports':[{'port':80,'protocol':'TCP','targetPort':80}]}}");
    if (!clusterIp.isEmpty()) {
      service.withObject("/spec").put("clusterIP", clusterIp);
    }
    return service;
  }

  private static String clusterIp(StoredObject service) {
    return tree(service).path("spec").path("clusterIP").asText();
  }

  private List<String> taken() {
    return names(addresses.list(all("")));
  }

  @Test
  void anAddressIsRecordedAndReleased() {
    String address = clusterIp(make(services, "default", service("a", "")));
    JsonNode record = tree(addresses.get("", address, ""));
    assertThat(record.path("spec").path("parentRef").toString())
        .isEqualTo("{\"resource\":\"services\",\"namespace\":\"default\",\"name\":\"a\"}");
    assertThat(record.path("metadata").path("labels").toString())
        .isEqualTo(
            "{\"ipaddress.kubernetes.io/ip-family\":\"IPv4\","
                + "\"ipaddress.kubernetes.io/managed-by\":\"ipallocator.k8s.io\"}");
    assertThat(record.path("metadata").path("uid").asText()).isNotEmpty();

    delete(services, "default", "a");
    assertThat(taken()).isEmpty();
  }

  @Test
  void aServiceThatNeedsNoAddressAnyMoreGivesItBack() {
    StoredObject made = make(services, "default", service("a", ""));
    ObjectNode external = (ObjectNode) tree(made);
    ObjectNode spec = external.putObject("spec");
    spec.put("type", "ExternalName").put("externalName", "example.com");
    spec.put("sessionAffinity", "None");
    put(services, "default", external);
    assertThat(taken()).isEmpty();
  }

  @Test
  void anAddressIsOneServices() {
    make(services, "default", service("a", "10.96.0.7"));
    assertThatThrownBy(() -> make(services, "default", service("b", "10.96.0.7")))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("failed to allocate IP 10.96.0.7: provided IP is already allocated");
    assertThat(taken()).containsExactly("10.96.0.7");
    assertThat(names(services.list(all("")))).containsExactly("a");
  }

  @Test
  void anAddressOfAnotherOwnerStays() {
    make(services, "default", service("a", "10.96.0.7"));
    delete(addresses, "", "10.96.0.7");
    make(
        addresses,
        "",
        json(
            "{'apiVersion':'networking.k8s.io/v1','kind':'IPAddress','metadata':{'name':'10.96.0.7'},"
                + "'spec':{'parentRef':{'resource':'services','namespace':'x','name':'other'}}}"));
    delete(services, "default", "a");
    assertThat(taken()).containsExactly("10.96.0.7");
  }

  /** Two API servers over one store, and a range with room for just as many. */
  @Test
  void noAddressIsGivenTwice() throws Exception {
    make(
        fixture.of("networking.k8s.io", "v1", "servicecidrs"),
        "",
        json(
            "{'apiVersion':'networking.k8s.io/v1','kind':'ServiceCIDR','metadata':{'name':'small'},"
                + "'spec':{'cidrs':['10.5.0.0/26']}}"));
    ready("small");
    Set<String> given = new HashSet<>();
    try (Registry second =
            new Registry(
                CATALOG, fixture.store, RegistryConfig.DEFAULT, fixture.now::get, new Random(7));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      second.start();
      List<ResourceStore> both = List.of(services, second.store(services.type()));
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 62; i++) {
        ResourceStore store = both.get(i % 2);
        String name = "s" + i;
        calls.add(threads.submit(() -> clusterIp(make(store, "default", service(name, "")))));
      }
      for (Future<String> call : calls) {
        given.add(call.get());
      }
    }
    assertThat(given).hasSize(62);
    assertThat(taken()).hasSize(62).containsAll(given);
    assertThatThrownBy(() -> make(services, "default", service("late", "")))
        .hasMessageContaining("range is full");
  }

  private void ready(String name) {
    ResourceStore ranges = fixture.of("networking.k8s.io", "v1", "servicecidrs");
    ObjectNode range = (ObjectNode) tree(ranges.get("", name, ""));
    range
        .putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("lastTransitionTime", "2026-01-01T00:00:00Z")
        .put("reason", "")
        .put("message", "");
    ranges.update(
        io.jukung.registry.request.RequestContext.server(),
        "",
        name,
        ObjectUpdate.replaceWith(range),
        new WriteOptions(false, "status", WriteOptions.DEFAULT.admission()));
  }

  @Test
  void theRepairMakesWhatIsMissingAndRemovesWhatIsLeft() {
    make(services, "default", service("a", "10.96.0.7"));
    make(services, "default", service("b", "10.96.0.8"));
    delete(addresses, "", "10.96.0.7");
    make(addresses, "", address("10.96.0.9", "ipallocator.k8s.io"));
    make(addresses, "", address("10.96.0.10", "somebody.else"));
    CanonicalJson json = new CanonicalJson(Types.of(CATALOG));
    AddressRepair repair =
        new AddressRepair(
            fixture.store,
            CATALOG,
            json::encode,
            Clock.fixed(Instant.parse("2026-11-20T12:02:00Z"), ZoneOffset.UTC),
            () -> new UUID(1, 1));
    assertThat(repair.run()).isEqualTo(2);
    assertThat(taken()).containsExactlyInAnyOrder("10.96.0.10", "10.96.0.7", "10.96.0.8");
    assertThat(repair.run()).isZero();
  }

  private static ObjectNode address(String name, String manager) {
    return json(
        "{'apiVersion':'networking.k8s.io/v1','kind':'IPAddress','metadata':{'name':'"
            + name
            + "','labels':{'ipaddress.kubernetes.io/ip-family':'IPv4',"
            + "'ipaddress.kubernetes.io/managed-by':'"
            + manager
            + "'}},'spec':{'parentRef':{'resource':'services','namespace':'x','name':'gone'}}}");
  }
}

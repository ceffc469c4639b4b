package io.jukung.registry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.meta.Cidr;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Txn;
import io.jukung.storage.memory.InMemoryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final int ALL = 184;

  private final InMemoryStore store = InMemoryStore.open();
  private long uid;

  private final Bootstrap bootstrap =
      new Bootstrap(
          store,
          CATALOG,
          (object, type) -> Bytes.utf8(object.toString()),
          Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC),
          () -> new UUID(0, ++uid));

  @AfterEach
  void close() {
    store.close();
  }

  private static BootstrapConfig config(String... ranges) {
    return new BootstrapConfig(List.of(ranges), 6443, Map.of("client-ca-file", "PEM"));
  }

  private JsonNode object(String key) throws IOException {
    KeyValue found = store.get(Bytes.utf8("/registry/" + key)).orElseThrow();
    return new ObjectMapper().readTree(found.value().array());
  }

  @Test
  void writesEverythingAtOneRevision() throws IOException {
    long before = store.revision();

    assertThat(bootstrap.ensure(config("10.96.0.0/12"))).isEqualTo(ALL);

    assertThat(store.revision()).isEqualTo(before + 1);
    assertThat(store.count(KeyRange.ALL, 0)).isEqualTo(ALL);
    assertThat(object("namespaces/kube-system").toString())
        .isEqualTo(
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"kube-system\","
                + "\"labels\":{\"kubernetes.io/metadata.name\":\"kube-system\"},"
                + "\"uid\":\"00000000-0000-0000-0000-000000000001\","
                + "\"creationTimestamp\":\"2026-01-02T03:04:05Z\",\"managedFields\":["
                + "{\"manager\":\"kube-apiserver\",\"operation\":\"Update\",\"apiVersion\":\"v1\","
                + "\"time\":\"2026-01-02T03:04:05Z\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":"
                + "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:kubernetes.io/metadata.name\":{}}}}}]},"
                + "\"spec\":{\"finalizers\":[\"kubernetes\"]},\"status\":{\"phase\":\"Active\"}}");
    assertThat(object("configmaps/kube-system/extension-apiserver-authentication").at("/data"))
        .hasToString("{\"client-ca-file\":\"PEM\"}");
    assertThat(object("clusterroles/admin").toString())
        .contains("\"rules\":null")
        .contains("\"matchLabels\":{\"rbac.authorization.k8s.io/aggregate-to-admin\":\"true\"}");
    assertThat(object("roles/kube-system/system::leader-locking-kube-scheduler").at("/rules/1"))
        .hasToString(
            "{\"verbs\":[\"create\",\"get\",\"list\",\"update\",\"watch\"],"
                + "\"apiGroups\":[\"coordination.k8s.io\"],\"resources\":[\"leasecandidates\"]}");
    assertThat(object("apiregistration.k8s.io/apiservices/v1.").at("/spec"))
        .hasToString("{\"version\":\"v1\",\"groupPriorityMinimum\":18000,\"versionPriority\":1}");
  }

  @Test
  void leavesAloneWhatIsThere() {
    Bytes key = Bytes.utf8("/registry/namespaces/default");
    Bytes mine = Bytes.utf8("{\"mine\":true}");
    store.txn(new Txn(List.of(), List.of(new Operation.Put(key, mine)), List.of()));

    assertThat(bootstrap.ensure(config("10.96.0.0/12"))).isEqualTo(ALL - 1);
    long revision = store.revision();
    assertThat(bootstrap.ensure(config("10.97.0.0/16"))).isZero();

    assertThat(store.revision()).isEqualTo(revision);
    assertThat(store.get(key).orElseThrow().value()).isEqualTo(mine);
  }

  @Test
  void takesAddressesFromTheConfiguration() throws IOException {
    bootstrap.ensure(config("fd00:1::/112", "10.96.16.9/20"));

    JsonNode service = object("services/specs/default/kubernetes").path("spec");
    assertThat(service.path("clusterIP").asText()).isEqualTo("fd00:1::1");
    assertThat(service.at("/ports/0/targetPort").asInt()).isEqualTo(6443);
    assertThat(service.at("/ipFamilies/0").asText()).isEqualTo("IPv6");
    assertThat(object("servicecidrs/kubernetes").at("/spec/cidrs")).hasSize(2);
  }

  @Test
  void grantsNothingToAnybodyOutsideTheSystem() throws IOException {
    bootstrap.ensure(config("10.96.0.0/12"));

    KeyRange bindings = KeyRange.prefix(Bytes.utf8("/registry/clusterrolebindings/"));
    List<KeyValue> found = store.range(RangeRequest.of(bindings)).items();
    assertThat(found).hasSize(50);
    for (KeyValue binding : found) {
      for (JsonNode subject :
          new ObjectMapper().readTree(binding.value().array()).at("/subjects")) {
        assertThat(
                subject.path("name").asText().startsWith("system:")
                    || subject.path("namespace").asText().equals("kube-system"))
            .as(binding.key().utf8())
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "::,::",
    "::1,::1",
    "fd00:0:0:1:0:0:0:1,fd00:0:0:1::1",
    "1:0:2:0:3:0:4:0,1:0:2:0:3:0:4:0",
    "1:0:0:2:0:0:3:4,1::2:0:0:3:4",
    "fe80::,fe80::",
    "10.1.2.3,10.1.2.3"
  })
  void writesAddressesAsTheStandardSays(String address, String expected) {
    assertThat(Cidr.text(InetAddress.ofLiteral(address))).isEqualTo(expected);
  }

  @Test
  void refusesRangesThatAreNone() {
    assertThatThrownBy(() -> bootstrap.ensure(config("10.96.0.0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.96.0.0");
    assertThatThrownBy(() -> bootstrap.ensure(config("10.96.0.0/33")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.count(KeyRange.ALL, 0)).isZero();
  }
}

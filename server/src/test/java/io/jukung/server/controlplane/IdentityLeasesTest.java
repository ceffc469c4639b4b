package io.jukung.server.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.Types;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.RegistryConfig;
import io.jukung.storage.Bytes;
import io.jukung.storage.memory.InMemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityLeasesTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final CanonicalJson JSON = new CanonicalJson(Types.of(CATALOG));
  private static final String OWN = "apiserver-wlv32tlttr4jl3gtroqexyxapa";

  private Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");
  private final InstantSource clock = () -> now;
  private final InMemoryStore store = InMemoryStore.open();
  private final Registry registry =
      new Registry(CATALOG, store, RegistryConfig.DEFAULT, clock, new Random(1));
  private final OwnObjects objects =
      new OwnObjects(
          registry.store(
              CATALOG
                  .resource(new GroupVersionResource("coordination.k8s.io", "v1", "leases"))
                  .orElseThrow()),
          new FieldManagers(
              CATALOG, new ObjectDecoder(Types.of(CATALOG)), new Defaults(CATALOG, clock), clock),
          JSON::parse);
  private final IdentityLeases leases = new IdentityLeases(objects, clock, "vm", "run");

  @BeforeEach
  void start() {
    registry.start();
  }

  @AfterEach
  void close() {
    registry.close();
    store.close();
  }

  @Test
  void theLeaseIsKubeApiservers() {
    leases.renew();
    now = now.plusSeconds(10);
    leases.renew();
    ObjectNode lease = objects.get(IdentityLeases.NAMESPACE, OWN).orElseThrow();
    assertThat(lease.path("spec").toString())
        .isEqualTo(
            "{\"holderIdentity\":\""
                + OWN
                + "_run\",\"leaseDurationSeconds\":3600,"
                + "\"renewTime\":\"2026-01-01T00:00:10.123456Z\"}");
    assertThat(lease.path("metadata").path("managedFields").toString())
        .isEqualTo(
            "[{\"manager\":\"kube-apiserver\",\"operation\":\"Update\","
                + "\"apiVersion\":\"coordination.k8s.io/v1\",\"time\":\"2026-01-01T00:00:10Z\","
                + "\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:metadata\":{\"f:labels\":{\".\":{},"
                + "\"f:apiserver.kubernetes.io/identity\":{},\"f:kubernetes.io/hostname\":{}}},"
                + "\"f:spec\":{\"f:holderIdentity\":{},\"f:leaseDurationSeconds\":{},"
                + "\"f:renewTime\":{}}}}]");
    leases.remove();
    assertThat(objects.get(IdentityLeases.NAMESPACE, OWN)).isEmpty();
  }

  @Test
  void leasesThatRanOutAreCollected() {
    leases.renew();
    lease("old", "kube-apiserver", "\"renewTime\":\"2025-12-31T22:59:59.000000Z\",");
    lease("young", "kube-apiserver", "\"renewTime\":\"2025-12-31T23:59:59.000000Z\",");
    lease("never", "kube-apiserver", "");
    lease("other", "somebody", "");
    leases.collect();
    assertThat(present("old", "young", "never", "other", OWN))
        .containsExactly("young", "other", OWN);
  }

  private List<String> present(String... names) {
    return Arrays.stream(names)
        .filter(name -> objects.get(IdentityLeases.NAMESPACE, name).isPresent())
        .toList();
  }

  private void lease(String name, String identity, String renewTime) {
    String text =
        "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{\"name\":\""
            + name
            + "\",\"namespace\":\"kube-system\",\"labels\":{\"apiserver.kubernetes.io/identity\":\""
            + identity
            + "\"}},\"spec\":{"
            + renewTime
            + "\"leaseDurationSeconds\":3600}}";
    assertThat(objects.create(IdentityLeases.NAMESPACE, JSON.parse(Bytes.utf8(text)))).isTrue();
  }
}

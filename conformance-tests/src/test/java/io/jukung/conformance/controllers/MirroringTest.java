package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Endpoints that somebody writes for a Service without a selector are to be found in slices. */
@ExtendWith(Controlled.class)
class MirroringTest {
  private final ControlledCluster cluster;

  MirroringTest(ControlledCluster cluster) {
    this.cluster = cluster;
  }

  private List<EndpointSlice> slices(String namespace) {
    return cluster
        .client()
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  private static EndpointSubset subset(int port, String... addresses) {
    EndpointSubsetBuilder subset =
        new EndpointSubsetBuilder().addNewPort().withPort(port).withName("p" + port).endPort();
    for (String address : addresses) {
      subset.addNewAddress().withIp(address).endAddress();
    }
    return subset.build();
  }

  private void service(String namespace, Map<String, String> selector) {
    var _ =
        cluster
            .client()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("outside")
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .withSelector(selector)
                    .addNewPort()
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build())
            .create();
  }

  private static EndpointsBuilder endpoints(String namespace, EndpointSubset... subsets) {
    return new EndpointsBuilder()
        .withNewMetadata()
        .withName("outside")
        .withNamespace(namespace)
        .addToLabels("a", "b")
        .addToAnnotations("c", "d")
        .addToAnnotations("endpoints.kubernetes.io/last-change-trigger-time", "then")
        .endMetadata()
        .withSubsets(subsets);
  }

  private boolean shows(String namespace, String... addresses) {
    List<EndpointSlice> slices = slices(namespace);
    return slices.stream()
        .flatMap(slice -> slice.getEndpoints().stream())
        .flatMap(endpoint -> endpoint.getAddresses().stream())
        .sorted()
        .toList()
        .equals(List.of(addresses));
  }

  @Test
  void slicesFollowTheEndpoints() throws InterruptedException {
    String namespace = cluster.namespace("mirror");
    service(namespace, Map.of());
    Endpoints made =
        cluster.client().resource(endpoints(namespace, subset(80, "10.1.2.3")).build()).create();
    until("one slice", () -> shows(namespace, "10.1.2.3"));
    EndpointSlice slice = slices(namespace).getFirst();
    assertThat(slice.getMetadata().getName()).startsWith("outside-");
    assertThat(slice.getMetadata().getLabels())
        .isEqualTo(
            Map.of(
                "a",
                "b",
                "kubernetes.io/service-name",
                "outside",
                "endpointslice.kubernetes.io/managed-by",
                "endpointslicemirroring-controller.k8s.io"));
    assertThat(slice.getMetadata().getAnnotations()).isEqualTo(Map.of("c", "d"));
    assertThat(slice.getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(made.getMetadata().getUid());
    assertThat(slice.getPorts().getFirst().getPort()).isEqualTo(80);

    var _ =
        cluster
            .client()
            .resource(
                endpoints(
                        namespace,
                        subset(80, "10.1.2.4", "fd00::1"),
                        subset(81, "10.1.2.4", "fd00::1"))
                    .build())
            .update();
    // Ports with the same addresses share a slice; each family has its own.
    until("two groups", () -> shows(namespace, "10.1.2.4", "fd00::1"));
    until(
        "two ports in each",
        () -> slices(namespace).stream().allMatch(s -> s.getPorts().size() == 2));

    var _ = cluster.client().endpoints().inNamespace(namespace).withName("outside").delete();
    until("no slices", () -> slices(namespace).isEmpty());
  }

  @Test
  void onlyWhatNobodyElseTellsOfIsMirrored() throws InterruptedException {
    String namespace = cluster.namespace("mirror");
    service(namespace, Map.of());
    var _ =
        cluster
            .client()
            .resource(
                endpoints(namespace, subset(80, "10.1.2.3"))
                    .editMetadata()
                    .addToLabels("endpointslice.kubernetes.io/skip-mirror", "true")
                    .endMetadata()
                    .build())
            .create();
    String other = cluster.namespace("mirror");
    service(other, Map.of());
    var _ = cluster.client().resource(endpoints(other, subset(80, "10.1.2.3")).build()).create();
    until("the other's slice", () -> shows(other, "10.1.2.3"));
    assertThat(slices(namespace)).isEmpty();

    // A selector makes the Service's endpoints another controller's.
    var _ =
        cluster
            .client()
            .services()
            .inNamespace(other)
            .withName("outside")
            .edit(s -> new ServiceBuilder(s).editSpec().addToSelector("x", "y").endSpec().build());
    until(
        "only the other controller's slice",
        () ->
            slices(other).stream()
                .allMatch(
                    slice ->
                        "endpointslice-controller.k8s.io"
                            .equals(
                                slice
                                    .getMetadata()
                                    .getLabels()
                                    .get("endpointslice.kubernetes.io/managed-by"))));
  }
}

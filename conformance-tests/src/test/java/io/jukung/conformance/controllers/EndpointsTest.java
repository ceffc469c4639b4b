package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIPBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services' pods are to be found in EndpointSlices and Endpoints; the test plays the nodes. */
@ExtendWith(Controlled.class)
class EndpointsTest {
  private final ControlledCluster cluster;

  EndpointsTest(ControlledCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aServiceWithoutPodsHasOneEmptySlice() throws InterruptedException {
    String namespace = cluster.namespace("noendpoints");
    service(namespace);
    until("one slice", () -> slices(namespace).size() == 1);
    EndpointSlice slice = slices(namespace).getFirst();
    assertThat(slice.getMetadata().getName()).startsWith("web-");
    assertThat(slice.getMetadata().getLabels())
        .containsEntry("kubernetes.io/service-name", "web")
        .containsEntry("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
    until("endpoints", () -> endpoints(namespace) != null);
    assertThat(endpoints(namespace).getSubsets()).isEmpty();
  }

  @Test
  void aPodComesTurnsReadyAndGoes() throws InterruptedException {
    String namespace = cluster.namespace("endpoints");
    String node = "node-" + namespace;
    var _ =
        cluster
            .client()
            .resource(
                new NodeBuilder()
                    .withNewMetadata()
                    .withName(node)
                    .withLabels(Map.of("topology.kubernetes.io/zone", "z"))
                    .endMetadata()
                    .build())
            .create();
    service(namespace);
    pod(namespace, node);
    tell(namespace, "False");
    until("a pod that does not serve", () -> isTold(namespace, false));
    assertThat(endpoints(namespace).getSubsets().getFirst().getNotReadyAddresses()).hasSize(1);
    tell(namespace, "True");
    until("a pod that serves", () -> isTold(namespace, true));
    EndpointSlice slice = slices(namespace).getFirst();
    assertThat(slice.getPorts().getFirst().getPort()).isEqualTo(8080);
    assertThat(slice.getEndpoints().getFirst().getZone()).isEqualTo("z");
    assertThat(slice.getEndpoints().getFirst().getAddresses()).containsExactly("10.1.2.3");
    until(
        "endpoints too",
        () -> endpoints(namespace).getSubsets().getFirst().getAddresses().size() == 1);
    var _ =
        cluster.client().pods().inNamespace(namespace).withName("p").withGracePeriod(0).delete();
    until(
        "no endpoints",
        () -> endpoints(namespace).getSubsets().isEmpty() && slices(namespace).size() == 1);
    cluster.client().services().inNamespace(namespace).withName("web").delete();
    until("nothing left", () -> endpoints(namespace) == null && slices(namespace).isEmpty());
    cluster.client().nodes().withName(node).delete();
  }

  private boolean isTold(String namespace, boolean ready) {
    return slices(namespace).stream()
            .filter(slice -> slice.getEndpoints() != null)
            .flatMap(slice -> slice.getEndpoints().stream())
            .anyMatch(endpoint -> endpoint.getConditions().getReady() == ready)
        && endpoints(namespace) != null
        && !endpoints(namespace).getSubsets().isEmpty();
  }

  private void service(String namespace) {
    var _ =
        cluster
            .client()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .withSelector(Map.of("app", "web"))
                    .addNewPort()
                    .withPort(80)
                    .withTargetPort(new IntOrString("http"))
                    .endPort()
                    .endSpec()
                    .build())
            .create();
  }

  private void pod(String namespace, String node) {
    var _ =
        cluster
            .client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName("p")
                    .withNamespace(namespace)
                    .withLabels(Map.of("app", "web"))
                    .endMetadata()
                    .withNewSpec()
                    .withNodeName(node)
                    .addNewContainer()
                    .withName("c")
                    .withImage("i")
                    .addNewPort()
                    .withName("http")
                    .withContainerPort(8080)
                    .endPort()
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
  }

  private void tell(String namespace, String ready) {
    var _ =
        cluster
            .client()
            .pods()
            .inNamespace(namespace)
            .withName("p")
            .editStatus(
                pod ->
                    new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Running")
                        .withPodIP("10.1.2.3")
                        .withPodIPs(new PodIPBuilder().withIp("10.1.2.3").build())
                        .withConditions(
                            new PodConditionBuilder()
                                .withType("Ready")
                                .withStatus(ready)
                                .withLastTransitionTime("2026-01-01T00:00:00Z")
                                .build())
                        .endStatus()
                        .build());
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

  private Endpoints endpoints(String namespace) {
    return cluster.client().endpoints().inNamespace(namespace).withName("web").get();
  }
}

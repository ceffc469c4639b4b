package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Quotas with the controller that counts for them at work. */
@ExtendWith(Controlled.class)
class ResourceQuotaTest {
  private final ControlledCluster cluster;

  ResourceQuotaTest(ControlledCluster cluster) {
    this.cluster = cluster;
  }

  private void quota(String namespace, String scope, Map<String, String> hard) {
    ResourceQuotaBuilder quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("q")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .endSpec();
    hard.forEach(
        (name, amount) -> quota.editSpec().addToHard(name, new Quantity(amount)).endSpec());
    if (!scope.isEmpty()) {
      quota.editSpec().addToScopes(scope).endSpec();
    }
    var _ = cluster.client().resource(quota.build()).create();
  }

  private ResourceQuota read(String namespace) {
    return Objects.requireNonNull(
        cluster.client().resourceQuotas().inNamespace(namespace).withName("q").get());
  }

  private void used(String namespace, Map<String, String> expected) throws InterruptedException {
    String[] seen = {""};
    try {
      until(
          "used is " + expected,
          () -> {
            Map<String, Quantity> used = read(namespace).getStatus().getUsed();
            seen[0] = String.valueOf(used);
            return expected.entrySet().stream()
                .allMatch(
                    entry ->
                        used.getOrDefault(entry.getKey(), new Quantity("-1"))
                                .compareTo(new Quantity(entry.getValue()))
                            == 0);
          });
    } catch (AssertionError e) {
      throw new AssertionError("used was " + seen[0], e);
    }
  }

  @Test
  void theLifeOfObjectsOfWhichTheNumberCounts() throws InterruptedException {
    String namespace = cluster.namespace("quota-maps");
    var maps = cluster.client().configMaps().inNamespace(namespace);
    until("the root certificate is there", () -> maps.list().getItems().size() == 1);
    quota(
        namespace,
        "",
        Map.of("configmaps", "2", "count/deployments.apps", "3", "resourcequotas", "1"));
    used(
        namespace, Map.of("configmaps", "1", "count/deployments.apps", "0", "resourcequotas", "1"));
    var _ = maps.resource(map("one")).create();
    used(namespace, Map.of("configmaps", "2"));
    assertThatThrownBy(() -> maps.resource(map("two")).create())
        .hasMessageContaining(
            "exceeded quota: q, requested: configmaps=1, used: configmaps=2, limited:"
                + " configmaps=2");
    maps.withName("one").delete();
    used(namespace, Map.of("configmaps", "1"));
    var _ =
        cluster
            .client()
            .resourceQuotas()
            .inNamespace(namespace)
            .withName("q")
            .edit(
                q ->
                    new ResourceQuotaBuilder(q)
                        .editSpec()
                        .addToHard("configmaps", new Quantity("7"))
                        .endSpec()
                        .build());
    until(
        "the new limit is told",
        () -> new Quantity("7").equals(read(namespace).getStatus().getHard().get("configmaps")));
  }

  private static io.fabric8.kubernetes.api.model.ConfigMap map(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  @Test
  void theLifeOfAPod() throws InterruptedException {
    String namespace = cluster.namespace("quota-pods");
    quota(namespace, "NotBestEffort", Map.of("pods", "5", "cpu", "1", "memory", "500Mi"));
    used(namespace, Map.of("pods", "0", "cpu", "0", "memory", "0"));
    var pods = cluster.client().pods().inNamespace(namespace);
    var _ = pods.resource(pod("fits", "500m")).create();
    used(namespace, Map.of("pods", "1", "cpu", "500m", "memory", "252Mi"));
    assertThatThrownBy(() -> pods.resource(pod("large", "600m")).create())
        .hasMessageContaining("exceeded quota: q, requested: cpu=600m,memory=252Mi");
    var _ =
        pods.withName("fits")
            .editStatus(
                pod -> new PodBuilder(pod).editStatus().withPhase("Succeeded").endStatus().build());
    used(namespace, Map.of("pods", "0", "cpu", "0", "memory", "0"));
  }

  private static Pod pod(String name, String cpu) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("c")
        .withImage("i")
        .withNewResources()
        .addToRequests("cpu", new Quantity(cpu))
        .addToRequests("memory", new Quantity("252Mi"))
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  void servicesThatChangeTheirTypeLeaveRoom() throws InterruptedException {
    String namespace = cluster.namespace("quota-services");
    quota(namespace, "", Map.of("services", "2", "services.nodeports", "1"));
    used(namespace, Map.of("services", "0", "services.nodeports", "0"));
    var services = cluster.client().services().inNamespace(namespace);
    var service =
        services
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("s")
                    .endMetadata()
                    .withNewSpec()
                    .withType("NodePort")
                    .addNewPort()
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build())
            .create();
    assertThat(service.getSpec().getPorts().getFirst().getNodePort()).isPositive();
    used(namespace, Map.of("services", "1", "services.nodeports", "1"));
    var _ =
        services
            .withName("s")
            .edit(
                s ->
                    new ServiceBuilder(s)
                        .editSpec()
                        .withType("ClusterIP")
                        .editFirstPort()
                        .withNodePort(null)
                        .endPort()
                        .endSpec()
                        .build());
    used(namespace, Map.of("services", "1", "services.nodeports", "0"));
    services.withName("s").delete();
    used(namespace, Map.of("services", "0"));
  }
}

package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The small controllers that keep a cluster clean. */
@ExtendWith(Controlled.class)
class HousekeepingTest {
  private final ControlledCluster cluster;

  HousekeepingTest(ControlledCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void anAggregatedRoleHasTheRulesOfItsParts() throws InterruptedException {
    String name = "aggregated-" + Long.toString(System.nanoTime() % 99_999_999, 36);
    var roles = cluster.client().rbac().clusterRoles();
    var _ =
        roles
            .resource(
                new ClusterRoleBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .withNewAggregationRule()
                    .addNewClusterRoleSelector()
                    .withMatchLabels(Map.of("part-of", name))
                    .endClusterRoleSelector()
                    .endAggregationRule()
                    .build())
            .create();
    part(name, "b", "pods");
    part(name, "a", "secrets");
    ClusterRole[] role = new ClusterRole[1];
    until(
        "both rules are there",
        () -> {
          role[0] = roles.withName(name).get();
          return role[0].getRules() != null && role[0].getRules().size() == 2;
        });
    assertThat(role[0].getRules().getFirst().getResources()).containsExactly("secrets");
    roles.withName(name + "-a").delete();
    until("one rule is left", () -> roles.withName(name).get().getRules().size() == 1);
    roles.withName(name + "-b").delete();
    roles.withName(name).delete();
  }

  private void part(String whole, String suffix, String resource) {
    var _ =
        cluster
            .client()
            .resource(
                new ClusterRoleBuilder()
                    .withMetadata(
                        new ObjectMetaBuilder()
                            .withName(whole + "-" + suffix)
                            .withLabels(Map.of("part-of", whole))
                            .build())
                    .addNewRule()
                    .withApiGroups("")
                    .withResources(resource)
                    .withVerbs("get")
                    .endRule()
                    .build())
            .create();
  }

  @Test
  void theServicesRangeIsProtectedAndReady() throws InterruptedException {
    var range = cluster.client().resources(ServiceCIDR.class).withName("kubernetes");
    until(
        "protected",
        () ->
            range
                .get()
                .getMetadata()
                .getFinalizers()
                .contains("networking.k8s.io/service-cidr-finalizer"));
    until(
        "ready",
        () ->
            range.get().getStatus().getConditions().stream()
                .anyMatch(c -> "Kubernetes Service CIDR is ready".equals(c.getMessage())));
  }

  @Test
  void aFinishedJobGoesWhenItsTimeIsOver() throws InterruptedException {
    String namespace = cluster.namespace("ttl");
    Job job =
        new JobBuilder()
            .withNewMetadata()
            .withName("done")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withTtlSecondsAfterFinished(0)
            .withNewTemplate()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("c")
            .withImage("i")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    var _ = cluster.client().resource(job).create();
    var there = cluster.client().batch().v1().jobs().inNamespace(namespace).withName("done");
    String time = "2026-01-01T00:00:00Z";
    var _ =
        there.editStatus(
            j ->
                new JobBuilder(j)
                    .withNewStatus()
                    .withStartTime(time)
                    .withCompletionTime(time)
                    .withSucceeded(1)
                    .withConditions(condition("SuccessCriteriaMet"), condition("Complete"))
                    .endStatus()
                    .build());
    until("the job is gone", () -> there.get() == null);
  }

  private static io.fabric8.kubernetes.api.model.batch.v1.JobCondition condition(String type) {
    return new JobConditionBuilder()
        .withType(type)
        .withStatus("True")
        .withLastTransitionTime("2026-01-01T00:00:00Z")
        .build();
  }
}

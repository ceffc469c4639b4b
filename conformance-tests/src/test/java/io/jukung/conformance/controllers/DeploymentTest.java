package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deployments roll out, wait, go back and are resized; the test plays the nodes. */
@ExtendWith(Controlled.class)
class DeploymentTest {
  private final ControlledCluster cluster;

  DeploymentTest(ControlledCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aRolloutEndsWhenItsPodsServe() throws InterruptedException {
    String namespace = cluster.namespace("rollout");
    var web = create(namespace, 3, UnaryOperator.identity());
    until("three pods", () -> pods(namespace).size() == 3);
    until(
        "told why it is not available",
        () -> condition(web.get(), "Available").getReason().equals("MinimumReplicasUnavailable"));
    pods(namespace).forEach(this::serve);
    until("available", () -> condition(web.get(), "Available").getStatus().equals("True"));
    until(
        "complete",
        () -> condition(web.get(), "Progressing").getReason().equals("NewReplicaSetAvailable"));
    image(web, "i:2");
    until("one more pod, of the new template", () -> sizes(namespace).values().contains(1));
    assertThat(sizes(namespace).values()).containsExactlyInAnyOrder(3, 1);
    until(
        "all pods are of the new template",
        () -> {
          pods(namespace).forEach(this::serve);
          return sizes(namespace).values().stream().sorted().toList().equals(List.of(0, 3));
        });
    assertThat(revision(web.get())).isEqualTo("2");
  }

  @Test
  void aRollbackGivesAnOldTemplateANewRevision() throws InterruptedException {
    String namespace = cluster.namespace("rollback");
    var web = create(namespace, 0, UnaryOperator.identity());
    until("first revision", () -> "1".equals(revision(web.get())));
    image(web, "i:2");
    until("second revision", () -> "2".equals(revision(web.get())));
    edit(
        web,
        d ->
            new DeploymentBuilder(d)
                .editMetadata()
                .addToAnnotations("deprecated.deployment.rollback.to", "1")
                .endMetadata()
                .build());
    until("third revision", () -> "3".equals(revision(web.get())));
    assertThat(web.get().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo("i:1");
    assertThat(sets(namespace)).hasSize(2);
    assertThat(
            sets(namespace).stream()
                .map(
                    s ->
                        s.getMetadata()
                            .getAnnotations()
                            .getOrDefault("deployment.kubernetes.io/revision-history", "")))
        .contains("1");
  }

  @Test
  void recreateWaitsUntilTheOldPodsAreGone() throws InterruptedException {
    String namespace = cluster.namespace("recreate");
    var web =
        create(
            namespace,
            2,
            d ->
                new DeploymentBuilder(d)
                    .editSpec()
                    .withNewStrategy()
                    .withType("Recreate")
                    .endStrategy()
                    .endSpec()
                    .build());
    until("two pods", () -> pods(namespace).size() == 2);
    image(web, "i:2");
    until(
        "two pods of the new template",
        () ->
            pods(namespace).stream()
                    .filter(p -> p.getSpec().getContainers().getFirst().getImage().equals("i:2"))
                    .count()
                == 2);
    assertThat(sizes(namespace).values()).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void aPausedDeploymentIsResizedButNotRolledOut() throws InterruptedException {
    String namespace = cluster.namespace("paused");
    var web = create(namespace, 1, UnaryOperator.identity());
    until("one pod", () -> pods(namespace).size() == 1);
    edit(web, d -> new DeploymentBuilder(d).editSpec().withPaused(true).endSpec().build());
    until("told", () -> condition(web.get(), "Progressing").getReason().equals("DeploymentPaused"));
    image(web, "i:2");
    edit(web, d -> new DeploymentBuilder(d).editSpec().withReplicas(2).endSpec().build());
    until("two pods", () -> pods(namespace).size() == 2);
    assertThat(sets(namespace)).hasSize(1);
  }

  @Test
  void aPodThatIsDeletedIsReplaced() throws InterruptedException {
    String namespace = cluster.namespace("replace");
    var _ = create(namespace, 1, UnaryOperator.identity());
    until("one pod", () -> pods(namespace).size() == 1);
    String first = pods(namespace).getFirst().getMetadata().getName();
    cluster.client().pods().inNamespace(namespace).withName(first).delete();
    until(
        "another pod",
        () ->
            pods(namespace).size() == 1
                && !pods(namespace).getFirst().getMetadata().getName().equals(first));
  }

  @Test
  void aBudgetTellsHowManyPodsMayGo() throws InterruptedException {
    String namespace = cluster.namespace("budget");
    var _ = create(namespace, 3, UnaryOperator.identity());
    var _ =
        cluster
            .client()
            .resource(
                new PodDisruptionBudgetBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .withMaxUnavailable(new IntOrString(1))
                    .withNewSelector()
                    .withMatchLabels(Map.of("app", "web"))
                    .endSelector()
                    .endSpec()
                    .build())
            .create();
    var budget =
        cluster.client().policy().v1().podDisruptionBudget().inNamespace(namespace).withName("web");
    until("three are expected", () -> budget.get().getStatus().getExpectedPods() == 3);
    assertThat(budget.get().getStatus().getDisruptionsAllowed()).isZero();
    until("three pods", () -> pods(namespace).size() == 3);
    pods(namespace).forEach(this::serve);
    until("one may go", () -> budget.get().getStatus().getDisruptionsAllowed() == 1);
    assertThat(budget.get().getStatus().getConditions().getFirst().getReason())
        .isEqualTo("SufficientPods");
  }

  private RollableScalableResource<Deployment> create(
      String namespace, int replicas, UnaryOperator<Deployment> change) {
    KubernetesClient client = cluster.client();
    Deployment web =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName("web")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .withNewSelector()
            .withMatchLabels(Map.of("app", "web"))
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .withLabels(Map.of("app", "web"))
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("c")
            .withImage("i:1")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    var _ = client.resource(change.apply(web)).create();
    return client.apps().deployments().inNamespace(namespace).withName("web");
  }

  /** Changes the Deployment, again if the controller was faster. */
  private static void edit(
      RollableScalableResource<Deployment> web, UnaryOperator<Deployment> change)
      throws InterruptedException {
    until("edited", () -> web.edit(change) != null);
  }

  private static void image(RollableScalableResource<Deployment> web, String image)
      throws InterruptedException {
    edit(
        web,
        d ->
            new DeploymentBuilder(d)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
  }

  /** What a kubelet would tell. */
  private void serve(Pod pod) {
    var _ =
        cluster
            .client()
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName())
            .editStatus(
                p ->
                    new PodBuilder(p)
                        .editStatus()
                        .withPhase("Running")
                        .withConditions(
                            new PodConditionBuilder()
                                .withType("Ready")
                                .withStatus("True")
                                .withLastTransitionTime("2026-01-01T00:00:00Z")
                                .build())
                        .endStatus()
                        .build());
  }

  private static DeploymentCondition condition(Deployment deployment, String type) {
    return deployment.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseGet(() -> new DeploymentCondition("", "", "", "", "", ""));
  }

  private static String revision(Deployment deployment) {
    return deployment
        .getMetadata()
        .getAnnotations()
        .getOrDefault("deployment.kubernetes.io/revision", "");
  }

  private List<Pod> pods(String namespace) {
    return cluster.client().pods().inNamespace(namespace).list().getItems();
  }

  private List<ReplicaSet> sets(String namespace) {
    return cluster.client().apps().replicaSets().inNamespace(namespace).list().getItems();
  }

  private Map<String, Integer> sizes(String namespace) {
    Map<String, Integer> sizes = new TreeMap<>();
    sets(namespace).forEach(s -> sizes.put(s.getMetadata().getName(), s.getSpec().getReplicas()));
    return sizes;
  }
}

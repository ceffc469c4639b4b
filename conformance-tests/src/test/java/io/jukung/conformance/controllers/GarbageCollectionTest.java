package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Owners that go take their dependents along, wait for them, or leave them behind. */
@ExtendWith(Controlled.class)
class GarbageCollectionTest {
  private final ControlledCluster cluster;

  GarbageCollectionTest(ControlledCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void dependentsGoWithTheirOwnerInTheBackground() throws InterruptedException {
    String namespace = family("background");
    delete(namespace, DeletionPropagation.BACKGROUND);
    until("all are gone", () -> names(namespace).isEmpty());
  }

  @Test
  void anOwnerDeletedInTheForegroundGoesLast() throws InterruptedException {
    String namespace = family("foreground");
    var kid = cluster.client().configMaps().inNamespace(namespace).withName("kid");
    kid.edit(
        map ->
            new ConfigMapBuilder(map)
                .editMetadata()
                .addToFinalizers("example.com/hold")
                .endMetadata()
                .build());
    delete(namespace, DeletionPropagation.FOREGROUND);
    until("the kid waits", () -> kid.get().getMetadata().getDeletionTimestamp() != null);
    assertThat(names(namespace)).contains("top", "kid");
    // The collector has done its part, so this is the only change on its way.
    until(
        "only the hold is left",
        () -> kid.get().getMetadata().getFinalizers().equals(List.of("example.com/hold")));
    kid.edit(
        map ->
            new ConfigMapBuilder(map)
                .editMetadata()
                .removeFromFinalizers("example.com/hold")
                .endMetadata()
                .build());
    until("all are gone", () -> names(namespace).isEmpty());
  }

  @Test
  void orphansStayAndForgetTheirOwner() throws InterruptedException {
    String namespace = family("orphan");
    delete(namespace, DeletionPropagation.ORPHAN);
    until("the owner is gone", () -> !names(namespace).contains("top"));
    assertThat(names(namespace)).containsExactlyInAnyOrder("kid", "grandkid");
    assertThat(map(namespace, "kid").getMetadata().getOwnerReferences()).isEmpty();
    assertThat(map(namespace, "grandkid").getMetadata().getOwnerReferences()).hasSize(1);
  }

  @Test
  void ownersThatNeverWereOrAreElsewhereDoNotCount() throws InterruptedException {
    String namespace = cluster.namespace("absent");
    ConfigMap elsewhere =
        cluster.client().configMaps().inNamespace("kube-system").list().getItems().getFirst();
    create(namespace, "foreign", elsewhere);
    until("the dependent is gone", () -> !names(namespace).contains("foreign"));
    until("it was said why", () -> !events(namespace, "OwnerRefInvalidNamespace").isEmpty());
  }

  @Test
  void aDeletedNamespaceEnds() throws InterruptedException {
    String namespace = family("namespace");
    cluster.client().namespaces().withName(namespace).delete();
    until(
        "the namespace is gone",
        () -> cluster.client().namespaces().withName(namespace).get() == null);
  }

  @Test
  void theLeaseIsUpstreams() {
    Lease lease =
        cluster
            .client()
            .resources(Lease.class)
            .inNamespace("kube-system")
            .withName("kube-controller-manager")
            .get();
    assertThat(lease.getSpec().getLeaseDurationSeconds()).isEqualTo(15);
    assertThat(lease.getSpec().getHolderIdentity()).startsWith("test-");
  }

  /** A namespace with a top, its kid and its grandkid. */
  private String family(String prefix) throws InterruptedException {
    String namespace = cluster.namespace(prefix);
    var _ =
        cluster
            .client()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("top")
                    .withNamespace(namespace)
                    .endMetadata()
                    .build())
            .create();
    create(namespace, "kid", map(namespace, "top"));
    create(namespace, "grandkid", map(namespace, "kid"));
    return namespace;
  }

  private void create(String namespace, String name, ConfigMap owner) {
    var _ =
        cluster
            .client()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(namespace)
                    .addNewOwnerReference()
                    .withApiVersion("v1")
                    .withKind("ConfigMap")
                    .withName(owner.getMetadata().getName())
                    .withUid(owner.getMetadata().getUid())
                    .withBlockOwnerDeletion(true)
                    .endOwnerReference()
                    .endMetadata()
                    .build())
            .create();
  }

  private void delete(String namespace, DeletionPropagation how) {
    var _ =
        cluster
            .client()
            .configMaps()
            .inNamespace(namespace)
            .withName("top")
            .withPropagationPolicy(how)
            .delete();
  }

  private ConfigMap map(String namespace, String name) {
    return cluster.client().configMaps().inNamespace(namespace).withName(name).require();
  }

  private Set<String> names(String namespace) {
    return cluster.client().configMaps().inNamespace(namespace).list().getItems().stream()
        .map(map -> map.getMetadata().getName())
        .filter(name -> !name.equals("kube-root-ca.crt"))
        .collect(Collectors.toSet());
  }

  private Set<String> events(String namespace, String reason) {
    return cluster.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .collect(Collectors.toSet());
  }
}

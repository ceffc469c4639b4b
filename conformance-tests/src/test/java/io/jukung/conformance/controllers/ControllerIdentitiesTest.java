package io.jukung.conformance.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.jukung.conformance.cluster.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who the controllers are to the API server. */
@ExtendWith(Controlled.class)
class ControllerIdentitiesTest {
  private static final String ACCOUNT = "root-ca-cert-publisher";
  private static final String MAP = "kube-root-ca.crt";

  @Test
  void theProcessAndItsControllersHaveUpstreamsNames(ControlledCluster cluster) throws Exception {
    ControlledCluster.until(
        "the identities are there",
        () ->
            cluster
                .identities()
                .containsAll(
                    List.of(
                        "system:kube-controller-manager",
                        "system:serviceaccount:kube-system:service-account-controller",
                        "system:serviceaccount:kube-system:generic-garbage-collector",
                        "system:serviceaccount:kube-system:clusterrole-aggregation-controller",
                        "system:serviceaccount:kube-system:" + ACCOUNT)));
  }

  @Test
  void aControllerWhoseAccountIsDeletedGetsAnother(ControlledCluster cluster) throws Exception {
    String namespace = cluster.namespace("identity");
    var accounts = cluster.client().serviceAccounts().inNamespace("kube-system");
    var maps = cluster.client().configMaps().inNamespace(namespace);
    ControlledCluster.until("the map is there", () -> maps.withName(MAP).get() != null);
    var _ = accounts.withName(ACCOUNT).delete();
    ControlledCluster.until(
        "the controller has an account again",
        () -> {
          // A token is known for some seconds after its account is gone; then it is asked for.
          spoil(maps);
          return accounts.withName(ACCOUNT).get() != null;
        });
    ControlledCluster.until(
        "the map is mended",
        () -> !"wrong".equals(maps.withName(MAP).get().getData().get("ca.crt")));
  }

  private static void spoil(NonNamespaceOperation<ConfigMap, ?, Resource<ConfigMap>> maps) {
    var _ =
        maps.resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(MAP)
                    .endMetadata()
                    .withData(Map.of("ca.crt", "wrong"))
                    .build())
            .update();
  }

  @Test
  void aRenewedCertificateIsPickedUp(ControlledCluster cluster) throws Exception {
    if (!cluster.cluster().own()) {
      return;
    }
    Path file = cluster.cluster().dataDir().resolve("controller-manager.kubeconfig");
    String before = Files.readString(file);
    Set<String> shown = cluster.credentials("system:kube-controller-manager");
    Files.writeString(
        file, Person.kubeconfig(cluster.cluster(), "system:kube-controller-manager", List.of()));
    cluster.follow();
    ControlledCluster.until(
        "another certificate is shown",
        () -> !shown.containsAll(cluster.credentials("system:kube-controller-manager")));
    String namespace = cluster.namespace("renewed");
    assertThat(namespace).isNotEmpty();
    Files.writeString(file, before);
    cluster.follow();
  }
}

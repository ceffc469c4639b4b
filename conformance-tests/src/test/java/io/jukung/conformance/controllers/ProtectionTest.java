package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.VolumeAttributesClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttributesClassBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is used stays; what nobody uses any more goes. */
@ExtendWith(Controlled.class)
class ProtectionTest {
  private static final String NAMESPACE = "default";
  private final ControlledCluster cluster;

  ProtectionTest(ControlledCluster cluster) {
    this.cluster = cluster;
  }

  private <T extends HasMetadata> boolean gone(T object) {
    return cluster.client().resource(object).get() == null;
  }

  private PersistentVolumeClaim claim(String name) {
    return cluster
        .client()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity("1Gi")))
                .endResources()
                .endSpec()
                .build())
        .create();
  }

  @Test
  void aClaimStaysWhileAPodOnANodeUsesIt() throws InterruptedException {
    PersistentVolumeClaim claim = claim("used");
    assertThat(claim.getMetadata().getFinalizers()).contains("kubernetes.io/pvc-protection");
    Pod pod =
        cluster
            .client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(NAMESPACE)
                    .withName("user")
                    .endMetadata()
                    .withNewSpec()
                    .withNodeName("some-node")
                    .addNewContainer()
                    .withName("c")
                    .withImage("i")
                    .endContainer()
                    .addNewVolume()
                    .withName("v")
                    .withNewPersistentVolumeClaim("used", false)
                    .endVolume()
                    .endSpec()
                    .build())
            .create();
    cluster.client().resource(claim).delete();
    // A claim nobody uses, deleted later, is gone first: the controller has seen both.
    PersistentVolumeClaim other = claim("unused");
    cluster.client().resource(other).delete();
    until("the unused claim is gone", () -> gone(other));
    assertThat(gone(claim)).isFalse();
    cluster.client().resource(pod).withGracePeriod(0).delete();
    until("the claim is gone after its pod", () -> gone(claim));
  }

  @Test
  void aVolumeStaysWhileItIsBound() throws InterruptedException {
    PersistentVolume volume =
        cluster
            .client()
            .resource(
                new PersistentVolumeBuilder()
                    .withNewMetadata()
                    .withName("bound")
                    .endMetadata()
                    .withNewSpec()
                    .withAccessModes("ReadWriteOnce")
                    .withCapacity(Map.of("storage", new Quantity("1Gi")))
                    .withNewHostPath()
                    .withPath("/data")
                    .endHostPath()
                    .endSpec()
                    .build())
            .create();
    phase("Bound");
    cluster.client().resource(volume).delete();
    until(
        "the volume is to be deleted",
        () -> cluster.client().resource(volume).get().getMetadata().getDeletionTimestamp() != null);
    phase("Released");
    until("the volume is gone", () -> gone(volume));
  }

  private void phase(String phase) {
    var _ =
        cluster
            .client()
            .persistentVolumes()
            .withName("bound")
            .editStatus(
                volume ->
                    new PersistentVolumeBuilder(volume)
                        .editOrNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build());
  }

  @Test
  void aClassIsProtectedAndGoesWhenNobodyRefersToIt() throws InterruptedException {
    VolumeAttributesClass attributes =
        cluster
            .client()
            .resource(
                new VolumeAttributesClassBuilder()
                    .withNewMetadata()
                    .withName("fast")
                    .endMetadata()
                    .withDriverName("example.com")
                    .withParameters(Map.of("speed", "high"))
                    .build())
            .create();
    until(
        "the class is protected",
        () ->
            cluster
                .client()
                .resource(attributes)
                .get()
                .getMetadata()
                .getFinalizers()
                .contains("kubernetes.io/vac-protection"));
    cluster.client().resource(attributes).delete();
    until("the class is gone", () -> gone(attributes));
  }
}

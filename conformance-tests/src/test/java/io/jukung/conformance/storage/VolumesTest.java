package io.jukung.conformance.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Volumes, claims, and the volumes of pods. Upstream: {@code persistent_volumes.go}, {@code
 * csi_inline.go}.
 */
@ExtendWith(SharedCluster.class)
class VolumesTest {
  @Test
  void theStatusOfAVolume(Space space) throws Exception {
    Resource volumes = space.resource("v1", "persistentvolumes", "PersistentVolume");
    volumes.create(
        """
        metadata: {name: volume-$RUN, labels: {volume: $RUN}}
        spec:
          capacity: {storage: 2Gi}
          accessModes: [ReadWriteOnce]
          storageClassName: class-$RUN
          csi: {driver: driver.example.com, volumeHandle: handle}
        """);
    String name = "volume-" + space.run();
    assertThat(volumes.names("volume=" + space.run())).containsExactly(name);
    assertThat(volumes.get(name + "/status").at("/status/phase").asText())
        .isIn("Pending", "Available", "Bound");
    JsonNode patched =
        volumes.merge(name + "/status", "{status: {message: patched, reason: ByPatch}}");
    assertThat(patched.at("/status/message").asText()).isEqualTo("patched");
    assertThat(patched.at("/status/reason").asText()).isEqualTo("ByPatch");
    JsonNode updated =
        volumes.edit(
            name,
            "status",
            volume ->
                volume.withObject("/status").put("message", "updated").put("reason", "ByUpdate"));
    assertThat(updated.at("/status/message").asText()).isEqualTo("updated");
    assertThat(updated.at("/status/reason").asText()).isEqualTo("ByUpdate");
    assertThat(updated.path("spec")).isEqualTo(patched.path("spec"));
  }

  @Test
  void theStatusOfAClaim(Space space) throws Exception {
    Resource claims = space.namespaced("v1", "persistentvolumeclaims", "PersistentVolumeClaim");
    claims.create(
        """
        metadata: {name: claim}
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: class-$RUN
          resources: {requests: {storage: 1Gi}}
        """);
    assertThat(claims.list("").path("items")).hasSize(1);
    assertThat(claims.get("claim/status").at("/status/phase").asText()).isIn("Pending", "Bound");
    JsonNode patched =
        claims.merge(
            "claim/status",
            "{status: {conditions: [{type: Patched, status: 'True', reason: Test, message:"
                + " one}]}}");
    assertThat(patched.at("/status/conditions/0/message").asText()).isEqualTo("one");
    JsonNode updated =
        claims.edit(
            "claim",
            "status",
            claim ->
                claim
                    .withArray("/status/conditions")
                    .addObject()
                    .put("type", "Updated")
                    .put("status", "True")
                    .put("reason", "Test")
                    .put("message", "two"));
    assertThat(updated.at("/status/conditions").findValuesAsText("type"))
        .containsExactly("Patched", "Updated");
    assertThat(updated.at("/status/conditions/1/message").asText()).isEqualTo("two");
    assertThat(updated.path("spec")).isEqualTo(patched.path("spec"));
  }

  @Test
  void aPodHasVolumesOfADriver(Space space) throws Exception {
    Resource pods = space.namespaced("v1", "pods", "Pod");
    String pod =
        """
        metadata: {name: inline}
        spec:
          automountServiceAccountToken: false
          volumes:
          - {name: one, csi: {driver: example.com}}
          - {name: two, csi: {driver: example.com, fsType: ext4, readOnly: true}}
          containers:
          - name: c
            image: i
            volumeMounts: [{name: one, mountPath: /mnt/one}, {name: two, mountPath: /mnt/two}]
        """;
    JsonNode created = pods.create(pod);
    assertThat(pods.refused(409, pod).path("reason").asText()).isEqualTo("AlreadyExists");
    JsonNode read = pods.get("inline");
    assertThat(read.at("/metadata/uid")).isEqualTo(created.at("/metadata/uid"));
    assertThat(read.at("/spec/volumes"))
        .isEqualTo(
            space.tree(
                "[{name: one, csi: {driver: example.com}},"
                    + " {name: two, csi: {driver: example.com, fsType: ext4, readOnly: true}}]"));
    assertThat(pods.list("").path("items")).hasSize(1);
    JsonNode patched = pods.merge("inline", "{metadata: {annotations: {patched: 'true'}}}");
    assertThat(patched.at("/metadata/annotations/patched").asText()).isEqualTo("true");
    pods.end("inline");
  }
}

package io.jukung.conformance.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The kinds of the storage group. Upstream: {@code csi_inline.go}, {@code csi_node.go}, {@code
 * csistoragecapacity.go}, {@code storageclass.go}, {@code volume_attachment.go}.
 */
@ExtendWith(SharedCluster.class)
class StorageObjectsTest {
  private static final String VERSION = "storage.k8s.io/v1";

  @Test
  void drivers(Space space) throws Exception {
    Resource drivers = space.resource(VERSION, "csidrivers", "CSIDriver");
    ApiOperations.discovered(space, drivers);
    ApiOperations operations =
        ApiOperations.begin(
            space, drivers, "{spec: {volumeLifecycleModes: [Persistent, Ephemeral]}}");
    JsonNode again =
        drivers.refused(
            409,
            "{metadata: {name: "
                + operations.name()
                + "}, spec: {volumeLifecycleModes: [Ephemeral]}}");
    assertThat(again.path("reason").asText()).isEqualTo("AlreadyExists");
    operations.change();
    assertThat(drivers.get(operations.name()).at("/spec/volumeLifecycleModes"))
        .isEqualTo(space.tree("[Persistent, Ephemeral]"));
    operations.end();
  }

  @Test
  void nodes(Space space) throws Exception {
    Resource nodes = space.resource(VERSION, "csinodes", "CSINode");
    ApiOperations.discovered(space, nodes);
    ApiOperations operations = ApiOperations.begin(space, nodes, "{spec: {drivers: []}}");
    operations.change();
    operations.end();
    nodes.create("{metadata: {name: empty-$RUN}}");
    assertThat(nodes.get("empty-" + space.run()).at("/spec/drivers").isNull())
        .as("a list that was not sent is null")
        .isTrue();
  }

  @Test
  void capacities(Space space) throws Exception {
    Resource capacities = space.namespaced(VERSION, "csistoragecapacities", "CSIStorageCapacity");
    ApiOperations.discovered(space, capacities);
    ApiOperations operations =
        ApiOperations.begin(space, capacities, "{storageClassName: example.com}");
    JsonNode again =
        capacities.refused(
            409, "{metadata: {name: " + operations.name() + "}, storageClassName: example.com}");
    assertThat(again.path("reason").asText()).isEqualTo("AlreadyExists");
    operations.change("/capacity", "1Gi", "2Gi");
    operations.end();
  }

  @Test
  void classes(Space space) throws Exception {
    Resource classes = space.resource(VERSION, "storageclasses", "StorageClass");
    ApiOperations.discovered(space, classes);
    ApiOperations operations =
        ApiOperations.begin(
            space, classes, "{metadata: {generateName: operations-}, provisioner: example.com/p}");
    JsonNode changed = operations.change("/allowVolumeExpansion", "true", "false");
    assertThat(changed.path("reclaimPolicy").asText()).isEqualTo("Delete");
    assertThat(changed.path("volumeBindingMode").asText()).isEqualTo("Immediate");
    operations.end();
  }

  private static final String ATTACHMENT =
      """
      metadata: {generateName: operations-}
      spec: {attacher: example.com, nodeName: node-$RUN, source: {persistentVolumeName: volume-$N}}
      status: {attached: false}
      """;

  @Test
  void attachments(Space space) throws Exception {
    space.resource("v1", "nodes", "Node").create("{metadata: {name: node-$RUN}}");
    Resource attachments = space.resource(VERSION, "volumeattachments", "VolumeAttachment");
    ApiOperations.discovered(space, attachments, "status");
    ApiOperations operations = ApiOperations.begin(space, attachments, ATTACHMENT);
    operations.change();
    operations.end();
  }

  @Test
  void anAttachmentsStatus(Space space) throws Exception {
    space.resource("v1", "nodes", "Node").create("{metadata: {name: node-$RUN}}");
    Resource attachments = space.resource(VERSION, "volumeattachments", "VolumeAttachment");
    String name = Resource.name(attachments.create(ATTACHMENT.replace("$N", "1")));
    attachments.merge(name, "{metadata: {labels: {attachment: $RUN}}}");
    assertThat(attachments.get(name + "/status").at("/status/attached").asBoolean()).isFalse();
    JsonNode patched = attachments.merge(name + "/status", "{status: {attached: true}}");
    assertThat(patched.at("/status/attached").asBoolean()).isTrue();
    JsonNode ignored = attachments.merge(name, "{status: {attached: false}}");
    assertThat(ignored.at("/status/attached").asBoolean()).as("not by the object").isTrue();
    JsonNode updated =
        attachments.edit(
            name, "status", object -> object.withObject("/status").put("attached", false));
    assertThat(updated.at("/status/attached").asBoolean()).isFalse();
    attachments.end(name);
    assertThat(attachments.names("attachment=" + space.run())).isEmpty();
  }
}

package io.jukung.server.authorization.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.SecretReferences;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads from objects what they tie to nodes.
 *
 * <p>Upstream: {@code graph.go} beside the authorizer, and {@code pkg/api/v1/persistentvolume} at
 * v1.36.
 */
final class NodeObjects {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");
  private static final List<String> DRIVERS =
      List.of("cephfs", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos");
  private static final List<String> DRIVER_SECRETS =
      List.of("nodePublishSecretRef", "nodeStageSecretRef", "nodeExpandSecretRef");

  private NodeObjects() {}

  /** What a pod ties to its node, itself included. */
  static Set<String> ofPod(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    String namespace = metadata.path("namespace").asText("");
    String name = metadata.path("name").asText("");
    Set<String> objects = new HashSet<>();
    objects.add(NodeGraph.key("pods", namespace, name));
    if (metadata.path("annotations").has(MIRROR)) {
      return objects; // written by the node itself, so it must not widen what the node sees
    }
    JsonNode spec = pod.path("spec");
    add(objects, "serviceaccounts", namespace, spec.path("serviceAccountName"));
    SecretReferences.names(spec)
        .forEach(secret -> objects.add(NodeGraph.key("secrets", namespace, secret)));
    configMaps(spec, namespace, objects);
    for (JsonNode volume : spec.path("volumes")) {
      add(
          objects,
          "persistentvolumeclaims",
          namespace,
          volume.path("persistentVolumeClaim").path("claimName"));
      if (volume.has("ephemeral")) {
        objects.add(
            NodeGraph.key(
                "persistentvolumeclaims", namespace, name + "-" + volume.path("name").asText("")));
      }
    }
    claims(pod, namespace, objects);
    return objects;
  }

  private static void configMaps(JsonNode spec, String namespace, Set<String> objects) {
    for (String kind : CONTAINERS) {
      for (JsonNode container : spec.path(kind)) {
        for (JsonNode from : container.path("envFrom")) {
          add(objects, "configmaps", namespace, from.path("configMapRef").path("name"));
        }
        for (JsonNode env : container.path("env")) {
          JsonNode reference = env.path("valueFrom").path("configMapKeyRef");
          add(objects, "configmaps", namespace, reference.path("name"));
        }
      }
    }
    for (JsonNode volume : spec.path("volumes")) {
      add(objects, "configmaps", namespace, volume.path("configMap").path("name"));
      for (JsonNode source : volume.path("projected").path("sources")) {
        add(objects, "configmaps", namespace, source.path("configMap").path("name"));
      }
    }
  }

  private static void claims(JsonNode pod, String namespace, Set<String> objects) {
    for (JsonNode claim : pod.path("spec").path("resourceClaims")) {
      add(objects, "resourceclaims", namespace, claim.path("resourceClaimName"));
    }
    for (JsonNode claim : pod.path("status").path("resourceClaimStatuses")) {
      add(objects, "resourceclaims", namespace, claim.path("resourceClaimName"));
    }
    JsonNode extended = pod.path("status").path("extendedResourceClaimStatus");
    add(objects, "resourceclaims", namespace, extended.path("resourceClaimName"));
  }

  private static void add(Set<String> objects, String resource, String namespace, JsonNode name) {
    if (!name.asText("").isEmpty()) {
      objects.add(NodeGraph.key(resource, namespace, name.asText()));
    }
  }

  /** The secrets that a kubelet needs for a volume. */
  static Set<String> secretsOfVolume(JsonNode volume) {
    JsonNode spec = volume.path("spec");
    String claimed = spec.path("claimRef").path("namespace").asText("");
    Set<String> secrets = new HashSet<>();
    JsonNode azure = spec.path("azureFile");
    String azureNamespace = azure.path("secretNamespace").asText("");
    add(
        secrets,
        "secrets",
        azureNamespace.isEmpty() ? claimed : azureNamespace,
        azure.path("secretName"));
    for (String driver : DRIVERS) {
      reference(secrets, claimed, spec.path(driver).path("secretRef"));
    }
    for (String field : DRIVER_SECRETS) {
      reference(secrets, claimed, spec.path("csi").path(field));
    }
    return secrets;
  }

  private static void reference(Set<String> secrets, String namespace, JsonNode reference) {
    String own = reference.path("namespace").asText("");
    add(secrets, "secrets", own.isEmpty() ? namespace : own, reference.path("name"));
  }
}

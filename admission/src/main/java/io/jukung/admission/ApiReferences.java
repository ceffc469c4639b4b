package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a pod refers to objects of the API, which pods that nodes make of their own files must
 * not: a node could read so what it may not (CVE-2025-4563). Upstream: {@code
 * HasAPIObjectReference} in {@code pkg/api/pod/util.go}.
 */
final class ApiReferences {
  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");

  /** By kind of volume, what it refers to; those that are not here refer to nothing. */
  private static final Map<String, String> VOLUMES =
      Map.of(
          "configMap", "configmaps (via configmap volumes)",
          "secret", "secrets (via secret volumes)",
          "csi", "csidrivers (via CSI volumes)",
          "glusterfs", "endpoints (via glusterFS volumes)",
          "persistentVolumeClaim", "persistentvolumeclaims",
          "ephemeral", "persistentvolumeclaims (via ephemeral volumes)",
          "azureFile", "secrets (via azureFile volumes)");

  private static final Map<String, String> PROJECTED =
      Map.of(
          "configMap", "configmaps (via projected volumes)",
          "secret", "secrets (via projected volumes)",
          "serviceAccountToken", "serviceaccounts (via projected volumes)",
          "clusterTrustBundle", "clustertrustbundles",
          "podCertificate", "podcertificates");

  private ApiReferences() {}

  /** The first kind of objects it refers to, as nodes are told. */
  static Optional<String> of(JsonNode spec) {
    if (!spec.path("serviceAccountName").asText("").isEmpty()) {
      return Optional.of("serviceaccounts");
    }
    if (SecretReferences.any(spec)) {
      return Optional.of("secrets");
    }
    if (configMaps(spec)) {
      return Optional.of("configmaps");
    }
    if (!spec.path("resourceClaims").isEmpty()) {
      return Optional.of("resourceclaims");
    }
    for (JsonNode volume : spec.path("volumes")) {
      Optional<String> kind = volume(volume);
      if (kind.isPresent()) {
        return kind;
      }
    }
    return Optional.empty();
  }

  private static boolean configMaps(JsonNode spec) {
    for (String kind : CONTAINERS) {
      for (JsonNode container : spec.path(kind)) {
        for (JsonNode from : container.path("envFrom")) {
          if (from.path("configMapRef").isObject()) {
            return true;
          }
        }
        for (JsonNode env : container.path("env")) {
          if (env.path("valueFrom").path("configMapKeyRef").isObject()) {
            return true;
          }
        }
      }
    }
    for (JsonNode volume : spec.path("volumes")) {
      for (JsonNode source : volume.path("projected").path("sources")) {
        if (source.has("configMap")) {
          return true;
        }
      }
      if (volume.has("configMap")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> volume(JsonNode volume) {
    for (JsonNode source : volume.path("projected").path("sources")) {
      Optional<String> kind = named(PROJECTED, source);
      if (kind.isPresent()) {
        return kind;
      }
    }
    return named(VOLUMES, volume);
  }

  private static Optional<String> named(Map<String, String> kinds, JsonNode source) {
    return kinds.entrySet().stream()
        .filter(kind -> source.path(kind.getKey()).isObject())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}

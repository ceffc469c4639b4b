package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The secrets a pod names.
 *
 * <p>Upstream: {@code VisitPodSecretNames} in {@code pkg/api/v1/pod/util.go} at v1.36.
 */
public final class SecretReferences {
  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");
  private static final List<String> DRIVER_REFERENCES =
      List.of("cephfs", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos");

  private SecretReferences() {}

  /** Whether it names any. */
  static boolean any(JsonNode spec) {
    return !names(spec).isEmpty();
  }

  /** Their names, all in the pod's namespace. */
  public static Set<String> names(JsonNode spec) {
    Set<String> names = new LinkedHashSet<>();
    spec.path("imagePullSecrets").forEach(secret -> add(names, secret.path("name")));
    for (String kind : CONTAINERS) {
      for (JsonNode container : spec.path(kind)) {
        container.path("envFrom").forEach(from -> add(names, from.path("secretRef").path("name")));
        container
            .path("env")
            .forEach(env -> add(names, env.path("valueFrom").path("secretKeyRef").path("name")));
      }
    }
    spec.path("volumes").forEach(volume -> volume(volume, names));
    return names;
  }

  private static void volume(JsonNode volume, Set<String> names) {
    add(names, volume.path("azureFile").path("secretName"));
    add(names, volume.path("secret").path("secretName"));
    add(names, volume.path("csi").path("nodePublishSecretRef").path("name"));
    for (String driver : DRIVER_REFERENCES) {
      add(names, volume.path(driver).path("secretRef").path("name"));
    }
    for (JsonNode source : volume.path("projected").path("sources")) {
      add(names, source.path("secret").path("name"));
    }
  }

  private static void add(Set<String> names, JsonNode name) {
    if (!name.asText("").isEmpty()) {
      names.add(name.asText());
    }
  }
}

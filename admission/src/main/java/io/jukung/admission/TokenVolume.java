package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/** The volume with a pod's token, its namespace and the cluster's certificate authority. */
record TokenVolume(RandomGenerator random) {
  /** Where containers find it. */
  static final String PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  private static final String PREFIX = "kube-api-access-";
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;

  /** An hour and seven seconds: the server knows by it that nobody asked for that life. */
  private static final int EXPIRATION_SECONDS = 3607;

  private static final int DEFAULT_MODE = 0b110_100_100;

  /** Mounts the volume into every container that has nothing at its path. */
  void mount(ObjectNode spec) {
    String present = "";
    for (JsonNode volume : spec.path("volumes")) {
      String name = volume.path("name").asText("");
      if (name.startsWith(PREFIX)) {
        present = name;
        break;
      }
    }
    String name = present.isEmpty() ? generated() : present;
    boolean mounted = false;
    for (String kind : List.of("initContainers", "containers")) {
      for (JsonNode container : spec.path(kind)) {
        mounted |= mount((ObjectNode) container, name);
      }
    }
    if (present.isEmpty() && mounted) {
      volume(spec.withArray("/volumes").addObject().put("name", name));
    }
  }

  private String generated() {
    StringBuilder name = new StringBuilder(PREFIX);
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  private static boolean mount(ObjectNode container, String name) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (mount.path("mountPath").asText("").equals(PATH)) {
        return false;
      }
    }
    container
        .withArray("/volumeMounts")
        .addObject()
        .put("name", name)
        .put("readOnly", true)
        .put("mountPath", PATH);
    return true;
  }

  private static void volume(ObjectNode volume) {
    ObjectNode projected = volume.putObject("projected");
    ArrayNode sources = projected.putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("expirationSeconds", EXPIRATION_SECONDS)
        .put("path", "token");
    ObjectNode authority = sources.addObject().putObject("configMap");
    authority.put("name", "kube-root-ca.crt");
    authority.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    ObjectNode namespace = sources.addObject().putObject("downwardAPI");
    namespace
        .putArray("items")
        .addObject()
        .put("path", "namespace")
        .putObject("fieldRef")
        .put("apiVersion", "v1")
        .put("fieldPath", "metadata.namespace");
    projected.put("defaultMode", DEFAULT_MODE);
  }
}

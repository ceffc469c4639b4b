package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps pods of an account that asks for it to the secrets the account lists. */
final class MountableSecrets {
  private static final String ENFORCE = "kubernetes.io/enforce-mountable-secrets";
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Map<String, String> CONTAINERS =
      Map.of("initContainers", "init container ", "containers", "container ");

  private MountableSecrets() {}

  /** Refuses a pod that refers to others. */
  static void check(AdmissionAttributes attributes, JsonNode account, JsonNode spec) {
    if (!enforced(account)) {
      return;
    }
    String end = end(account);
    Set<String> allowed = names(account.path("secrets"));
    for (JsonNode volume : spec.path("volumes")) {
      String secret = volume.path("secret").path("secretName").asText("");
      if (volume.has("secret") && !allowed.contains(secret)) {
        throw Refusal.forbidden(
            attributes, "volume with secret.secretName=\"" + secret + "\"" + end + "secret");
      }
    }
    for (String kind : List.of("initContainers", "containers")) {
      for (JsonNode container : spec.path(kind)) {
        String who = CONTAINERS.get(kind) + container.path("name").asText("");
        checkEnvironment(attributes, container, who, allowed, end);
      }
    }
    Set<String> pullSecrets = names(account.path("imagePullSecrets"));
    int index = 0;
    for (JsonNode secret : spec.path("imagePullSecrets")) {
      String wanted = secret.path("name").asText("");
      if (!pullSecrets.contains(wanted)) {
        throw Refusal.forbidden(
            attributes,
            "imagePullSecrets[" + index + "].name=\"" + wanted + "\"" + end + "imagePullSecret");
      }
      index++;
    }
  }

  private static boolean enforced(JsonNode account) {
    return TRUE.contains(account.path("metadata").path("annotations").path(ENFORCE).asText(""));
  }

  private static String end(JsonNode account) {
    return " is not allowed because service account "
        + account.path("metadata").path("name").asText("")
        + " does not reference that ";
  }

  /** Refuses ephemeral containers that refer to others (CVE-2023-2728). */
  static void checkEphemeral(AdmissionAttributes attributes, JsonNode account, JsonNode spec) {
    if (enforced(account)) {
      Set<String> allowed = names(account.path("secrets"));
      for (JsonNode container : spec.path("ephemeralContainers")) {
        String who = "ephemeral container " + container.path("name").asText("");
        checkEnvironment(attributes, container, who, allowed, end(account));
      }
    }
  }

  private static void checkEnvironment(
      AdmissionAttributes attributes,
      JsonNode container,
      String who,
      Set<String> allowed,
      String end) {
    for (JsonNode env : container.path("env")) {
      JsonNode reference = env.path("valueFrom").path("secretKeyRef");
      String secret = reference.path("name").asText("");
      if (reference.isObject() && !allowed.contains(secret)) {
        throw Refusal.forbidden(
            attributes,
            who
                + " with envVar "
                + env.path("name").asText("")
                + " referencing secret.secretName=\""
                + secret
                + "\""
                + end
                + "secret");
      }
    }
    for (JsonNode from : container.path("envFrom")) {
      String secret = from.path("secretRef").path("name").asText("");
      if (from.has("secretRef") && !allowed.contains(secret)) {
        throw Refusal.forbidden(
            attributes,
            who
                + " with envFrom referencing secret.secretName=\""
                + secret
                + "\""
                + end
                + "secret");
      }
    }
  }

  private static Set<String> names(JsonNode references) {
    Set<String> names = new HashSet<>();
    references.forEach(reference -> names.add(reference.path("name").asText("")));
    return names;
  }
}

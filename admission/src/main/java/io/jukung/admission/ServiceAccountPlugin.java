package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Gives each pod a service account, {@code default} unless it names one, and mounts a token of it.
 *
 * <p>Upstream: {@code plugin/pkg/admission/serviceaccount/admission.go} at v1.36.
 */
final class ServiceAccountPlugin implements AdmissionPlugin {
  private static final GroupVersionResource ACCOUNTS =
      new GroupVersionResource("", "v1", "serviceaccounts");
  private static final String DEFAULT_ACCOUNT = "default";
  private static final String MIRROR = "kubernetes.io/config.mirror";

  /** A controller makes the default account of a new namespace; for so many looks it is waited. */
  private static final int DEFAULT_ACCOUNT_LOOKS = 10;

  private static final Duration PAUSE = Duration.ofMillis(150);

  private final AdmissionObjects objects;
  private final RandomGenerator random;
  private final Consumer<Duration> pause;

  /**
   * Looks accounts up in {@code objects}.
   *
   * @param random makes the volumes' names
   * @param pause waits
   */
  ServiceAccountPlugin(AdmissionObjects objects, RandomGenerator random, Consumer<Duration> pause) {
    this.objects = objects;
    this.random = random;
    this.pause = pause;
  }

  @Override
  public String name() {
    return "ServiceAccount";
  }

  private static boolean concerns(AdmissionAttributes attributes) {
    return attributes.isPod()
        && attributes.subresource().isEmpty()
        && attributes.operation() == Operation.CREATE
        && attributes.object().isPresent();
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!concerns(attributes)) {
      return;
    }
    ObjectNode pod = attributes.object().orElseThrow();
    if (isMirror(pod)) {
      MirrorPods.check(attributes, pod);
      return;
    }
    ObjectNode spec = pod.withObject("/spec");
    String name = spec.path("serviceAccountName").asText("");
    if (name.isEmpty()) {
      name = DEFAULT_ACCOUNT;
      spec.put("serviceAccountName", name).put("serviceAccount", name);
    }
    JsonNode account = account(attributes, name);
    if (automounts(account, spec)) {
      new TokenVolume(random).mount(spec);
    }
    if (spec.path("imagePullSecrets").isEmpty() && !account.path("imagePullSecrets").isEmpty()) {
      ArrayNode secrets = spec.putArray("imagePullSecrets");
      account
          .path("imagePullSecrets")
          .forEach(secret -> secrets.addObject().put("name", secret.path("name").asText("")));
    }
    MountableSecrets.check(attributes, account, spec);
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (attributes.isPod()
        && attributes.subresource().equals("ephemeralcontainers")
        && attributes.operation() == Operation.UPDATE) {
      JsonNode spec = attributes.object().orElseThrow().path("spec");
      String name = accountName(attributes, spec);
      MountableSecrets.checkEphemeral(attributes, account(attributes, name), spec);
      return;
    }
    if (!concerns(attributes)) {
      return;
    }
    ObjectNode pod = attributes.object().orElseThrow();
    if (isMirror(pod)) {
      MirrorPods.check(attributes, pod);
      return;
    }
    JsonNode spec = pod.path("spec");
    String name = accountName(attributes, spec);
    MountableSecrets.check(attributes, account(attributes, name), spec);
  }

  private static String accountName(AdmissionAttributes attributes, JsonNode spec) {
    String name = spec.path("serviceAccountName").asText("");
    if (name.isEmpty()) {
      JsonNode pod = attributes.object().orElseThrow();
      throw Refusal.forbidden(
          attributes,
          "no service account specified for pod "
              + attributes.namespace()
              + "/"
              + pod.path("metadata").path("name").asText(""));
    }
    return name;
  }

  private static boolean isMirror(JsonNode pod) {
    return pod.path("metadata").path("annotations").has(MIRROR);
  }

  private JsonNode account(AdmissionAttributes attributes, String name) {
    int looks = name.equals(DEFAULT_ACCOUNT) ? DEFAULT_ACCOUNT_LOOKS : 1;
    for (int look = 0; look < looks; look++) {
      if (look > 0) {
        pause.accept(PAUSE);
      }
      Optional<JsonNode> account = objects.find(ACCOUNTS, attributes.namespace(), name);
      if (account.isPresent()) {
        return account.get();
      }
    }
    throw Refusal.forbidden(
        attributes,
        "error looking up service account "
            + attributes.namespace()
            + "/"
            + name
            + ": serviceaccount \""
            + name
            + "\" not found");
  }

  private static boolean automounts(JsonNode account, JsonNode spec) {
    for (JsonNode wish : List.of(spec, account)) {
      if (wish.path("automountServiceAccountToken").isBoolean()) {
        return wish.path("automountServiceAccountToken").asBoolean();
      }
    }
    return true;
  }
}

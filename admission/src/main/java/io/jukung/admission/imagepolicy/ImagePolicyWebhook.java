package io.jukung.admission.imagepolicy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionPlugin;
import io.jukung.admission.Refusal;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses pods whose images a server does not want to run. */
public final class ImagePolicyWebhook implements AdmissionPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(ImagePolicyWebhook.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String AUDIT = "imagepolicywebhook.image-policy.k8s.io/";
  private static final String FAILED_OPEN = "alpha.image-policy.k8s.io/failed-open";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int TRIES = 5;
  private static final double FACTOR = 1.5;

  private final ImagePolicyConfig config;
  private final WebhookCaller.Server server;
  private final Consumer<Duration> pause;
  private final Remembered remembered;

  /**
   * Asks the server of a configuration.
   *
   * @param pause waits before a failed call is made again
   * @param nanos as {@link System#nanoTime}
   * @throws io.jukung.registry.config.ConfigException when it can't be used
   */
  public ImagePolicyWebhook(
      Optional<byte[]> text, WebhookCaller caller, Consumer<Duration> pause, LongSupplier nanos) {
    this.config = ImagePolicyConfig.of(text);
    this.server = caller.server(config.kubeconfig());
    this.pause = pause;
    this.remembered = new Remembered(nanos);
  }

  @Override
  public String name() {
    return "ImagePolicyWebhook";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    boolean ephemeral = attributes.subresource().equals("ephemeralcontainers");
    if (!attributes.isPod()
        || !attributes.writes()
        || (!attributes.subresource().isEmpty() && !ephemeral)) {
      return;
    }
    ObjectNode pod = attributes.object().orElseThrow();
    ObjectNode spec = question(attributes, pod, ephemeral);
    String key = spec.toString();
    Optional<JsonNode> known = remembered.get(key);
    JsonNode status;
    try {
      status = known.isPresent() ? known.get() : ask(spec);
    } catch (IOException e) {
      failed(attributes, pod, e);
      return;
    }
    boolean allowed = status.path("allowed").asBoolean();
    if (known.isEmpty()) {
      remembered.put(key, status, allowed ? config.allowTtl() : config.denyTtl());
    }
    status
        .path("auditAnnotations")
        .properties()
        .forEach(
            one -> attributes.context().annotate(AUDIT + one.getKey(), one.getValue().asText()));
    if (!allowed) {
      String reason = status.path("reason").asText("");
      throw Refusal.forbidden(
          attributes,
          reason.isEmpty()
              ? "one or more images rejected by webhook backend"
              : "image policy webhook backend denied one or more images: " + reason);
    }
  }

  private static ObjectNode question(
      AdmissionAttributes attributes, ObjectNode pod, boolean ephemeral) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    String[] lists =
        ephemeral
            ? new String[] {"ephemeralContainers"}
            : new String[] {"containers", "initContainers"};
    for (String list : lists) {
      for (JsonNode container : pod.path("spec").path(list)) {
        spec.withArray("containers").addObject().put("image", container.path("image").asText(""));
      }
    }
    pod.at("/metadata/annotations")
        .properties()
        .forEach(
            one -> {
              if (one.getKey().contains(".image-policy.k8s.io/")) {
                spec.withObject("/annotations").set(one.getKey(), one.getValue());
              }
            });
    if (!attributes.namespace().isEmpty()) {
      spec.put("namespace", attributes.namespace());
    }
    return spec;
  }

  private JsonNode ask(ObjectNode spec) throws IOException {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("kind", "ImageReview").put("apiVersion", "imagepolicy.k8s.io/v1alpha1");
    review.putObject("metadata");
    review.set("spec", spec);
    review.putObject("status").put("allowed", false);
    Bytes body = Bytes.utf8(review.toString());
    Duration wait = config.backoff();
    for (int left = TRIES; ; left--) {
      try {
        return MAPPER.readTree(server.post(body, TIMEOUT).array()).path("status");
      } catch (WebhookCaller.Refused e) {
        if (!e.retryable() || left == 1) {
          throw e;
        }
      }
      pause.accept(wait);
      wait = Duration.ofNanos((long) (wait.toNanos() * FACTOR));
    }
  }

  private void failed(AdmissionAttributes attributes, ObjectNode pod, IOException failure) {
    LOG.debug("image policy webhook failed: {}", failure.getMessage());
    if (!config.defaultAllow()) {
      throw Refusal.forbidden(attributes, String.valueOf(failure.getMessage()));
    }
    attributes.context().annotate(AUDIT + "failed-open", "true");
    pod.withObject("/metadata/annotations").put(FAILED_OPEN, "true");
  }
}

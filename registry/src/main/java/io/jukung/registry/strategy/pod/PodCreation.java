package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMeta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server fills in when a pod is made ({@code PrepareForCreate} in {@code
 * pkg/registry/core/pod/strategy.go} at v1.36).
 */
final class PodCreation {
  private static final String LOCALHOST = "localhost/";

  private PodCreation() {}

  /** A negative time means the shortest ({@code pkg/apis/core/v1/conversion.go}). */
  static void gracePeriod(ObjectNode pod) {
    String name = "terminationGracePeriodSeconds";
    if (pod.path("spec").path(name).asLong() < 0) {
      pod.withObject("/spec").put(name, 1);
    }
  }

  static void prepare(RequestContext context, ObjectNode pod) {
    gracePeriod(pod);
    JsonNode spec = pod.path("spec");
    String given = pod.path("status").path("qosClass").asText();
    ObjectNode status = pod.putObject("status");
    status.put("phase", "Pending");
    if (!spec.path("schedulingGates").isEmpty()) {
      ObjectNode condition = status.putArray("conditions").addObject();
      condition.put("type", "PodScheduled");
      condition.put("status", "False");
      condition.putNull("lastProbeTime");
      condition.put("lastTransitionTime", ObjectMeta.print(Instant.now()));
      condition.put("reason", "SchedulingGated");
      condition.put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }
    // As upstream, what the client says of it counts.
    status.put("qosClass", given.isEmpty() ? PodQos.of(spec) : given);
    GatedFields.drop(spec);
    JsonNode labels = pod.path("metadata").path("labels");
    for (Spot term : PodAffinities.terms(new Spot(spec, ""))) {
      selectLabels(term.node(), labels);
    }
    spec.path("topologySpreadConstraints").forEach(each -> selectLabels(each, labels));
    appArmor(context, pod, spec);
  }

  /** Adds the values of the pod's own labels to a selector. */
  private static void selectLabels(JsonNode term, JsonNode labels) {
    if (term.path("labelSelector") instanceof ObjectNode selector) {
      select(selector, term.path("matchLabelKeys"), "In", labels);
      select(selector, term.path("mismatchLabelKeys"), "NotIn", labels);
    }
  }

  private static void select(ObjectNode selector, JsonNode keys, String operator, JsonNode labels) {
    for (JsonNode key : keys) {
      JsonNode value = labels.path(key.asText());
      if (!value.isMissingNode()) {
        ObjectNode expression = selector.withArray("matchExpressions").addObject();
        expression.put("key", key.asText()).put("operator", operator);
        expression.putArray("values").add(value);
      }
    }
  }

  /** The annotation that came before the field fills it in. */
  private static void appArmor(RequestContext context, ObjectNode pod, JsonNode spec) {
    if (spec.path("os").path("name").asText().equals("windows")) {
      return;
    }
    JsonNode ofPod = spec.path("securityContext").path("appArmorProfile");
    for (Spot container : PodScope.containers(new Spot(spec, ""))) {
      String key = PodAnnotations.APP_ARMOR + container.at("name").text();
      JsonNode annotation = pod.path("metadata").path("annotations").path(key);
      if (annotation.isMissingNode()
          || container.at("securityContext").has("appArmorProfile")
          || !(container.node() instanceof ObjectNode own)) {
        continue;
      }
      ObjectNode profile = profile(annotation.asText());
      if (profile.isEmpty() || !profile.equals(ofPod)) {
        if (!profile.isEmpty()) {
          own.withObject("/securityContext").set("appArmorProfile", profile);
        }
        context.warn(
            "metadata.annotations["
                + key
                + "]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
      }
    }
  }

  /** The profile an annotation means; empty when it means none. */
  static ObjectNode profile(String annotation) {
    ObjectNode profile = JsonNodeFactory.instance.objectNode();
    switch (annotation) {
      case "unconfined" -> profile.put("type", "Unconfined");
      case "runtime/default" -> profile.put("type", "RuntimeDefault");
      default -> {
        if (annotation.startsWith(LOCALHOST) && annotation.length() > LOCALHOST.length()) {
          profile.put("type", "Localhost");
          profile.put("localhostProfile", annotation.substring(LOCALHOST.length()));
        }
      }
    }
    List<FieldError> errors = new ArrayList<>();
    if (!profile.isEmpty()) {
      PodSecurity.appArmor(new Spot(profile, ""), errors);
    }
    return errors.isEmpty() ? profile : JsonNodeFactory.instance.objectNode();
  }
}

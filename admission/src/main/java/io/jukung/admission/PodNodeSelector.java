package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.registry.status.StatusException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives pods the node selector of their namespace, and refuses what conflicts with it.
 *
 * <p>Upstream: {@code plugin/pkg/admission/podnodeselector} at v1.36.
 */
final class PodNodeSelector implements AdmissionPlugin {
  private static final String ANNOTATION = "scheduler.alpha.kubernetes.io/node-selector";
  private static final String CLUSTER = "clusterDefaultNodeSelector";

  private final AdmissionObjects objects;
  private final Map<String, String> selectors = new TreeMap<>();

  PodNodeSelector(AdmissionObjects objects, Optional<byte[]> text) {
    this.objects = objects;
    Optional<JsonNode> configured =
        text.flatMap(bytes -> ConfigNode.parse(bytes).raw("podNodeSelectorPluginConfig"));
    if (configured.isPresent() && !configured.get().isObject()) {
      throw new ConfigException("podNodeSelectorPluginConfig: expected an object");
    }
    configured.ifPresent(
        node ->
            node.properties()
                .forEach(one -> selectors.put(one.getKey(), one.getValue().asText(""))));
  }

  @Override
  public String name() {
    return "PodNodeSelector";
  }

  private static boolean ignores(AdmissionAttributes attributes) {
    return !attributes.isAbout("pods") || attributes.operation() != Operation.CREATE;
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (ignores(attributes)) {
      return;
    }
    Map<String, String> merged = ofNamespace(attributes.namespace());
    ObjectNode spec = attributes.object().orElseThrow().withObject("/spec");
    Map<String, String> own = labels(spec.path("nodeSelector"));
    refuseConflict(attributes, merged, own);
    merged.putAll(own);
    if (!merged.isEmpty()) {
      ObjectNode selector = spec.putObject("nodeSelector");
      merged.forEach(selector::put);
    }
    validate(attributes);
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (ignores(attributes)) {
      return;
    }
    Map<String, String> own = labels(attributes.object().orElseThrow().at("/spec/nodeSelector"));
    refuseConflict(attributes, ofNamespace(attributes.namespace()), own);
    Map<String, String> whitelist = parse(selectors.getOrDefault(attributes.namespace(), ""));
    if (!whitelist.isEmpty() && !whitelist.entrySet().containsAll(own.entrySet())) {
      throw refusal(
          attributes, "pod node label selector labels conflict with its namespace whitelist");
    }
  }

  private static void refuseConflict(
      AdmissionAttributes attributes, Map<String, String> namespace, Map<String, String> own) {
    boolean conflict =
        own.entrySet().stream()
            .anyMatch(
                label ->
                    !namespace
                        .getOrDefault(label.getKey(), label.getValue())
                        .equals(label.getValue()));
    if (conflict) {
      throw refusal(
          attributes, "pod node label selector conflicts with its namespace node label selector");
    }
  }

  private static StatusException refusal(AdmissionAttributes attributes, String text) {
    return StatusException.forbidden(attributes.resource(), attributes.name(), text);
  }

  private static Map<String, String> labels(JsonNode selector) {
    Map<String, String> labels = new TreeMap<>();
    selector.properties().forEach(one -> labels.put(one.getKey(), one.getValue().asText("")));
    return labels;
  }

  private Map<String, String> ofNamespace(String name) {
    JsonNode namespace =
        objects
            .find(NamespaceLifecycle.NAMESPACES, "", name)
            .orElseThrow(() -> StatusException.internal("namespace " + name + " does not exist"));
    JsonNode annotation = namespace.at("/metadata/annotations").path(ANNOTATION);
    return parse(
        annotation.isMissingNode() ? selectors.getOrDefault(CLUSTER, "") : annotation.asText(""));
  }

  /** Labels such as {@code env=test,infra=fedora}. */
  private static Map<String, String> parse(String text) {
    Map<String, String> labels = new TreeMap<>();
    if (text.isEmpty()) {
      return labels;
    }
    for (String label : text.split(",", -1)) {
      String[] parts = label.split("=", -1);
      if (parts.length != 2) {
        throw new StatusException(
            500,
            "",
            "invalid selector: [" + String.join(" ", parts) + "]",
            StatusException.Details.NONE);
      }
      labels.put(parts[0].strip(), parts[1].strip());
    }
    return labels;
  }
}

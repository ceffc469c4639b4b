package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.NodeSelectors;
import io.jukung.registry.strategy.pod.PodQos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives pods the tolerations of their namespace, and refuses others than it allows; where the
 * namespace says nothing, those of the configuration.
 *
 * <p>Upstream: {@code plugin/pkg/admission/podtolerationrestriction} at v1.36.
 */
final class PodTolerationRestriction implements AdmissionPlugin {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ANNOTATION = "scheduler.alpha.kubernetes.io/";

  private final AdmissionObjects objects;
  private final List<JsonNode> defaults;
  private final List<JsonNode> whitelist;

  PodTolerationRestriction(AdmissionObjects objects, Optional<byte[]> text) {
    this.objects = objects;
    List<FieldError> errors = new ArrayList<>();
    Optional<ConfigNode> root =
        text.map(
            bytes ->
                ConfigNode.parse(
                        bytes,
                        "Configuration",
                        List.of("podtolerationrestriction.admission.k8s.io/v1alpha1"))
                    .allow(Set.of("apiVersion", "kind", "default", "whitelist")));
    this.defaults = read(root, "default", errors);
    this.whitelist = read(root, "whitelist", errors);
    if (!errors.isEmpty()) {
      throw new ConfigException("invalid config: " + errors.toString().replace(", ", " "));
    }
  }

  private static List<JsonNode> read(
      Optional<ConfigNode> root, String field, List<FieldError> errors) {
    Optional<JsonNode> list = root.flatMap(node -> node.raw(field));
    if (list.isEmpty()) {
      return List.of();
    }
    NodeSelectors.tolerations(new Spot(list.get(), "podtolerationrestriction." + field), errors);
    return elements(list.get());
  }

  private static List<JsonNode> elements(JsonNode list) {
    List<JsonNode> elements = new ArrayList<>();
    list.forEach(elements::add);
    return elements;
  }

  @Override
  public String name() {
    return "PodTolerationRestriction";
  }

  private static boolean ignores(AdmissionAttributes attributes) {
    return !attributes.isAbout("pods") || !attributes.writes();
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (ignores(attributes)) {
      return;
    }
    ObjectNode spec = attributes.object().orElseThrow().withObject("/spec");
    List<JsonNode> extra = new ArrayList<>();
    if (attributes.operation() == Operation.CREATE) {
      extra.addAll(ofNamespace(attributes, "defaultTolerations").orElse(defaults));
    }
    if (!PodQos.of(spec).equals("BestEffort")) {
      extra.add(
          MAPPER
              .createObjectNode()
              .put("key", "node.kubernetes.io/memory-pressure")
              .put("operator", "Exists")
              .put("effect", "NoSchedule"));
    }
    if (!extra.isEmpty()) {
      List<JsonNode> merged = Tolerations.merged(elements(spec.path("tolerations")), extra);
      ArrayNode list = spec.putArray("tolerations");
      merged.forEach(one -> list.add(one.deepCopy()));
    }
    validate(attributes);
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (ignores(attributes)) {
      return;
    }
    List<JsonNode> tolerations =
        elements(attributes.object().orElseThrow().at("/spec/tolerations"));
    if (tolerations.isEmpty()) {
      return;
    }
    Optional<List<JsonNode>> own = ofNamespace(attributes, "tolerationsWhitelist");
    if (!Tolerations.allowed(tolerations, own.orElse(whitelist))) {
      throw failure(
          "pod tolerations (possibly merged with namespace default tolerations) conflict with its "
              + (own.isPresent() ? "namespace" : "cluster")
              + " whitelist");
    }
  }

  /** Upstream's plain error, of which its server makes a 500. */
  private static StatusException failure(String text) {
    return new StatusException(500, "", text, StatusException.Details.NONE);
  }

  private Optional<List<JsonNode>> ofNamespace(AdmissionAttributes attributes, String what) {
    JsonNode text =
        objects
            .find(NamespaceLifecycle.NAMESPACES, "", attributes.namespace())
            .orElseThrow(
                () ->
                    StatusException.notFound(NamespaceLifecycle.NAMESPACES, attributes.namespace()))
            .path("metadata")
            .path("annotations")
            .path(ANNOTATION + what);
    if (text.isMissingNode()) {
      return Optional.empty();
    }
    if (text.asText("").isEmpty()) {
      return Optional.of(List.of());
    }
    try {
      JsonNode list = MAPPER.readTree(text.asText());
      if (!list.isArray()) {
        throw failure(
            "json: cannot unmarshal into Go value of type []v1.Toleration: " + text.asText());
      }
      return Optional.of(elements(list));
    } catch (IOException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }
}

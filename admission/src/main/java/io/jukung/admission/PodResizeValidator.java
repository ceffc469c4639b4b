package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses to make a running pod larger than its node.
 *
 * <p>Upstream: {@code plugin/pkg/admission/podresize/admission.go} at v1.36.
 */
final class PodResizeValidator implements AdmissionPlugin {
  private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
  private static final int MILLI = 3;

  private final AdmissionObjects objects;

  /** Finds nodes in {@code objects}. */
  PodResizeValidator(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "PodResizeValidator";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.isPod()
        || attributes.operation() != Operation.UPDATE
        || !attributes.subresource().equals("resize")) {
      return;
    }
    ObjectNode pod = attributes.object().orElseThrow();
    String name = pod.path("spec").path("nodeName").asText("");
    JsonNode old = attributes.old().orElseThrow();
    if (name.isEmpty()
        || pod.at("/metadata/generation").asLong() == old.at("/metadata/generation").asLong()) {
      return;
    }
    JsonNode node =
        objects
            .find(NODES, "", name)
            .orElseThrow(
                () ->
                    Refusal.forbidden(attributes, "node " + FieldError.quote(name) + " not found"));
    String system = node.path("metadata").path("labels").path("kubernetes.io/os").asText("linux");
    if (!system.equals("linux")) {
      throw refused(
          attributes,
          "pod resize is only supported on linux nodes, node "
              + FieldError.quote(name)
              + " is "
              + FieldError.quote(system),
          "UnsupportedPlatform");
    }
    capacity(attributes, pod, node.path("status").path("allocatable"));
  }

  private static void capacity(AdmissionAttributes attributes, JsonNode pod, JsonNode allocatable) {
    ObjectNode requests = PodResources.total(pod.path("spec"), "requests");
    List<String> lacking = new ArrayList<>();
    for (String resource : new String[] {"cpu", "memory"}) {
      int scale = resource.equals("cpu") ? MILLI : 0;
      BigDecimal requested = amount(requests.path(resource), scale);
      BigDecimal available = amount(allocatable.path(resource), scale);
      if (requested.compareTo(available) > 0) {
        lacking.add(
            resource
                + ", requested: "
                + requested.toPlainString()
                + ", allocatable: "
                + available.toPlainString());
      }
    }
    if (!lacking.isEmpty()) {
      throw refused(
          attributes,
          "node didn't have enough allocatable resources: " + String.join("; ", lacking),
          "NodeCapacity");
    }
  }

  /** In thousandths of a processor, or in bytes. */
  private static BigDecimal amount(JsonNode quantity, int scale) {
    return Quantity.parse(quantity.asText("0"))
        .amount()
        .movePointRight(scale)
        .setScale(0, RoundingMode.CEILING);
  }

  private static StatusException refused(
      AdmissionAttributes attributes, String text, String reason) {
    return Refusal.forbidden(attributes, text, new StatusCause(reason, "", ""));
  }
}

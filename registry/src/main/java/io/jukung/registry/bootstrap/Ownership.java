package io.jukung.registry.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.Types;
import io.jukung.registry.defaults.Defaults;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Fills {@code metadata.managedFields} of bootstrap objects: what kube-apiserver and its parts show
 * on theirs, which they make by requests. What a kind's rules add to a request is nobody's.
 */
final class Ownership {
  private static final String SERVER = "kube-apiserver";
  private static final String FLOW_CONTROL = "flowcontrol.apiserver.k8s.io";
  private static final String FLOW_PRODUCER = "api-priority-and-fairness-config-producer-v1";
  private static final String FLOW_CONSUMER = "api-priority-and-fairness-config-consumer-v1";
  private static final String CIDR_CONTROLLER = "kubernetes-service-cidr-controller";

  private final FieldManagers fields;

  Ownership(Catalog catalog, InstantSource clock) {
    this.fields =
        new FieldManagers(
            catalog, new ObjectDecoder(Types.of(catalog)), new Defaults(catalog, clock), clock);
  }

  /** Fills the object's record. */
  void record(ResourceType type, ObjectNode object) {
    ObjectNode requested = object.deepCopy();
    requested.remove("status");
    switch (type.kind().kind()) {
      case "Namespace" -> requested.remove("spec");
      case "Service" -> requested.withObject("/spec").remove(List.of("clusterIPs", "ipFamilies"));
      default -> {}
    }
    boolean flow = type.resource().group().equals(FLOW_CONTROL);
    fields.of(type, "").update(Optional.empty(), requested, flow ? FLOW_PRODUCER : SERVER);
    switch (type.kind().kind()) {
      case "FlowSchema" -> requested = withStatus(type, requested, object, FLOW_CONSUMER);
      case "ServiceCIDR" -> requested = withStatus(type, requested, object, CIDR_CONTROLLER);
      default -> {}
    }
    object
        .withObject("/metadata")
        .set("managedFields", requested.path("metadata").path("managedFields"));
  }

  /** The request, after somebody applied the object's conditions. */
  private ObjectNode withStatus(
      ResourceType type, ObjectNode requested, ObjectNode object, String manager) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.set("apiVersion", object.path("apiVersion"));
    config.set("kind", object.path("kind"));
    config.putObject("metadata").put("name", object.path("metadata").path("name").asText());
    config.set("status", object.path("status").deepCopy());
    for (JsonNode condition : config.path("status").path("conditions")) {
      if (condition.path("reason").asText().isEmpty()) {
        ((ObjectNode) condition).remove("reason");
      }
    }
    return fields.of(type, "status").apply(Optional.of(requested), config, manager, false);
  }
}

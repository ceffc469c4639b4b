package io.jukung.server.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import io.jukung.server.health.HealthCheck;
import io.jukung.server.resource.SpecialCall;
import io.jukung.server.response.ApiResponse;
import java.util.List;
import java.util.Optional;

/** {@code componentstatuses}: a health check each. Safe for all threads. */
public final class ComponentStatuses {
  private final List<HealthCheck> components;

  /** Shows {@code components} in this order. */
  public ComponentStatuses(List<HealthCheck> components) {
    this.components = List.copyOf(components);
  }

  /** One or all. */
  public ApiResponse serve(SpecialCall request) {
    return switch (request.call().info().verb()) {
      case "get" -> {
        HealthCheck component =
            components.stream()
                .filter(c -> c.name().equals(request.name()))
                .findFirst()
                .orElseThrow(
                    () ->
                        StatusException.notFound(
                            new GroupVersionResource("", "v1", "componentstatus"), request.name()));
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", "ComponentStatus").put("apiVersion", "v1");
        yield request.answer(200, fill(node, component));
      }
      case "list" -> {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", "ComponentStatusList").put("apiVersion", "v1");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        components.forEach(component -> fill(items.addObject(), component));
        yield request.answer(200, list);
      }
      default -> throw request.methodNotAllowed();
    };
  }

  private static ObjectNode fill(ObjectNode node, HealthCheck component) {
    node.putObject("metadata").put("name", component.name());
    Optional<String> failure = component.probe().failure();
    node.putArray("conditions")
        .addObject()
        .put("type", "Healthy")
        .put("status", failure.isEmpty() ? "True" : "False")
        .put("message", failure.orElse("ok"));
    return node;
  }
}

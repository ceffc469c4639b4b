package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.typed.StructuralShapes;
import io.jukung.registry.status.StatusException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of one definition, and the way from one to another. Filled once, before anybody else
 * sees it; then safe for all threads.
 */
final class CustomFamily {
  private final Conversion conversion;
  private final StructuralShapes shapes;
  private final InstantSource clock;
  private Map<String, CustomSchema> versions = Map.of();

  CustomFamily(Conversion conversion, StructuralShapes shapes, InstantSource clock) {
    this.conversion = conversion;
    this.shapes = shapes;
    this.clock = clock;
  }

  /** Sets the versions, by name. */
  void fill(Map<String, CustomSchema> all) {
    versions = all;
  }

  Conversion conversion() {
    return conversion;
  }

  StructuralShapes shapes() {
    return shapes;
  }

  InstantSource clock() {
    return clock;
  }

  /** The version, by group and name. */
  Optional<CustomSchema> version(String apiVersion) {
    return Optional.ofNullable(versions.get(apiVersion.substring(apiVersion.indexOf('/') + 1)))
        .filter(found -> found.kind().apiVersion().equals(apiVersion));
  }

  /**
   * The version an object is in.
   *
   * @throws StatusException 500 when there is no such version
   */
  CustomSchema versionOf(ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText("");
    return version(apiVersion)
        .orElseThrow(
            () ->
                WebhookConversion.failure(
                    "request to convert CR from an invalid group/version: " + apiVersion));
  }

  /**
   * Brings objects into a version; those that are in it already stay as they are.
   *
   * @return what the conversion made, not pruned
   */
  List<ObjectNode> into(CustomSchema to, List<ObjectNode> objects) {
    List<ObjectNode> others = objects.stream().filter(object -> versionOf(object) != to).toList();
    if (others.isEmpty()) {
      return objects;
    }
    List<ObjectNode> converted = conversion.convert(others, to.kind().apiVersion());
    List<ObjectNode> all = new ArrayList<>(objects.size());
    int next = 0;
    for (ObjectNode object : objects) {
      all.add(versionOf(object) == to ? object : converted.get(next++));
    }
    return all;
  }
}

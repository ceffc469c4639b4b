package io.jukung.registry.apply.typed;

import io.jukung.registry.apply.typed.Shape.ScalarKind;
import io.jukung.registry.crd.schema.Structural;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of custom resources. Immutable, safe for all threads.
 *
 * <p>Upstream: {@code schemaconv/openapi.go} of {@code k8s.io/kube-openapi}, over what {@code
 * controller/openapi/builder} of {@code apiextensions-apiserver} makes of a definition.
 */
public final class StructuralShapes {
  private final Shape objectMeta;

  /**
   * Shapes of objects whose metadata has the shape {@code objectMeta}, as {@link CatalogShapes} has
   * it.
   */
  public StructuralShapes(Shape objectMeta) {
    this.objectMeta = objectMeta;
  }

  /**
   * The shape of the objects of one version.
   *
   * @param schema empty when the version has none: then everything is deduced
   * @param preserve whether the definition keeps unknown fields everywhere
   */
  public Shape of(Optional<Structural> schema, boolean preserve) {
    return schema.map(top -> shape(top.asResource(), preserve)).orElseGet(() -> Shape.of(free()));
  }

  private static MapShape free() {
    MapShape map = new MapShape(false);
    map.others(Shape.DEDUCED);
    return map;
  }

  private Shape shape(Structural schema, boolean inherited) {
    boolean preserve = inherited || schema.preserveUnknownFields();
    return switch (schema.type()) {
      case "object" -> Shape.of(map(schema, preserve));
      case "array" -> Shape.of(list(schema, preserve));
      case "integer", "number" -> Shape.of(ScalarKind.NUMERIC);
      case "boolean" -> Shape.of(ScalarKind.BOOLEAN);
      case "string" -> Shape.of(string(schema.values().format()));
      default -> new Shape(ScalarKind.UNTYPED, list(schema, preserve), map(schema, preserve));
    };
  }

  private static ScalarKind string(String format) {
    return format.isEmpty() || format.equals("byte") ? ScalarKind.STRING : ScalarKind.UNTYPED;
  }

  private MapShape map(Structural schema, boolean preserve) {
    MapShape map = new MapShape(schema.mapType().equals("atomic"));
    boolean any = schema.embeddedResource() || !schema.properties().isEmpty();
    for (Map.Entry<String, Structural> property : schema.properties().entrySet()) {
      if (!schema.embeddedResource() || !resourceField(property.getKey())) {
        Structural below = property.getValue();
        map.declare(
            new MapShape.FieldShape(
                property.getKey(), () -> shape(below, preserve), below.defaultValue(), null));
      }
    }
    if (schema.embeddedResource()) {
      Shape text = Shape.of(ScalarKind.STRING);
      map.declare(new MapShape.FieldShape("apiVersion", () -> text, null, null));
      map.declare(new MapShape.FieldShape("kind", () -> text, null, null));
      map.declare(new MapShape.FieldShape("metadata", () -> objectMeta, null, null));
    }
    Shape others = others(schema, preserve, any);
    if (others != null) {
      map.others(others);
    }
    return map;
  }

  private static boolean resourceField(String name) {
    return name.equals("apiVersion") || name.equals("kind") || name.equals("metadata");
  }

  private @Nullable Shape others(Structural schema, boolean preserve, boolean declares) {
    Structural additional = schema.additional();
    if (additional != null) {
      return shape(additional, preserve);
    }
    return schema.additionalAllowed() || preserve || !declares ? Shape.DEDUCED : null;
  }

  private ListShape list(Structural schema, boolean preserve) {
    Structural items = schema.items();
    Shape element = items == null ? Shape.ATOMIC : shape(items, preserve);
    return switch (schema.listType()) {
      case "set" -> new ListShape(false, List.of(), () -> element);
      case "map" -> new ListShape(false, schema.listMapKeys(), () -> element);
      default -> new ListShape(true, List.of(), () -> element);
    };
  }
}

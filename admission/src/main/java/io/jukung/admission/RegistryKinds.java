package io.jukung.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.apply.typed.Atomics;
import io.jukung.registry.apply.typed.CatalogShapes;
import io.jukung.registry.apply.typed.Merger;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.apply.typed.ShapeCheck;
import io.jukung.registry.apply.typed.ShapeException;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.conversion.Conversions;
import io.jukung.registry.crd.CustomResources;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The built-in resources of the catalog, and the custom ones there are at the moment. */
final class RegistryKinds implements ResourceKinds {
  private final Catalog catalog;
  private final CustomResources custom;
  private final ObjectDecoder decoder;
  private final Defaults defaults;
  private final CatalogShapes shapes;
  private final Map<GroupVersionResource, List<ResourceType>> sharing = new HashMap<>();

  /**
   * Resources.
   *
   * @param decoder of built-in kinds
   * @param defaults of built-in kinds
   */
  RegistryKinds(Catalog catalog, CustomResources custom, ObjectDecoder decoder, Defaults defaults) {
    this.catalog = catalog;
    this.custom = custom;
    this.decoder = decoder;
    this.defaults = defaults;
    this.shapes = new CatalogShapes(catalog::type);
    catalog.resources().stream()
        .filter(ResourceType::stored)
        .forEach(type -> sharing.computeIfAbsent(type.storage(), s -> new ArrayList<>()).add(type));
  }

  @Override
  public List<Known> equivalents(GroupVersionResource resource, String subresource) {
    Optional<ResourceType> own = catalog.resource(resource);
    List<ResourceType> all =
        own.isPresent()
            ? sharing.getOrDefault(own.get().storage(), List.of())
            : custom.current().versionsOf(resource);
    List<Known> others = new ArrayList<>();
    for (ResourceType type : all) {
      if (!type.resource().equals(resource)) {
        if (subresource.isEmpty()) {
          others.add(known(type));
        } else {
          type.subresource(subresource)
              .ifPresent(
                  part -> others.add(new Known(type.resource(), part.kind(), type.namespaced())));
        }
      }
    }
    return others;
  }

  @Override
  public Optional<Known> resourceOf(GroupVersionKind kind) {
    return catalog
        .resourceForKind(kind)
        .or(() -> custom.current().resourceForKind(kind))
        .map(RegistryKinds::known);
  }

  private static Known known(ResourceType type) {
    return new Known(type.resource(), type.kind(), type.namespaced());
  }

  @Override
  public ObjectNode convert(ObjectNode object, GroupVersionResource from, GroupVersionResource to) {
    Optional<ResourceType> source = catalog.resource(from);
    Optional<ResourceType> target = catalog.resource(to);
    if (source.isPresent() && target.isPresent()) {
      String kind = object.path("kind").asText("");
      if (!kind.equals(source.get().kind().kind())) {
        return object; // a subresource's kind, the same in all versions
      }
      ObjectNode stored = Conversions.toStorage(source.get(), object.deepCopy());
      return Conversions.fromStorage(target.get(), stored);
    }
    return custom
        .current()
        .convert(object, from, to)
        .orElseThrow(() -> StatusException.internal("unable to convert " + from + " to " + to));
  }

  @Override
  public ObjectNode decoded(
      GroupVersionResource resource, GroupVersionKind kind, ObjectNode object, boolean strict) {
    FieldValidation validation = strict ? FieldValidation.STRICT : FieldValidation.IGNORE;
    Optional<TypeSchema> schema = catalog.kind(kind);
    if (schema.isEmpty()) {
      return custom
          .current()
          .find(resource)
          .orElseThrow(() -> StatusException.internal("no kind " + kind + " is registered"))
          .schema()
          .convert(object, validation, warning -> {});
    }
    ObjectNode decoded =
        decoder.convert(object, schema.get(), Optional.of(kind), validation, warning -> {});
    defaults.apply(schema.get(), decoded);
    return decoded;
  }

  @Override
  public ObjectNode merged(
      GroupVersionResource resource,
      GroupVersionKind kind,
      ObjectNode live,
      ObjectNode configuration) {
    Shape shape =
        catalog
            .kind(kind)
            .map(shapes::of)
            .or(() -> custom.current().find(resource).map(version -> version.schema().shape()))
            .orElseThrow(() -> new IllegalArgumentException("type converter must not be nil"));
    try {
      ShapeCheck.check(shape, configuration);
    } catch (ShapeException e) {
      throw new IllegalArgumentException(
          "failed to convert patch object to typed object: " + e.getMessage(), e);
    }
    List<String> atomics = Atomics.of(shape, configuration);
    if (!atomics.isEmpty()) {
      throw new IllegalArgumentException(
          "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: "
              + String.join(", ", atomics));
    }
    // The result shares subtrees with both.
    ObjectNode merged = (ObjectNode) Merger.merge(shape, live.deepCopy(), configuration);
    return decoded(resource, kind, merged, false);
  }
}

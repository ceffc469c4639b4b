package io.jukung.registry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.typed.CatalogShapes;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.conversion.Conversions;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A kind of the catalog. Immutable. */
final class BuiltInKind implements ManagedKind {
  /** What all built-in kinds share. */
  record Tools(
      Catalog catalog,
      CatalogShapes shapes,
      CanonicalJson json,
      ObjectDecoder decoder,
      Defaults defaults) {}

  private final ResourceType type;
  private final Tools tools;
  private final UnaryOperator<FieldSet> reached;
  private final Shape shape;

  BuiltInKind(ResourceType type, String subresource, Tools tools) {
    this.type = type;
    this.tools = tools;
    this.reached = ResetFields.of(type.storage().groupResource(), subresource);
    this.shape = tools.shapes.of(type.schema());
  }

  @Override
  public GroupVersionKind kind() {
    return type.kind();
  }

  private Optional<ResourceType> type(String apiVersion) {
    return tools.catalog.resourceForKind(GroupVersion.parse(apiVersion).kind(type.kind().kind()));
  }

  @Override
  public Optional<Shape> shape(String apiVersion) {
    if (apiVersion.equals(type.kind().apiVersion())) {
      return Optional.of(shape);
    }
    // A version that upstream knows but does not serve: its fields are taken to be those of this
    // one.
    GroupVersion version = GroupVersion.parse(apiVersion);
    boolean known =
        version.group().equals(type.kind().group()) && tools.catalog.registered().contains(version);
    return type(apiVersion)
        .filter(other -> other.storage().equals(type.storage()))
        .map(other -> tools.shapes.of(other.schema()))
        .or(() -> known ? Optional.of(shape) : Optional.empty());
  }

  @Override
  public ObjectNode convert(ObjectNode object, String from, String to) {
    return convert(object, type(from), type(to));
  }

  private static ObjectNode convert(
      ObjectNode object, Optional<ResourceType> from, Optional<ResourceType> to) {
    if (from.isEmpty() || to.isEmpty() || from.equals(to) || object.isEmpty()) {
      return object;
    }
    return Conversions.fromStorage(to.get(), Conversions.toStorage(from.get(), object.deepCopy()));
  }

  @Override
  public boolean typed() {
    return true;
  }

  @Override
  public ObjectNode printed(ObjectNode object, String apiVersion) {
    return tools.json.parse(tools.json.encode(object, type(apiVersion).orElse(type).schema()));
  }

  @Override
  public ObjectNode decoded(ObjectNode object) {
    ObjectNode decoded =
        tools.decoder.convert(
            object, type.schema(), Optional.empty(), FieldValidation.IGNORE, _ -> {});
    tools.defaults.apply(type.schema(), decoded);
    return decoded;
  }

  @Override
  public FieldSet reached(FieldSet set, String apiVersion) {
    return reached.apply(set);
  }
}

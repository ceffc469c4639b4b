package io.jukung.registry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.subresource.Scale;
import java.util.Optional;

/** The bodies of {@code scale}: one kind in one version for all resources. Immutable. */
final class ScaleKind implements ManagedKind {
  private final BuiltInKind.Tools tools;
  private final TypeSchema schema;
  private final Shape shape;

  ScaleKind(BuiltInKind.Tools tools) {
    this.tools = tools;
    this.schema = tools.catalog().kind(Scale.KIND).orElseThrow();
    this.shape = tools.shapes().of(schema);
  }

  @Override
  public GroupVersionKind kind() {
    return Scale.KIND;
  }

  @Override
  public Optional<Shape> shape(String apiVersion) {
    return apiVersion.equals(Scale.KIND.apiVersion()) ? Optional.of(shape) : Optional.empty();
  }

  @Override
  public ObjectNode convert(ObjectNode object, String from, String to) {
    return object;
  }

  @Override
  public boolean typed() {
    return true;
  }

  @Override
  public ObjectNode printed(ObjectNode object, String apiVersion) {
    return tools.json().parse(tools.json().encode(object, schema));
  }

  @Override
  public ObjectNode decoded(ObjectNode object) {
    return tools
        .decoder()
        .convert(object, schema, Optional.empty(), FieldValidation.IGNORE, _ -> {});
  }

  @Override
  public FieldSet reached(FieldSet set, String apiVersion) {
    return set;
  }
}

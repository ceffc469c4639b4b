package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.ManagedKind;
import io.jukung.registry.apply.ResetFields;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.apply.typed.ShapeCheck;
import io.jukung.registry.codec.UnstructuredDecoder;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A version of a custom resource, as its field managers need to know it. Immutable. Upstream:
 * {@code managedfields.NewDefaultCRDFieldManager} with what {@code customresource_handler.go} hands
 * it, at v1.36.
 */
final class CustomKind implements ManagedKind {
  private final CustomSchema schema;
  private final CustomFamily family;
  private final String subresource;
  private final UnaryOperator<FieldSet> reached;

  CustomKind(CustomSchema schema, CustomFamily family, String subresource) {
    this.schema = schema;
    this.family = family;
    this.subresource = subresource;
    this.reached = ResetFields.ofCustom(subresource);
  }

  @Override
  public GroupVersionKind kind() {
    return schema.kind();
  }

  /** A version that is gone has a shape too: that of anything; only converting to it fails. */
  @Override
  public Optional<Shape> shape(String apiVersion) {
    return Optional.of(
        family
            .version(apiVersion)
            .map(CustomSchema::shape)
            .orElseGet(() -> family.shapes().of(Optional.empty(), true)));
  }

  @Override
  public ObjectNode convert(ObjectNode object, String from, String to) {
    CustomSchema wanted =
        family
            .version(to)
            .orElseThrow(
                () ->
                    new ValueException("request to convert CR to an invalid group/version: " + to));
    if (object.isEmpty()) {
      return object;
    }
    try {
      ObjectNode converted = family.into(wanted, List.of(object)).getFirst();
      ShapeCheck.check(wanted.shape(), converted);
      return converted;
    } catch (StatusException e) {
      throw new ValueException(e.text());
    }
  }

  @Override
  public boolean typed() {
    return false;
  }

  @Override
  public ObjectNode printed(ObjectNode object, String apiVersion) {
    return object;
  }

  @Override
  public ObjectNode decoded(ObjectNode object) {
    ObjectNode decoded = UnstructuredDecoder.normal(object);
    schema.applyDefaults(decoded);
    return decoded;
  }

  /** As upstream, writes of the object itself know of the status in their own version only. */
  @Override
  public FieldSet reached(FieldSet set, String apiVersion) {
    boolean filtered =
        subresource.isEmpty()
            ? apiVersion.equals(kind().apiVersion()) && schema.version().status()
            : family.version(apiVersion).filter(v -> v.version().status()).isPresent();
    return filtered ? reached.apply(set) : set;
  }
}

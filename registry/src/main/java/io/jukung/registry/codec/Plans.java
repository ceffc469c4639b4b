package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.TypeSchema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The plans of all types used so far; one per type of the catalog, so bounded by it. */
final class Plans {
  private final Types types;
  private final Map<String, Plan> byName = new ConcurrentHashMap<>();

  Plans(Types types) {
    this.types = types;
  }

  Types types() {
    return types;
  }

  /** The plan of a type; a type that is not in the catalog is a bug. */
  Plan of(FieldType.Reference reference) {
    Plan plan = byName.get(reference.typeName());
    return plan != null ? plan : of(schema(reference.typeName()));
  }

  @SuppressWarnings("ReferenceEquality") // a schema is equal to itself only
  Plan of(TypeSchema schema) {
    Plan plan = byName.get(schema.name());
    // A type made at run time may bear the name of one made before.
    if (plan == null || plan.schema() != schema) {
      plan = new Plan(schema, types);
      byName.put(schema.name(), plan);
    }
    return plan;
  }

  /**
   * Puts into a struct what upstream prints though nobody set it, so that a tree is the same
   * whether a client sent it or the store had it.
   */
  ObjectNode complete(ObjectNode object, Plan plan) {
    for (Plan.Slot slot : plan.alwaysPrinted()) {
      if (!object.has(slot.name())) {
        object.set(slot.name(), zero(slot.type()));
      }
    }
    return object;
  }

  /** What stands in a tree for Go's zero value: a struct with what is always printed. */
  JsonNode zero(FieldType type) {
    return type instanceof FieldType.Reference reference
        ? complete(JsonNodeFactory.instance.objectNode(), of(reference))
        : GoZero.of(type).node();
  }

  private TypeSchema schema(String name) {
    return types.type(name).orElseThrow(() -> new IllegalStateException("no type " + name));
  }
}

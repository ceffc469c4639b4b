package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON tokens into a tree by a schema, the way Go's decoder fills a struct: wrong types are
 * noted and skipped, unknown fields dropped, repeated ones merged, null resets what can be nil and
 * leaves the rest. One per decoding.
 *
 * <p>Recursion is bounded by the depth of the input, which {@link JsonSyntax} limits.
 */
final class TypedReader {
  private final Plans plans;
  private final DecodeState state;
  private final ScalarReader scalars;

  TypedReader(Plans plans, DecodeState state) {
    this.plans = plans;
    this.state = state;
    this.scalars = new ScalarReader(this, state);
  }

  /** Reads an object whose opening brace is the current token; leaves its closing brace current. */
  ObjectNode struct(JsonParser parser, Plan plan, @Nullable JsonNode existing) throws IOException {
    ObjectNode object =
        existing instanceof ObjectNode node ? node : JsonNodeFactory.instance.objectNode();
    BitSet seen = new BitSet(plan.slots().size());
    DecodeState.Mark mark = state.mark();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Plan.Slot slot = plan.slot(key);
      if (slot == null) {
        state.unknownField(key);
        parser.nextToken();
        parser.skipChildren();
        continue;
      }
      if (seen.get(slot.index())) {
        state.duplicateField(key);
      }
      seen.set(slot.index());
      state.enterField(plan, slot);
      parser.nextToken();
      store(
          object, slot, value(parser, plan, slot.type(), object.get(key), slot.field().pointer()));
      state.reset(mark);
    }
    return plans.complete(object, plan);
  }

  /** Keeps a value unless upstream would leave it out. */
  private static void store(ObjectNode object, Plan.Slot slot, @Nullable JsonNode value) {
    if (value == null || (Emptiness.dropped(slot.field(), value) && !resets(slot, value))) {
      object.remove(slot.name());
    } else {
      object.set(slot.name(), value);
    }
  }

  /** An empty list of managed fields says something: forget them. It is never stored. */
  private static boolean resets(Plan.Slot slot, JsonNode value) {
    return value.isArray() && slot.name().equals("managedFields");
  }

  /**
   * Reads the value at the current token.
   *
   * @param plan the struct around it
   * @param existing what an earlier field of the same name left
   * @param nullable whether Go holds it by pointer, so that null removes it
   * @return null for nothing
   */
  @Nullable JsonNode value(
      JsonParser parser, Plan plan, FieldType type, @Nullable JsonNode existing, boolean nullable)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return nullable ? null : nullValue(type, existing);
    }
    return switch (type) {
      case Reference reference -> structValue(parser, reference, existing);
      case ListOf list -> listValue(parser, plan, list, existing);
      case MapOf map -> mapValue(parser, plan, map, existing);
      case Scalar scalar -> scalars.read(parser, plan, scalar, existing);
    };
  }

  private @Nullable JsonNode nullValue(FieldType type, @Nullable JsonNode existing) {
    return switch (type) {
      case ListOf list -> null;
      case MapOf map -> null;
      case Reference reference -> existing;
      case Scalar scalar -> scalars.nullValue(scalar, existing);
    };
  }

  private @Nullable JsonNode structValue(
      JsonParser parser, Reference reference, @Nullable JsonNode existing) throws IOException {
    Plan inner = plans.of(reference);
    return parser.currentToken() == JsonToken.START_OBJECT
        ? struct(parser, inner, existing)
        : mismatch(parser, inner.goType(), existing);
  }

  private @Nullable JsonNode listValue(
      JsonParser parser, Plan plan, ListOf type, @Nullable JsonNode existing) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return mismatch(parser, GoTypes.name(type), existing);
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    DecodeState.Mark mark = state.mark();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      state.enterIndex(list.size());
      JsonNode old = existing == null ? null : existing.get(list.size());
      list.add(element(parser, plan, type.element(), old));
      state.reset(mark);
    }
    return list;
  }

  private @Nullable JsonNode mapValue(
      JsonParser parser, Plan plan, MapOf type, @Nullable JsonNode existing) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return mismatch(parser, GoTypes.name(type), existing);
    }
    ObjectNode map =
        existing instanceof ObjectNode node ? node : JsonNodeFactory.instance.objectNode();
    Set<String> seen = new HashSet<>();
    DecodeState.Mark mark = state.mark();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (!seen.add(key)) {
        state.duplicateField(key);
      }
      state.enterKey(key);
      parser.nextToken();
      map.set(key, element(parser, plan, type.value(), null));
      state.reset(mark);
    }
    return map;
  }

  /** An element of a list or a value of a map: null and refused values stand there as zero. */
  private JsonNode element(
      JsonParser parser, Plan plan, FieldType type, @Nullable JsonNode existing)
      throws IOException {
    JsonNode value = value(parser, plan, type, existing, false);
    return value != null ? value : plans.zero(type);
  }

  /** Notes a value of the wrong JSON type and skips it. */
  @Nullable JsonNode mismatch(JsonParser parser, String goType, @Nullable JsonNode existing)
      throws IOException {
    state.save(state.typeError(kind(parser), goType));
    parser.skipChildren();
    return existing;
  }

  /** What Go calls the JSON value at the current token. */
  static String kind(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case VALUE_STRING -> "string";
      case VALUE_TRUE, VALUE_FALSE -> "bool";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      default -> "null";
    };
  }

  Plans plans() {
    return plans;
  }
}

package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.codec.value.GoBase64;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.GoTime;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.codec.value.ValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads protobuf messages into trees; unknown fields are skipped, repeated messages merged. */
final class ProtoReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Plans plans;

  ProtoReader(Plans plans) {
    this.plans = plans;
  }

  ObjectNode message(ProtoIn in, Plan plan, @Nullable JsonNode existing) {
    ObjectNode object = existing instanceof ObjectNode node ? node : NODES.objectNode();
    fields(in, plan, plan.proto(), object);
    return plans.complete(object, plan);
  }

  private void fields(ProtoIn in, Plan plan, ProtoPlan proto, ObjectNode object) {
    while (in.next(proto.goName())) {
      ProtoPlan.Entry entry = proto.entry(in.number());
      ProtoPlan embedded = entry == null ? null : entry.embedded();
      Plan.Slot slot = entry == null ? null : entry.slot();
      if (embedded != null) {
        in.expect(ProtoOut.LENGTH, embedded.goName());
        fields(in.message(), plan, embedded, object);
      } else if (slot != null) {
        field(in, plan, slot, object);
      } else {
        in.skip();
      }
    }
  }

  private void field(ProtoIn in, Plan plan, Plan.Slot slot, ObjectNode object) {
    JsonNode old = object.get(slot.name());
    switch (slot.type()) {
      case ListOf list -> {
        ArrayNode array = old instanceof ArrayNode node ? node : object.putArray(slot.name());
        element(in, plan, slot, list.element(), array);
      }
      case MapOf map -> {
        ObjectNode node = old instanceof ObjectNode o ? o : object.putObject(slot.name());
        entry(in, plan, slot, map.value(), node);
      }
      case Reference reference -> object.set(slot.name(), value(in, plan, slot, reference, old));
      case Scalar scalar -> {
        JsonNode value = value(in, plan, slot, scalar, old);
        if (Emptiness.dropped(slot.field(), value)) {
          object.remove(slot.name());
        } else {
          object.set(slot.name(), value);
        }
      }
    }
  }

  private void element(ProtoIn in, Plan plan, Plan.Slot slot, FieldType type, ArrayNode array) {
    boolean number = type == Scalar.INT32 || type == Scalar.INT64;
    if (number && in.wireType() == ProtoOut.LENGTH) {
      ProtoIn packed = in.message();
      while (!packed.atEnd()) {
        array.add(integer(packed.varint(), type));
      }
    } else {
      array.add(value(in, plan, slot, type, null));
    }
  }

  private void entry(ProtoIn in, Plan plan, Plan.Slot slot, FieldType type, ObjectNode map) {
    in.expect(ProtoOut.LENGTH, goName(slot));
    ProtoIn entry = in.message();
    String key = "";
    JsonNode value = plans.zero(type);
    while (entry.next(goName(slot) + "Entry")) {
      switch (entry.number()) {
        case 1 -> {
          entry.expect(ProtoOut.LENGTH, goName(slot));
          key = entry.string();
        }
        case 2 -> value = value(entry, plan, slot, type, null);
        default -> entry.skip();
      }
    }
    map.set(key, value);
  }

  private JsonNode value(
      ProtoIn in, Plan plan, Plan.Slot slot, FieldType type, @Nullable JsonNode old) {
    return switch (type) {
      case Reference reference -> {
        in.expect(ProtoOut.LENGTH, goName(slot));
        yield message(in.message(), plans.of(reference), old);
      }
      case Scalar scalar -> scalar(in, plan, slot, scalar, old);
      case ListOf list -> throw new IllegalStateException("a list within a list or map");
      case MapOf map -> throw new IllegalStateException("a map within a list or map");
    };
  }

  private JsonNode scalar(
      ProtoIn in, Plan plan, Plan.Slot slot, Scalar scalar, @Nullable JsonNode old) {
    int wireType =
        switch (scalar) {
          case BOOLEAN, INT32, INT64 -> ProtoOut.VARINT;
          case DOUBLE -> ProtoOut.FIXED64;
          default -> ProtoOut.LENGTH;
        };
    in.expect(wireType, goName(slot));
    return switch (scalar) {
      case STRING -> TextNode.valueOf(in.string());
      case BOOLEAN -> BooleanNode.valueOf(in.varint() != 0);
      case INT32, INT64 -> integer(in.varint(), scalar);
      case DOUBLE -> real(in.fixed64());
      case BYTES -> TextNode.valueOf(GoBase64.encode(in.bytes()));
      case QUANTITY -> quantity(in.message());
      case INT_OR_STRING -> intOrString(in.message());
      case TIME -> time(in.message(), false);
      case MICRO_TIME -> time(in.message(), true);
      case DURATION -> duration(in.message());
      case RAW_EXTENSION -> raw(in.message(), true);
      case JSON, FIELDS_V1 -> raw(in.message(), false);
      case JSON_SCHEMA_OR_BOOL, JSON_SCHEMA_OR_ARRAY, JSON_SCHEMA_OR_STRING_ARRAY ->
          schemaOr(in.message(), plan, scalar);
      case STRING_LIST_MESSAGE -> strings(in.message(), old);
    };
  }

  private static JsonNode integer(long value, FieldType type) {
    // Go keeps the lower 32 bits.
    return FreeReader.integerNode(type == Scalar.INT32 ? (int) value : value);
  }

  private static JsonNode real(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ValueException("json: unsupported value: " + value);
    }
    return FreeReader.realNode(value);
  }

  private static JsonNode quantity(ProtoIn in) {
    String text = "";
    while (in.next("Quantity")) {
      if (in.number() == 1) {
        in.expect(ProtoOut.LENGTH, "String_");
        text = in.string();
      } else {
        in.skip();
      }
    }
    return TextNode.valueOf(text.isEmpty() ? "0" : Quantity.canonical(text));
  }

  private static JsonNode intOrString(ProtoIn in) {
    long type = 0;
    long number = 0;
    String text = "";
    while (in.next("IntOrString")) {
      switch (in.number()) {
        case 1 -> {
          in.expect(ProtoOut.VARINT, "Type");
          type = in.varint();
        }
        case 2 -> {
          in.expect(ProtoOut.VARINT, "IntVal");
          number = in.varint();
        }
        case 3 -> {
          in.expect(ProtoOut.LENGTH, "StrVal");
          text = in.string();
        }
        default -> in.skip();
      }
    }
    if (type != 0 && type != 1) {
      throw new ValueException("impossible IntOrString.Type");
    }
    return type == 1 ? TextNode.valueOf(text) : IntNode.valueOf((int) number);
  }

  private static JsonNode time(ProtoIn in, boolean micros) {
    if (in.atEnd()) {
      return NullNode.instance;
    }
    long seconds = 0;
    long nanos = 0;
    while (in.next("Timestamp")) {
      switch (in.number()) {
        case 1 -> {
          in.expect(ProtoOut.VARINT, "Seconds");
          seconds = in.varint();
        }
        case 2 -> {
          in.expect(ProtoOut.VARINT, "Nanos");
          nanos = (int) in.varint();
        }
        default -> in.skip();
      }
    }
    try {
      Instant time = Instant.ofEpochSecond(seconds, micros ? nanos : 0);
      if (time.equals(GoTime.ZERO)) {
        return NullNode.instance;
      }
      return TextNode.valueOf(micros ? GoTime.formatMicro(time) : GoTime.format(time));
    } catch (DateTimeException | ArithmeticException e) {
      throw new ValueException("Time.MarshalJSON: year outside of range [0,9999]");
    }
  }

  private static JsonNode duration(ProtoIn in) {
    long nanos = 0;
    while (in.next("Duration")) {
      if (in.number() == 1) {
        in.expect(ProtoOut.VARINT, "Duration");
        nanos = in.varint();
      } else {
        in.skip();
      }
    }
    return TextNode.valueOf(GoDuration.format(nanos));
  }

  private static JsonNode raw(ProtoIn in, boolean kept) {
    byte[] json = new byte[0];
    while (in.next("RawExtension")) {
      if (in.number() == 1) {
        in.expect(ProtoOut.LENGTH, "Raw");
        json = in.bytes();
      } else {
        in.skip();
      }
    }
    return json.length == 0 ? NullNode.instance : parse(json, kept);
  }

  private static JsonNode parse(byte[] json, boolean kept) {
    JsonSyntax.check(json);
    try (JsonParser parser = JsonSource.open(json)) {
      parser.nextToken();
      Optional<RawObject> raw = kept ? RawJson.read(parser) : Optional.empty();
      return raw.isPresent() ? raw.get() : new FreeReader(new DecodeState(false)).read(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode schemaOr(ProtoIn in, Plan plan, Scalar scalar) {
    JsonNode value = scalar == Scalar.JSON_SCHEMA_OR_BOOL ? BooleanNode.FALSE : NullNode.instance;
    while (in.next(GoTypes.name(scalar))) {
      boolean or = scalar == Scalar.JSON_SCHEMA_OR_BOOL;
      if (in.number() == 1 && or) {
        in.expect(ProtoOut.VARINT, "Allows");
        boolean allows = in.varint() != 0;
        value = value.isObject() ? value : BooleanNode.valueOf(allows);
      } else if (in.number() == (or ? 2 : 1)) {
        in.expect(ProtoOut.LENGTH, "Schema");
        value = message(in.message(), plan, value);
      } else if (in.number() == 2) {
        in.expect(ProtoOut.LENGTH, "JSONSchemas");
        ArrayNode list = value instanceof ArrayNode array ? array : NODES.arrayNode();
        list.add(
            scalar == Scalar.JSON_SCHEMA_OR_ARRAY
                ? message(in.message(), plan, null)
                : TextNode.valueOf(in.string()));
        value = list;
      } else {
        in.skip();
      }
    }
    return value;
  }

  private static JsonNode strings(ProtoIn in, @Nullable JsonNode old) {
    ArrayNode list = old instanceof ArrayNode array ? array : NODES.arrayNode();
    while (in.next("ExtraValue")) {
      if (in.number() == 1) {
        in.expect(ProtoOut.LENGTH, "Items");
        list.add(in.string());
      } else {
        in.skip();
      }
    }
    return list;
  }

  private static String goName(Plan.Slot slot) {
    if (slot.name().equals("metadata") && slot.type() instanceof Reference reference) {
      return GoTypes.simpleName(reference.typeName());
    }
    return Character.toUpperCase(slot.name().charAt(0)) + slot.name().substring(1);
  }
}

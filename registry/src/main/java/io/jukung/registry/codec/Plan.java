package io.jukung.registry.codec;

import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.TypeSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A type prepared for the codecs: its fields with what each codec would else compute again. */
final class Plan {
  /**
   * A field.
   *
   * @param jsonName {@code "name":}
   * @param embeddedIn the names of the Go structs around it, outermost first; usually empty
   */
  record Slot(int index, Field field, String jsonName, List<String> embeddedIn) {
    FieldType type() {
      return field.type();
    }

    String name() {
      return field.name();
    }
  }

  private final TypeSchema schema;
  private final String goName;
  private final List<Slot> slots;
  private final Map<String, Slot> byName;
  private final ProtoPlan proto;
  private final List<Slot> alwaysPrinted;

  Plan(TypeSchema schema, Types types) {
    this.schema = schema;
    this.goName = GoTypes.simpleName(schema.name());
    this.slots =
        IntStream.range(0, schema.fields().size())
            .mapToObj(i -> slot(i, schema.fields().get(i), types))
            .toList();
    this.byName = HashMap.newHashMap(slots.size());
    slots.forEach(slot -> byName.put(slot.name(), slot));
    this.proto = ProtoPlan.of(goName, slots);
    this.alwaysPrinted =
        slots.stream()
            .filter(
                slot -> Absence.printed(slot.field()).filter(zero -> !zero.isNull()).isPresent())
            .toList();
  }

  private Slot slot(int index, Field field, Types types) {
    List<String> embeddedIn = new ArrayList<>();
    TypeSchema outer = schema;
    for (int number : field.embeddedIn()) {
      String inner = outer.embedded(number).orElseThrow();
      embeddedIn.add(GoTypes.simpleName(inner));
      outer = types.type(inner).orElseThrow();
    }
    return new Slot(index, field, '"' + field.name() + "\":", List.copyOf(embeddedIn));
  }

  TypeSchema schema() {
    return schema;
  }

  /** The Go struct's name, such as {@code PodSpec}. */
  String goName() {
    return goName;
  }

  /** The Go struct's name with its package, such as {@code v1.PodSpec}. */
  String goType() {
    return GoTypes.qualified(schema.name());
  }

  List<Slot> slots() {
    return slots;
  }

  /** The fields that upstream prints even when nobody set them, but for those it prints as null. */
  List<Slot> alwaysPrinted() {
    return alwaysPrinted;
  }

  /** The fields as a protobuf message has them. */
  ProtoPlan proto() {
    return proto;
  }

  @Nullable Slot slot(String jsonName) {
    return byName.get(jsonName);
  }
}

package io.jukung.registry.catalog.build;

import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.catalog.Union;
import io.jukung.registry.catalog.build.FieldFacts.Fact;
import io.jukung.registry.catalog.build.Message.ProtoField;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Joins messages and field facts to types. Both must know the same fields, or the build stops: a
 * difference means that the facts are of another release.
 */
final class TypeBuilder {
  static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String EXTENSIONS =
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

  /** The types whose JSON form is not that of their fields. */
  private static final Map<String, Scalar> SPECIAL =
      Map.ofEntries(
          Map.entry("io.k8s.apimachinery.pkg.api.resource.Quantity", Scalar.QUANTITY),
          Map.entry("io.k8s.apimachinery.pkg.util.intstr.IntOrString", Scalar.INT_OR_STRING),
          Map.entry("io.k8s.apimachinery.pkg.runtime.RawExtension", Scalar.RAW_EXTENSION),
          Map.entry(META + "Time", Scalar.TIME),
          Map.entry(META + "MicroTime", Scalar.MICRO_TIME),
          Map.entry(META + "Duration", Scalar.DURATION),
          Map.entry(META + "FieldsV1", Scalar.FIELDS_V1),
          Map.entry(EXTENSIONS + "JSON", Scalar.JSON),
          Map.entry(EXTENSIONS + "JSONSchemaPropsOrBool", Scalar.JSON_SCHEMA_OR_BOOL),
          Map.entry(EXTENSIONS + "JSONSchemaPropsOrArray", Scalar.JSON_SCHEMA_OR_ARRAY),
          Map.entry(
              EXTENSIONS + "JSONSchemaPropsOrStringArray", Scalar.JSON_SCHEMA_OR_STRING_ARRAY));

  private final Map<String, Message> messages;
  private final Map<String, FieldFacts> facts;
  private final Map<String, ModelTexts> models;
  private final ResourceFacts resources;
  private final Paragraphs paragraphs;
  private final List<String> problems = new ArrayList<>();

  TypeBuilder(
      Map<String, Message> messages,
      Map<String, FieldFacts> facts,
      Map<String, ModelTexts> models,
      Paragraphs paragraphs,
      ResourceFacts resources) {
    this.paragraphs = paragraphs;
    this.messages = messages;
    this.facts = facts;
    this.models = models;
    this.resources = resources;
  }

  /** All types, sorted by name. */
  Map<String, TypeSchema> types() {
    Map<String, TypeSchema> types = new TreeMap<>();
    for (FieldFacts fact : facts.values()) {
      types.put(fact.name(), type(fact));
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException("fields.txt and the artifacts differ: " + problems);
    }
    for (String name : SPECIAL.keySet()) {
      Message message = messages.get(name);
      if (message != null) {
        String text = paragraphs.broken(name, message.comment().text());
        types.put(
            name, new TypeSchema(name, text, List.of(), "", List.of(), Map.of(), Optional.empty()));
      }
    }
    return types;
  }

  private TypeSchema type(FieldFacts fact) {
    Message message = messages.get(fact.name());
    List<Field> fields = new ArrayList<>();
    List<GroupVersionKind> kinds = resources.kinds(fact.name(), fact.topLevel());
    ModelTexts texts = ModelTexts.of(models, fact.name());
    if (fact.topLevel()) {
      fields.add(typeMeta("kind", texts));
      fields.add(typeMeta("apiVersion", texts));
    }
    if (message == null) {
      for (Fact field : fact.fields()) {
        if (field.type().isEmpty()) {
          problems.add("without a type: " + fact.name() + "." + field.name());
        } else {
          fields.add(broken(fact, ownField(field, texts)));
        }
      }
      return new TypeSchema(
          fact.name(),
          paragraphs.broken(fact.name(), texts.type()),
          kinds,
          "",
          fields,
          Map.of(),
          Optional.empty());
    }
    Map<Integer, String> embedded = embedded(fact, message);
    for (Fact field : fact.fields()) {
      locate(message, field.name(), List.of())
          .ifPresentOrElse(
              location -> fields.add(broken(fact, field(field, location, texts))),
              () -> problems.add("gone: " + fact.name() + "." + field.name()));
    }
    Comment comment = message.comment();
    String mapType = comment.marker("structType").or(() -> comment.marker("mapType")).orElse("");
    String text =
        paragraphs.broken(fact.name(), Paragraphs.join(comment.text(), texts.type(), true));
    return new TypeSchema(fact.name(), text, kinds, mapType, fields, embedded, union(message));
  }

  /** In a union, all fields are members but the one that says which. */
  private static Optional<Union> union(Message message) {
    if (!message.comment().has("union")) {
      return Optional.empty();
    }
    String discriminator = "";
    List<String> members = new ArrayList<>();
    for (ProtoField field : message.fields().values()) {
      if (field.comment().has("unionDiscriminator")) {
        discriminator = field.name();
      } else {
        members.add(field.name());
      }
    }
    return Optional.of(new Union(discriminator, members));
  }

  /** Where a JSON field is in protobuf. */
  private record Location(ProtoField field, List<Integer> embeddedIn) {}

  private Optional<Location> locate(Message message, String jsonName, List<Integer> path) {
    Optional<ProtoField> own = message.field(jsonName);
    if (own.isPresent()) {
      return Optional.of(new Location(own.get(), path));
    }
    for (ProtoField field : message.fields().values()) {
      Message inner = messages.get(typeName(field));
      FieldFacts fact = facts.get(typeName(field));
      boolean carries =
          fact != null && fact.fields().stream().anyMatch(f -> f.name().equals(jsonName));
      if (inner != null
          && carries
          && field.label().equals("optional")
          && isEmbedded(message, field)) {
        List<Integer> deeper = new ArrayList<>(path);
        deeper.add(field.number());
        return locate(inner, jsonName, deeper);
      }
    }
    return Optional.empty();
  }

  /** Whether {@code field} is no field of its own in JSON. */
  private boolean isEmbedded(Message message, ProtoField field) {
    FieldFacts fact = facts.get(message.openApiName());
    return fact != null && fact.fields().stream().noneMatch(f -> is(message, f, field));
  }

  private static boolean is(Message message, Fact fact, ProtoField field) {
    return message.field(fact.name()).filter(field::equals).isPresent();
  }

  /** The embedded messages; stops at a protobuf field that JSON does not know. */
  private Map<Integer, String> embedded(FieldFacts fact, Message message) {
    Map<Integer, String> embedded = new TreeMap<>();
    Set<String> names = new HashSet<>();
    fact.fields().forEach(f -> names.add(f.name()));
    for (ProtoField field : message.fields().values()) {
      if (isEmbedded(message, field) && !fact.later().contains(field.name())) {
        FieldFacts inner = facts.get(typeName(field));
        if (inner == null || inner.fields().stream().anyMatch(f -> !names.contains(f.name()))) {
          problems.add("new: " + fact.name() + "." + field.name());
          continue;
        }
        embedded.put(field.number(), inner.name());
      }
    }
    return embedded;
  }

  private Field typeMeta(String name, ModelTexts texts) {
    Comment comment =
        Optional.ofNullable(messages.get(META + "TypeMeta"))
            .flatMap(message -> message.field(name))
            .map(ProtoField::comment)
            .orElse(Comment.NONE);
    Fact fact = new Fact(name, true, false, false, false, List.of(), "", false, "", 0, "string");
    return build(fact, 0, Scalar.STRING, comment, List.of(), texts);
  }

  private Field ownField(Fact fact, ModelTexts texts) {
    Comment markers = Comment.NONE;
    if (fact.atomicList()) {
      markers = new Comment(List.of("+listType=atomic"));
    } else if (!fact.mergeKey().isEmpty()) {
      String key = fact.mergeKey();
      markers =
          new Comment(
              List.of(
                  "+patchMergeKey=" + key,
                  "+patchStrategy=merge",
                  "+listType=map",
                  "+listMapKey=" + key));
    }
    return build(fact, fact.number(), ownType(fact.type()), markers, List.of(), texts);
  }

  private FieldType ownType(String type) {
    return type.startsWith("[]") ? new ListOf(ownType(type.substring(2))) : plainType(type);
  }

  private Field field(Fact fact, Location location, ModelTexts texts) {
    ProtoField proto = location.field();
    FieldType plain = plainType(proto.type().startsWith(".") ? typeName(proto) : proto.type());
    FieldType type =
        switch (proto.label()) {
          case "repeated" -> new ListOf(plain);
          case "map" -> new MapOf(plain);
          default -> plain;
        };
    return build(fact, proto.number(), type, proto.comment(), location.embeddedIn(), texts);
  }

  private Field broken(FieldFacts type, Field field) {
    return field.described(
        paragraphs.broken(type.name() + "." + field.name(), field.description()));
  }

  private Field build(
      Fact fact,
      int number,
      FieldType type,
      Comment markers,
      List<Integer> embeddedIn,
      ModelTexts texts) {
    boolean optional =
        texts.fields().containsKey(fact.name())
            ? !texts.required().contains(fact.name())
            : markers.has("optional") || (fact.omitEmpty() && !markers.has("required"));
    String model = texts.fields().getOrDefault(fact.name(), "");
    String text = Paragraphs.join(markers.text(), model, isInPlace(type));
    String defaultValue =
        fact.defaultValue().isEmpty()
            ? markers.marker("default").orElse("")
            : '"' + fact.defaultValue() + '"';
    return new Field(
        fact.name(),
        number,
        type,
        text,
        !optional,
        fact.omitEmpty(),
        fact.pointer(),
        fact.omitZero(),
        fact.emptyKept(),
        markers.marker("patchStrategy").orElse(""),
        markers.marker("patchMergeKey").orElse(""),
        markers.marker("listType").orElse(""),
        markers.all("listMapKey"),
        markers.marker("mapType").or(() -> markers.marker("structType")).orElse(""),
        defaultValue,
        fact.enumValues(),
        embeddedIn);
  }

  /** Whether OpenAPI writes the type in place: otherwise the model's text is that of the type. */
  private static boolean isInPlace(FieldType type) {
    return switch (type) {
      case ListOf ignored -> true;
      case MapOf ignored -> true;
      case Reference ignored -> false;
      case Scalar scalar -> !SPECIAL.containsValue(scalar);
    };
  }

  private static String typeName(ProtoField field) {
    return field.type().startsWith(".") ? Message.openApiName(field.type().substring(1)) : "";
  }

  private FieldType plainType(String type) {
    Scalar special = SPECIAL.get(type);
    if (special != null) {
      return special;
    }
    if (facts.containsKey(type)) {
      return new Reference(type);
    }
    return switch (type) {
      case "string" -> Scalar.STRING;
      case "bool" -> Scalar.BOOLEAN;
      case "int32" -> Scalar.INT32;
      case "int64" -> Scalar.INT64;
      case "double" -> Scalar.DOUBLE;
      case "bytes" -> Scalar.BYTES;
      case "json" -> Scalar.JSON;
      default -> {
        Message message = messages.get(type);
        if (message == null || !message.fields().keySet().equals(Set.of("items"))) {
          problems.add("new type: " + type);
        }
        yield Scalar.STRING_LIST_MESSAGE;
      }
    };
  }
}

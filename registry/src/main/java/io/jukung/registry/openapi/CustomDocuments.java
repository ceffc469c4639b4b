package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.table.GoJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Makes the documents that describe custom resources. Safe for all threads. Upstream: {@code
 * apiextensions-apiserver/pkg/controller/openapi/builder} at v1.36.
 */
public final class CustomDocuments {
  private static final String VERSION = "v0.1.0";
  private static final String COMMON = "io.k8s.api.core.v1.ConfigMap";
  private static final String COMMON_LIST = "io.k8s.api.core.v1.ConfigMapList";
  private static final String CONVENTIONS =
      "More info: https://git.k8s.io/community/contributors/devel/sig-architecture/"
          + "api-conventions.md";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Catalog catalog;

  /**
   * A resource to describe.
   *
   * @param schema as its definition has it; missing when there is none
   * @param preserved whether the definition keeps unknown fields everywhere
   * @param selectable paths of the fields that selectors may name, without the leading dot
   */
  public record Model(
      ResourceType type,
      String listKind,
      JsonNode schema,
      boolean preserved,
      List<String> selectable) {
    /** Copies the list. */
    public Model {
      selectable = List.copyOf(selectable);
    }
  }

  /** Documents that refer to the built-in types of {@code catalog}. */
  public CustomDocuments(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What the document of a version is called: what stands behind {@code /openapi/v3/}. */
  public static String name(GroupVersion version) {
    return Paths.document(version);
  }

  /** The document of version 3 of one version with all its resources. */
  public Document v3(GroupVersion version, List<Model> models) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(out)) {
      json.setCharacterEscapes(GoJson.escapes());
      new V3Writer(catalog, VERSION, json, true)
          .document(name(version), paths(models), schemas(Dialect.V3, models));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Document.of(OpenApi.JSON, out.toByteArray());
  }

  /**
   * The document of version 2 as JSON.
   *
   * @param builtIn that of the built-in API
   * @param models all resources in all their versions
   */
  public Document v2(Document builtIn, List<Model> models) {
    try {
      return Document.of(
          OpenApi.JSON,
          new V2Merger(catalog, builtIn.content(), paths(models), schemas(Dialect.V2, models))
              .merged());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document of version 2 as protobuf. */
  public static Document v2Protobuf(Document json) {
    return Document.of(OpenApi.V2_PROTOBUF, GnosticWriter.write(json.content()));
  }

  private NavigableMap<String, List<Operation>> paths(List<Model> models) {
    NavigableMap<String, List<Operation>> paths = new TreeMap<>();
    models.forEach(model -> paths.putAll(new CustomPaths(catalog, model.type()).all()));
    return paths;
  }

  private NavigableMap<String, JsonNode> schemas(Dialect dialect, List<Model> models) {
    NavigableMap<String, JsonNode> schemas = new TreeMap<>();
    for (Model model : models) {
      String name = model.type().schema().name();
      schemas.put(name, object(dialect, model));
      schemas.put(
          name.substring(0, name.lastIndexOf('.') + 1) + model.listKind(),
          list(dialect, model, name));
    }
    return schemas;
  }

  private ObjectNode object(Dialect dialect, Model model) {
    JsonNode own = model.schema();
    boolean opaque =
        dialect == Dialect.V2
            && (model.preserved()
                || own.path("x-kubernetes-preserve-unknown-fields").asBoolean(false));
    ObjectNode schema;
    if (!own.isObject() || opaque) {
      schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    } else {
      schema = new CustomModels(dialect, properties -> embed(dialect, properties)).of(own);
      Map<String, JsonNode> properties = new TreeMap<>();
      schema.path("properties").properties().forEach(p -> properties.put(p.getKey(), p.getValue()));
      properties.put("apiVersion", text(text(COMMON, "apiVersion")));
      properties.put("kind", text(text(COMMON, "kind")));
      properties.put("metadata", reference(dialect, text(COMMON, "metadata"), "ObjectMeta"));
      ObjectNode all = schema.objectNode();
      properties.forEach(all::set);
      place(schema, all);
    }
    describe(schema, model, model.type().kind());
    return schema;
  }

  /** Puts properties where they belong: before what stands behind them in all schemas. */
  private static void place(ObjectNode schema, ObjectNode properties) {
    if (schema.has("properties")) {
      schema.set("properties", properties);
      return;
    }
    ObjectNode before = schema.deepCopy();
    schema.removeAll();
    boolean placed = false;
    for (Map.Entry<String, JsonNode> field : before.properties()) {
      boolean behind =
          List.of("additionalProperties", "externalDocs", "example").contains(field.getKey())
              || field.getKey().startsWith("x-");
      if (behind && !placed) {
        schema.set("properties", properties);
        placed = true;
      }
      schema.set(field.getKey(), field.getValue());
    }
    if (!placed) {
      schema.set("properties", properties);
    }
  }

  private void embed(Dialect dialect, Map<String, ObjectNode> properties) {
    properties.put(
        "apiVersion",
        text(
            "apiVersion defines the versioned schema of this representation of an object. "
                + CONVENTIONS
                + "#resources"));
    properties.put(
        "kind",
        text(
            "kind is a string value representing the type of this object. In CamelCase. "
                + CONVENTIONS
                + "#types-kinds"));
    properties.put("metadata", reference(dialect, text(COMMON, "metadata"), "ObjectMeta"));
  }

  private ObjectNode list(Dialect dialect, Model model, String item) {
    GroupVersionKind kind = model.type().kind();
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("description", model.listKind() + " is a list of " + kind.kind());
    schema.put("type", "object");
    schema.putArray("required").add("items");
    ObjectNode properties = schema.putObject("properties");
    properties.set("apiVersion", text(text(COMMON, "apiVersion")));
    ObjectNode items = properties.putObject("items");
    items.put("description", "List of " + model.type().resource().resource() + ". " + CONVENTIONS);
    items.put("type", "array");
    items.putObject("items").put("$ref", dialect.prefix() + item);
    properties.set("kind", text(text(COMMON, "kind")));
    properties.set("metadata", reference(dialect, listMetadata(), "ListMeta"));
    describe(schema, model, kind.groupVersion().kind(model.listKind()));
    return schema;
  }

  /** That of lists without the sentence of the older kinds. */
  private String listMetadata() {
    String text = text(COMMON_LIST, "metadata");
    return text.startsWith("Standard list metadata")
        ? text
        : "Standard list metadata. " + CONVENTIONS + "#types-kinds";
  }

  private static ObjectNode text(String description) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("description", description)
        .put("type", "string");
  }

  private static ObjectNode reference(Dialect dialect, String description, String type) {
    ObjectNode property = JsonNodeFactory.instance.objectNode().put("description", description);
    String target = dialect.prefix() + Operation.META + type;
    if (dialect == Dialect.V2) {
      return property.put("$ref", target);
    }
    property.putArray("allOf").addObject().put("$ref", target);
    return property;
  }

  /** The text that the field has in every kind. */
  private String text(String kind, String field) {
    return catalog
        .type(kind)
        .flatMap(schema -> schema.field(field))
        .map(Field::description)
        .orElse("");
  }

  private static void describe(ObjectNode schema, Model model, GroupVersionKind kind) {
    schema
        .putArray("x-kubernetes-group-version-kind")
        .addObject()
        .put("group", kind.group())
        .put("kind", kind.kind())
        .put("version", kind.version());
    if (!model.selectable().isEmpty()) {
      ArrayNode fields = schema.putArray("x-kubernetes-selectable-fields");
      model.selectable().forEach(path -> fields.addObject().put("fieldPath", path));
    }
    sortExtensions(schema);
  }

  private static void sortExtensions(ObjectNode schema) {
    Map<String, JsonNode> extensions = new TreeMap<>();
    schema.properties().stream()
        .filter(field -> field.getKey().startsWith("x-"))
        .forEach(field -> extensions.put(field.getKey(), field.getValue()));
    schema.remove(extensions.keySet());
    extensions.forEach(schema::set);
  }
}

package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Makes the documents of version 3 that describe custom resources. Safe for all threads. Upstream:
 * {@code apiextensions-apiserver/pkg/controller/openapi/builder} at v1.36.
 */
public final class CustomDocuments {
  private static final String VERSION = "v0.1.0";
  private static final String COMMON = "io.k8s.api.core.v1.ConfigMap";

  private final Catalog catalog;
  private final Parameters parameters;

  /**
   * A resource to describe.
   *
   * @param schema as its definition has it; missing when there is none
   */
  public record Model(ResourceType type, String listKind, JsonNode schema) {}

  /** Documents that refer to the built-in types of {@code catalog}. */
  public CustomDocuments(Catalog catalog) {
    this.catalog = catalog;
    this.parameters = new Parameters(catalog);
  }

  /** What the document of a version is called: what stands behind {@code /openapi/v3/}. */
  public static String name(GroupVersion version) {
    return Paths.document(version);
  }

  /** The document of one version with all its resources. */
  public Document v3(GroupVersion version, List<Model> models) {
    NavigableMap<String, List<Operation>> paths = new TreeMap<>();
    NavigableMap<String, JsonNode> schemas = new TreeMap<>();
    for (Model model : models) {
      paths.putAll(new ResourcePaths(catalog, parameters, model.type()).all());
      String name = model.type().schema().name();
      schemas.put(name, object(model));
      schemas.put(name + "List", list(model, name));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      new V3Writer(catalog, VERSION, json).document(name(version), paths, schemas);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Document.of(OpenApi.JSON, out.toByteArray());
  }

  private ObjectNode object(Model model) {
    ObjectNode schema =
        model.schema() instanceof ObjectNode own
            ? own.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.withObject("/properties");
    typeMeta(properties);
    reference(properties.putObject("metadata"), "metadata", "ObjectMeta");
    kind(schema, model.type().kind());
    return schema;
  }

  private ObjectNode list(Model model, String item) {
    GroupVersionKind kind = model.type().kind();
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("description", model.listKind() + " is a list of " + kind.kind());
    schema.put("type", "object");
    schema.putArray("required").add("items");
    ObjectNode properties = schema.putObject("properties");
    typeMeta(properties);
    ObjectNode items = properties.putObject("items");
    items.put("description", "List of " + model.type().resource().resource() + ".");
    items.put("type", "array");
    items.putObject("items").put("$ref", Dialect.V3.prefix() + item);
    reference(properties.putObject("metadata"), "metadata", "ListMeta");
    kind(schema, kind.groupVersion().kind(model.listKind()));
    return schema;
  }

  private void typeMeta(ObjectNode properties) {
    for (String field : List.of("apiVersion", "kind")) {
      properties.putObject(field).put("description", text(field)).put("type", "string");
    }
  }

  private void reference(ObjectNode property, String field, String type) {
    property.put("description", text(field));
    property.putArray("allOf").addObject().put("$ref", Dialect.V3.prefix() + Operation.META + type);
  }

  /** The text that the field has in every kind. */
  private String text(String field) {
    return catalog
        .type(COMMON)
        .flatMap(schema -> schema.field(field))
        .map(Field::description)
        .orElse("");
  }

  private static void kind(ObjectNode schema, GroupVersionKind kind) {
    schema
        .putArray("x-kubernetes-group-version-kind")
        .addObject()
        .put("group", kind.group())
        .put("kind", kind.kind())
        .put("version", kind.version());
  }
}

package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.typed.CatalogShapes;
import io.jukung.registry.apply.typed.StructuralShapes;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.Subresource;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.Types;
import io.jukung.registry.codec.UnstructuredDecoder;
import io.jukung.registry.crd.schema.Patterns;
import io.jukung.registry.crd.schema.Re2Patterns;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.selector.SelectableFields;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.subresource.Scale;
import io.jukung.registry.table.ColumnDefinition;
import io.jukung.registry.table.TableConvertor;
import io.jukung.registry.table.TableConvertors;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes resources of definitions. Safe for all threads. */
final class CustomResourceFactory {
  private static final Set<String> VERBS =
      Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final Set<String> TERMINATING_VERBS =
      Set.of("delete", "deletecollection", "get", "list", "watch");
  private static final Set<String> SUBRESOURCE_VERBS = Set.of("get", "patch", "update");

  private final Registry registry;
  private final CanonicalJson json;
  private final UnstructuredDecoder decoder;
  private final TableConvertors tables;
  private final ConversionWebhooks webhooks;
  private final InstantSource clock;
  private final StructuralShapes shapes;
  private final Patterns patterns = new Re2Patterns();

  CustomResourceFactory(
      Registry registry,
      Types types,
      TableConvertors tables,
      ConversionWebhooks webhooks,
      InstantSource clock) {
    this.registry = registry;
    this.json = new CanonicalJson(types);
    this.decoder = new UnstructuredDecoder(types);
    this.tables = tables;
    this.webhooks = webhooks;
    this.clock = clock;
    CatalogShapes builtIn = new CatalogShapes(types::type);
    this.shapes =
        new StructuralShapes(builtIn.of(types.type(UnstructuredDecoder.OBJECT_META).orElseThrow()));
  }

  /** Reads a stored definition. */
  Definition definition(Bytes bytes) {
    return Definition.of(json.parse(bytes), bytes);
  }

  /** A definition's tree as the definition says it. */
  ObjectNode tree(Definition definition) {
    return json.parse(definition.json());
  }

  /** The resource of a definition whose names are accepted. */
  CustomResource resource(Definition definition) {
    CustomFamily family =
        new CustomFamily(
            definition
                .webhook()
                .<Conversion>map(webhook -> new WebhookConversion(webhook, json, webhooks))
                .orElse(Conversion.NONE),
            shapes,
            clock);
    Map<String, CustomSchema> schemas = new LinkedHashMap<>();
    for (Definition.Version version : definition.versions()) {
      GroupVersionKind kind =
          new GroupVersionKind(definition.group(), version.name(), definition.accepted().kind());
      schemas.put(
          version.name(),
          new CustomSchema(kind, definition, version, decoder, this::tree, table(version), family));
    }
    family.fill(schemas);
    CustomSchema storage = find(schemas, definition.storageVersion().name());
    SelectableFields selectable = selectable(definition);
    Map<String, ServedVersion> versions = new LinkedHashMap<>();
    schemas.forEach(
        (name, schema) -> {
          ResourceType type = type(definition, schema, VERBS);
          CustomForm form = new CustomForm(schema, storage, family);
          versions.put(
              name,
              new ServedVersion(
                  type,
                  schema.terminating() ? type(definition, schema, TERMINATING_VERBS) : type,
                  schema,
                  () -> store(type, schema, selectable, form)));
        });
    return new CustomResource(definition, versions);
  }

  private ResourceStore store(
      ResourceType type, CustomSchema schema, SelectableFields selectable, CustomForm form) {
    return registry.customStore(type, new CustomStrategy(schema, patterns), selectable, form);
  }

  private static <T> T find(Map<String, T> all, String name) {
    T found = all.get(name);
    if (found == null) {
      throw new IllegalStateException("no version " + name);
    }
    return found;
  }

  /** All versions share one part of the cache, so it knows the fields of all. */
  private static SelectableFields selectable(Definition definition) {
    List<String> paths =
        definition.versions().stream()
            .flatMap(version -> version.selectableFields().stream())
            .distinct()
            .toList();
    return SelectableFields.ofCustom(definition.namespaced(), paths);
  }

  private TableConvertor table(Definition.Version version) {
    List<ColumnDefinition> columns = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    for (Definition.Column column : version.columns()) {
      columns.add(
          new ColumnDefinition(
              column.name(),
              column.type(),
              column.format(),
              column.description().isEmpty()
                  ? "Custom resource definition column (in JSONPath format): " + column.jsonPath()
                  : column.description(),
              column.priority()));
      paths.add(column.jsonPath());
    }
    return tables.custom(columns, paths);
  }

  private static ResourceType type(Definition definition, CustomSchema schema, Set<String> verbs) {
    GroupVersion version = schema.kind().groupVersion();
    Definition.Names names = definition.accepted();
    List<Subresource> subresources = new ArrayList<>();
    if (schema.version().status()) {
      subresources.add(new Subresource("status", schema.kind(), SUBRESOURCE_VERBS));
    }
    if (schema.version().scale().isPresent()) {
      subresources.add(new Subresource("scale", Scale.KIND, SUBRESOURCE_VERBS));
    }
    String storage = definition.storageVersion().name();
    return new ResourceType(
        new GroupVersionResource(version.group(), version.version(), names.plural()),
        names.singular(),
        schema.kind(),
        schema,
        definition.namespaced(),
        verbs,
        names.shortNames(),
        names.categories(),
        subresources,
        new GroupVersionResource(version.group(), storage, names.plural()),
        "/registry/" + version.group() + "/" + names.plural() + "/",
        storageVersionHash(version.group() + "/" + storage + "/" + names.kind()),
        false);
  }

  /** Eight bytes of a digest, as upstream's discovery tells them. */
  private static String storageVersionHash(String groupVersionKind) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(groupVersionKind.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

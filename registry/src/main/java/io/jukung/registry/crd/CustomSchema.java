package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.FieldManager;
import io.jukung.registry.apply.ScaleFields;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.codec.MediaKind;
import io.jukung.registry.codec.UnstructuredDecoder;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.crd.rules.Rules;
import io.jukung.registry.crd.schema.Defaulting;
import io.jukung.registry.crd.schema.Pruning;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.selector.SelectableFields;
import io.jukung.registry.table.TableConvertor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The type of one version of a custom resource: how its objects are read, shown and selected. Its
 * schema is parsed when first needed. Safe for all threads.
 */
public final class CustomSchema extends TypeSchema {
  private final GroupVersionKind kind;
  private final Definition definition;
  private final Definition.Version version;
  private final UnstructuredDecoder decoder;
  private final DefinitionReader reader;
  private final TableConvertor table;
  private final CustomFamily family;
  private volatile @Nullable Parsed parsed;

  /** What parsing found. */
  private record Parsed(Optional<Structural> structural, Optional<Rules> rules, Shape shape) {}

  CustomSchema(
      GroupVersionKind kind,
      Definition definition,
      Definition.Version version,
      UnstructuredDecoder decoder,
      DefinitionReader reader,
      TableConvertor table,
      CustomFamily family) {
    super(modelName(kind), "", List.of(kind), "", List.of(), Map.of(), Optional.empty());
    this.kind = kind;
    this.definition = definition;
    this.version = version;
    this.decoder = decoder;
    this.reader = reader;
    this.table = table;
    this.family = family;
  }

  /** What OpenAPI calls the kind: the group's parts in reverse, version and kind. */
  static String modelName(GroupVersionKind kind) {
    List<String> parts = new ArrayList<>(Arrays.asList(kind.group().split("\\.", -1)));
    Collections.reverse(parts);
    return String.join(".", parts) + "." + kind.version() + "." + kind.kind();
  }

  @Override
  public boolean unstructured() {
    return true;
  }

  /** The kind of the objects. */
  public GroupVersionKind kind() {
    return kind;
  }

  /** The kind of lists. */
  public String listKind() {
    return definition.accepted().listKind();
  }

  /** How objects are shown in tables. */
  public TableConvertor table() {
    return table;
  }

  /** The fields that selectors may name. */
  public SelectableFields selectable() {
    return SelectableFields.ofCustom(definition.namespaced(), version.selectableFields());
  }

  /** The paths of those fields, without the leading dot. */
  public List<String> selectablePaths() {
    return version.selectableFields().stream()
        .map(path -> path.startsWith(".") ? path.substring(1) : path)
        .toList();
  }

  /** Whether the definition keeps unknown fields everywhere. */
  public boolean preserves() {
    return definition.preserveUnknownFields();
  }

  /** What a request to a deprecated version is told; empty when the version is not deprecated. */
  public Optional<String> deprecation() {
    return version.deprecation();
  }

  /** Whether the resource is about to go, and takes no new objects. */
  public boolean terminating() {
    return definition.is("Terminating");
  }

  /** The scale of the objects; empty when they have none. */
  public Optional<CustomScale> scale() {
    return version.scale().map(paths -> new CustomScale(paths, new ScaleFields(this::replicas)));
  }

  private Optional<FieldSet> replicas(String apiVersion) {
    return family
        .version(apiVersion)
        .map(
            found ->
                found
                    .version()
                    .scale()
                    .map(paths -> FieldSet.ofFields(paths.specReplicas().split("\\.", -1)))
                    .orElse(FieldSet.EMPTY));
  }

  Definition definition() {
    return definition;
  }

  Definition.Version version() {
    return version;
  }

  UnstructuredDecoder decoder() {
    return decoder;
  }

  /** The schema; empty when the version has none. */
  Optional<Structural> structural() {
    return parsed().structural();
  }

  /** The schema's rules in CEL; empty when it has none. */
  Optional<Rules> rules() {
    return parsed().rules();
  }

  /** The shape of the objects, for those who own parts of them. */
  public Shape shape() {
    return parsed().shape();
  }

  /** An object of any of the definition's versions in this one. */
  ObjectNode converted(ObjectNode object) {
    ObjectNode made = family.into(this, List.of(object)).getFirst().deepCopy();
    var _ = prune(made);
    return made;
  }

  /**
   * Who keeps {@code metadata.managedFields} of writes to the object, or to its {@code status}.
   *
   * @param subresource empty for the object itself
   */
  public FieldManager fieldManager(String subresource) {
    return new FieldManager(new CustomKind(this, family, subresource), subresource, family.clock());
  }

  private Parsed parsed() {
    Parsed known = parsed;
    if (known == null) {
      JsonNode schema = schema();
      Optional<Structural> structural =
          schema.isObject() ? Optional.of(Structural.of(schema)) : Optional.empty();
      known =
          new Parsed(
              structural,
              structural.filter(Rules::has).map(Rules::new),
              family.shapes().of(structural, definition.preserveUnknownFields()));
      parsed = known;
    }
    return known;
  }

  /** Says which state of which definition this is made of. */
  public String source() {
    return definition.uid()
        + "/"
        + definition.generation()
        + "/"
        + definition.accepted().listKind();
  }

  /** The schema as the definition has it, texts included; missing when the version has none. */
  public JsonNode schema() {
    return reader
        .read(definition)
        .path("spec")
        .path("versions")
        .path(version.index())
        .path("schema")
        .path("openAPIV3Schema");
  }

  /**
   * Reads a body, drops what the schema does not know and fills in its defaults.
   *
   * @param warnings takes one line for each unknown or repeated field, with {@code WARN} only
   * @throws io.jukung.registry.status.StatusException 400 when it can't be read
   */
  public ObjectNode decode(
      byte[] body, MediaKind media, FieldValidation validation, Consumer<String> warnings) {
    ObjectNode object =
        decoder.decode(body, media, kind, validation, warnings, this::coerceRequest);
    applyDefaults(object);
    return object;
  }

  /**
   * Takes over a patched tree, as {@link #decode} does a body.
   *
   * @param tree changed
   * @throws io.jukung.registry.status.StatusException 400 with the text for the patch's refusal
   */
  public ObjectNode convert(
      ObjectNode tree, FieldValidation validation, Consumer<String> warnings) {
    ObjectNode object = decoder.convert(tree, validation, warnings, this::coerceRequest);
    applyDefaults(object);
    return object;
  }

  private List<String> coerceRequest(ObjectNode object) {
    List<String> unknown = new ArrayList<>(prune(object));
    if (own(object)) {
      EmbeddedObjects embedded = new EmbeddedObjects(decoder, false, unknown);
      embedded.coerce(object, structural().orElse(null));
    }
    return unknown;
  }

  private boolean own(ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText("");
    int slash = apiVersion.indexOf('/');
    return object.path("kind").asText("").equals(kind.kind())
        && slash > 0
        && apiVersion.substring(0, slash).equals(kind.group());
  }

  /** Drops what the schema does not know; returns its paths. */
  List<String> prune(ObjectNode object) {
    if (definition.preserveUnknownFields() || !own(object)) {
      return List.of();
    }
    List<String> unknown = Pruning.prune(object, structural().orElse(null));
    Defaulting.dropNulls(object, structural().orElse(null));
    return unknown;
  }

  /** Fills in the defaults. */
  public void applyDefaults(ObjectNode object) {
    structural().ifPresent(schema -> Defaulting.apply(object, schema));
  }

  /** Brings an object that was stored in this version into shape, whatever is wrong with it. */
  void mend(ObjectNode stored) {
    decoder.lenientMetadata(stored);
    prune(stored);
    try {
      new EmbeddedObjects(decoder, true, new ArrayList<>())
          .coerce(stored, structural().orElse(null));
    } catch (ValueException e) {
      throw new IllegalStateException("lenient coercion refuses nothing", e);
    }
    if (stored.get("metadata") instanceof ObjectNode metadata
        && metadata.path("generation").asLong(0) == 0) {
      metadata.put("generation", 1);
    }
    applyDefaults(stored);
  }
}

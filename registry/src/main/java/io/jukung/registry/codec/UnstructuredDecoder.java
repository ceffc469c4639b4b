package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes trees of bodies and of patched trees of custom resources: any JSON object, whose metadata
 * alone has a fixed form. The limits are those of {@link ObjectDecoder}. Safe for all threads.
 * Upstream: {@code apiextensions-apiserver/pkg/apiserver/customresource_handler.go} and {@code
 * schema/objectmeta/algorithm.go} at v1.36.
 */
public final class UnstructuredDecoder {
  /** The name of the type of metadata. */
  public static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

  /** Brings a tree into the form of its schema. */
  @FunctionalInterface
  public interface Coercion {
    /**
     * Drops what the schema does not know and fills in its defaults.
     *
     * @param object changed in place
     * @return the paths of what was dropped
     * @throws ValueException when a part has a form that can't be kept
     */
    List<String> apply(ObjectNode object);
  }

  private final Plans plans;
  private final YamlCodec yaml = new YamlCodec();

  /** A decoder that finds the type of metadata in {@code types}. */
  public UnstructuredDecoder(Types types) {
    this.plans = new Plans(types);
  }

  /**
   * Reads a body.
   *
   * @param expected the kind the endpoint takes
   * @param warnings takes one line for each unknown or repeated field, with {@code WARN} only
   * @throws StatusException 400 when the body can't be read, or breaks strict validation
   */
  public ObjectNode decode(
      byte[] body,
      MediaKind media,
      GroupVersionKind expected,
      FieldValidation validation,
      Consumer<String> warnings,
      Coercion coercion) {
    Body input = new Body(body, expected);
    return switch (media) {
      case JSON -> json(body, input, validation, warnings, List.of(), coercion);
      case YAML -> {
        YamlCodec.Converted converted = input.refuse(() -> yaml.toJson(body));
        yield json(
            converted.json().array(),
            input,
            validation,
            warnings,
            converted.duplicates(),
            coercion);
      }
      case PROTOBUF ->
          throw StatusException.badRequest(
              "object *unstructured.Unstructured does not implement the protobuf marshalling"
                  + " interface and cannot be encoded to a protobuf message");
    };
  }

  private ObjectNode json(
      byte[] json,
      Body body,
      FieldValidation validation,
      Consumer<String> warnings,
      List<String> duplicates,
      Coercion coercion) {
    GroupVersionKind stated = body.refuse(() -> TypeMeta.interpret(json));
    GroupVersionKind kind = body.kind(stated);
    DecodeState state = new DecodeState(validation != FieldValidation.IGNORE);
    List<String> strict = new ArrayList<>();
    ObjectNode object = body.refuse(() -> read(json, state));
    if (validation == FieldValidation.IGNORE && object.path("kind").asText("").isEmpty()) {
      body.refuse(
          () -> {
            throw new ValueException("Object 'Kind' is missing in '" + body.text(json) + "'");
          });
    }
    strict.addAll(ObjectDecoder.yamlErrors(duplicates, validation));
    strict.addAll(state.strictErrors());
    strict.addAll(body.refuse(() -> coerce(object, coercion)));
    ObjectDecoder.report(strict, validation, warnings, body.prefix());
    if (!kind.groupVersion().equals(body.expected().groupVersion())) {
      throw StatusException.badRequest(
          "the API version in the data ("
              + kind.apiVersion()
              + ") does not match the expected API version ("
              + body.expected().apiVersion()
              + ")");
    }
    return object;
  }

  private static ObjectNode read(byte[] json, DecodeState state) {
    try (JsonParser parser = JsonSource.open(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
      }
      ObjectNode object = (ObjectNode) new FreeReader(state).read(parser);
      state.finish();
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> coerce(ObjectNode object, Coercion coercion) {
    List<String> unknown = new ArrayList<>();
    metadata(object, "metadata.", unknown);
    unknown.addAll(coercion.apply(object));
    return unknown.stream().map(path -> "unknown field \"" + path + '"').toList();
  }

  /**
   * Takes over a tree that came from a patch.
   *
   * @param tree changed, and becomes the result
   * @throws StatusException 400 with the text that stands in the refusal of the patch
   */
  public ObjectNode convert(
      ObjectNode tree, FieldValidation validation, Consumer<String> warnings, Coercion coercion) {
    try {
      ObjectNode object = normal(tree);
      if (object.path("kind").asText("").isEmpty()) {
        throw new ValueException("Object 'Kind' is missing in '" + tree + "'");
      }
      ObjectDecoder.report(coerce(object, coercion), validation, warnings, "");
      return object;
    } catch (ValueException e) {
      throw StatusException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** The tree with numbers as the codecs make them. */
  public static ObjectNode normal(ObjectNode tree) {
    DecodeState state = new DecodeState(false);
    try (JsonParser parser = tree.traverse()) {
      parser.nextToken();
      return (ObjectNode) new FreeReader(state).read(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Brings the metadata of {@code holder} into its fixed form; does nothing when it has none.
   *
   * @param prefix what precedes the paths of unknown fields, such as {@code metadata.}
   * @param unknown takes the paths of what was dropped
   * @throws ValueException when a field has the wrong JSON type, with Go's text
   */
  public void metadata(ObjectNode holder, String prefix, List<String> unknown) {
    JsonNode metadata = holder.get("metadata");
    if (metadata == null) {
      return;
    }
    DecodeState state = new DecodeState(true);
    holder.set("metadata", typed(metadata, state));
    for (String error : state.strictErrors()) {
      if (error.startsWith("unknown field \"")) {
        unknown.add(prefix + error.substring(15, error.length() - 1));
      }
    }
  }

  /** As {@link #metadata}, but drops each field that has a wrong JSON type. */
  public void lenientMetadata(ObjectNode holder) {
    try {
      metadata(holder, "", new ArrayList<>());
    } catch (ValueException e) {
      ObjectNode kept = holder.objectNode();
      for (Map.Entry<String, JsonNode> field : holder.path("metadata").properties()) {
        ObjectNode one = holder.objectNode();
        one.putObject("metadata").set(field.getKey(), field.getValue());
        try {
          metadata(one, "", new ArrayList<>());
          kept.setAll((ObjectNode) one.get("metadata"));
        } catch (ValueException malformed) {
          // As upstream, what old objects have wrong is dropped when they are read.
        }
      }
      holder.set("metadata", kept);
    }
  }

  private ObjectNode typed(JsonNode metadata, DecodeState state) {
    TypeSchema schema =
        plans
            .types()
            .type(OBJECT_META)
            .orElseThrow(() -> new IllegalStateException("ObjectMeta is not in the catalog"));
    try (JsonParser parser = metadata.traverse()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
      }
      if (token != JsonToken.START_OBJECT) {
        throw new ValueException(state.typeError(TypedReader.kind(parser), "v1.ObjectMeta"));
      }
      ObjectNode typed = new TypedReader(plans, state).struct(parser, plans.of(schema), null);
      state.finish();
      return typed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

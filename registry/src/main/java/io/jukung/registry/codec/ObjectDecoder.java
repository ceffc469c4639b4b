package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes trees of request bodies and of patched trees, as upstream's typed decoding does: wrong JSON
 * types refused with upstream's texts, unknown and repeated fields treated as {@link
 * FieldValidation} says, values normalised, everything dropped that upstream would not store.
 *
 * <p>Time and memory are linear in the body; levels are limited to 300. All failures are {@link
 * StatusException}s with code 400. Safe for all threads. Upstream: {@code
 * apiserver/pkg/endpoints/handlers/create.go} and {@code rest.go}, {@code
 * apimachinery/pkg/runtime/serializer}.
 */
public final class ObjectDecoder {
  private final Plans plans;
  private final KindCheck kinds;
  private final ProtobufCodec protobuf;
  private final YamlCodec yaml = new YamlCodec();

  /** A decoder for the types of {@code types}. */
  public ObjectDecoder(Types types) {
    this.plans = new Plans(types);
    this.kinds = new KindCheck(types);
    this.protobuf = new ProtobufCodec(types);
  }

  /**
   * Reads a body.
   *
   * @param schema the type to read
   * @param expected the kind the endpoint takes; fills in what the body leaves out
   * @param warnings takes one line for each unknown or repeated field, with {@code WARN} only
   * @return the tree, with {@code apiVersion} and {@code kind}
   */
  public ObjectNode decode(
      byte[] body,
      MediaKind kind,
      TypeSchema schema,
      GroupVersionKind expected,
      FieldValidation validation,
      Consumer<String> warnings) {
    Body input = new Body(body, expected);
    return switch (kind) {
      case JSON -> json(body, input, schema, validation, warnings, List.of());
      case PROTOBUF -> protobuf(body, input, schema);
      case YAML -> {
        YamlCodec.Converted converted = input.refuse(() -> yaml.toJson(body));
        yield json(
            converted.json().array(), input, schema, validation, warnings, converted.duplicates());
      }
    };
  }

  /**
   * Reads the options of a request, which upstream does by a scheme of its own: any version will
   * do, and failures do not say what was expected.
   */
  public ObjectNode options(
      byte[] body, MediaKind kind, TypeSchema schema, GroupVersionKind expected) {
    try {
      if (kind == MediaKind.PROTOBUF) {
        ProtobufCodec.Envelope envelope = protobuf.envelope(body);
        refuseOther(envelope.kind(), expected);
        return TypeMeta.set(protobuf.decode(envelope.raw(), schema), expected);
      }
      byte[] json = kind == MediaKind.YAML ? yaml.toJson(body).json().array() : body;
      refuseOther(TypeMeta.interpret(json), expected);
      try (JsonParser parser = JsonSource.open(json)) {
        parser.nextToken();
        return read(parser, schema, new DecodeState(false));
      }
    } catch (ValueException e) {
      throw StatusException.badRequest(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Clients state the version they talk to, of whatever group: options are the same in all. */
  private static void refuseOther(GroupVersionKind stated, GroupVersionKind expected) {
    if (!stated.kind().isEmpty() && !stated.kind().equals(expected.kind())) {
      throw KindCheck.notRegistered(stated, KindCheck.OPTIONS_SCHEME);
    }
  }

  /** Reads a tree whose kind is beyond doubt, as {@link #convert} below. */
  public ObjectNode convert(
      ObjectNode tree, TypeSchema schema, FieldValidation validation, Consumer<String> warnings) {
    return convert(tree, schema, Optional.empty(), validation, warnings);
  }

  /**
   * Reads a tree that came from a patch: the same checks and the same result as for a body.
   *
   * @param tree is not changed
   * @param expected the kind the tree must be of; empty where the patch could not change it
   */
  public ObjectNode convert(
      ObjectNode tree,
      TypeSchema schema,
      Optional<GroupVersionKind> expected,
      FieldValidation validation,
      Consumer<String> warnings) {
    DecodeState state = new DecodeState(validation != FieldValidation.IGNORE);
    try (JsonParser parser = new RawJson.NodeParser(tree)) {
      GroupVersionKind kind =
          expected
              .map(wanted -> TypeMeta.of(tree).withDefaults(wanted))
              .orElseGet(() -> new GroupVersionKind("", "", ""));
      boolean other = expected.isPresent() && !kind.equals(expected.get());
      TypeSchema found =
          other ? kinds.schema(kind, expected.orElseThrow(), schema, tree.toString()) : schema;
      parser.nextToken();
      ObjectNode object = read(parser, found, state);
      if (other) {
        kinds.convertible(kind, expected.orElseThrow(), found);
      }
      report(state.strictErrors(), validation, warnings, "");
      return object;
    } catch (ValueException e) {
      throw StatusException.badRequest(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode json(
      byte[] json,
      Body body,
      TypeSchema schema,
      FieldValidation validation,
      Consumer<String> warnings,
      List<String> duplicates) {
    GroupVersionKind actual = body.refuse(() -> TypeMeta.interpret(json));
    GroupVersionKind kind = body.kind(actual);
    TypeSchema found =
        body.refuse(() -> kinds.schema(kind, body.expected(), schema, body.text(json)));
    DecodeState state = new DecodeState(validation != FieldValidation.IGNORE);
    ObjectNode object =
        body.refuse(
            () -> {
              try (JsonParser parser = JsonSource.open(json)) {
                parser.nextToken();
                return read(parser, found, state);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    body.refuse(() -> kinds.convertible(kind, body.expected(), found));
    List<String> strict = new ArrayList<>(yamlErrors(duplicates, validation));
    strict.addAll(state.strictErrors());
    report(strict, validation, warnings, body.prefix());
    kinds.sameVersion(kind, body.expected());
    return TypeMeta.set(object, kind);
  }

  private ObjectNode protobuf(byte[] bytes, Body body, TypeSchema schema) {
    ProtobufCodec.Envelope envelope = body.refuse(() -> protobuf.envelope(bytes));
    GroupVersionKind kind = body.kind(envelope.kind());
    TypeSchema found =
        body.refuse(() -> kinds.schema(kind, body.expected(), schema, envelope.typeMetaText()));
    ObjectNode object = body.refuse(() -> protobuf.decode(envelope.raw(), found));
    body.refuse(() -> kinds.convertible(kind, body.expected(), found));
    kinds.sameVersion(kind, body.expected());
    return TypeMeta.set(object, kind);
  }

  private ObjectNode read(JsonParser parser, TypeSchema schema, DecodeState state)
      throws IOException {
    Plan plan = plans.of(schema);
    TypedReader reader = new TypedReader(plans, state);
    ObjectNode object =
        parser.currentToken() == JsonToken.VALUE_NULL
            ? plans.complete(JsonNodeFactory.instance.objectNode(), plan)
            : reader.struct(parser, plan, null);
    state.finish();
    return object;
  }

  /** Repeated YAML keys: one error together, but a warning each. */
  static List<String> yamlErrors(List<String> duplicates, FieldValidation validation) {
    return validation == FieldValidation.WARN || duplicates.isEmpty()
        ? duplicates
        : List.of("yaml: unmarshal errors:\n  " + String.join("\n  ", duplicates));
  }

  static void report(
      List<String> strictErrors,
      FieldValidation validation,
      Consumer<String> warnings,
      String prefix) {
    if (strictErrors.isEmpty()) {
      return;
    }
    switch (validation) {
      case IGNORE -> {}
      case WARN -> strictErrors.forEach(warnings);
      case STRICT ->
          throw StatusException.badRequest(
              prefix + "strict decoding error: " + String.join(", ", strictErrors));
    }
  }
}

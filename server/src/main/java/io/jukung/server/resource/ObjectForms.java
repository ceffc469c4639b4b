package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.crd.CustomSchema;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.table.IncludeObject;
import io.jukung.registry.table.PartialObjectMetadata;
import io.jukung.registry.table.TableConvertor;
import io.jukung.registry.table.TableConvertors;
import io.jukung.registry.table.TableWriter;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Format;
import io.jukung.server.response.JsonText;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiated.Conversion;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/** Writes single objects in the form a client wants. Immutable, safe for all threads. */
final class ObjectForms {
  private static final byte[] LINE_FEED = {'\n'};
  private static final GroupVersionKind STATUS = new GroupVersionKind("", "v1", "Status");

  private final Transcoder transcoder;
  private final TableConvertors tables;
  private final Function<GroupVersionKind, Optional<TypeSchema>> kinds;
  private final Function<String, Optional<TypeSchema>> types;
  private final PartialObjectMetadata partialV1 = new PartialObjectMetadata("v1");
  private final PartialObjectMetadata partialV1beta1 = new PartialObjectMetadata("v1beta1");
  private final PartialObjectMetadata customV1 =
      new PartialObjectMetadata("v1", this::orderedPartial);
  private final PartialObjectMetadata customV1beta1 =
      new PartialObjectMetadata("v1beta1", this::orderedPartial);

  /**
   * Forms.
   *
   * @param kinds finds the type of a kind
   * @param types finds a type by its name
   */
  ObjectForms(
      Transcoder transcoder,
      TableConvertors tables,
      Function<GroupVersionKind, Optional<TypeSchema>> kinds,
      Function<String, Optional<TypeSchema>> types) {
    this.transcoder = transcoder;
    this.tables = tables;
    this.kinds = kinds;
    this.types = types;
  }

  Transcoder transcoder() {
    return transcoder;
  }

  /** The type of {@code kind}, which must be built in. */
  TypeSchema schema(GroupVersionKind kind) {
    return kinds
        .apply(kind)
        .orElseThrow(() -> new IllegalStateException("kind is not in the catalog: " + kind));
  }

  /** The type of a list's own metadata. */
  TypeSchema listMetadata() {
    return types
        .apply("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta")
        .orElseThrow(() -> new IllegalStateException("ListMeta is not in the catalog"));
  }

  /** Tells the request's trail of the object that was sent. */
  void auditRequest(ApiCall call, ResourceType type, ObjectNode object) {
    call.trail().requestObject(object, () -> transcoder.json(object, type.schema()));
  }

  /** An answer that is one stored object. */
  ApiResponse answer(
      int status, ApiCall call, ResourceType type, Negotiated form, StoredObject object) {
    if (form.conversion().isEmpty()
        && form.format() == Format.PROTOBUF
        && !type.schema().unstructured()) {
      call.trail().responseObject(false, object::json);
      return Gzip.of(
          call.header("Accept-Encoding"),
          status,
          form.format().mediaType(),
          protobuf(type, object));
    }
    return answer(status, call, type.kind(), type.schema(), form, object.json());
  }

  /** The object in its protobuf envelope, kept with the object. */
  Bytes protobuf(ResourceType type, StoredObject object) {
    return object.rendition(
        "protobuf", stored -> transcoder.protobuf(stored.json(), type.schema(), type.kind()));
  }

  /** An answer that is an object of any kind, given as canonical JSON. */
  ApiResponse answer(
      int status,
      ApiCall call,
      GroupVersionKind kind,
      TypeSchema schema,
      Negotiated form,
      Bytes json) {
    // What became of a request is told as it is, whatever its object was wanted as.
    if (form.conversion().isEmpty() || kind.equals(STATUS)) {
      return encoded(status, call, form, json, schema, kind);
    }
    Conversion conversion = form.conversion().get();
    return switch (conversion.kind()) {
      case "Table" -> {
        TableWriter writer = table(call, kind, schema, conversion);
        yield encoded(status, call, form, writer.table(json), schema, kind);
      }
      case "PartialObjectMetadata" -> {
        GroupVersionKind partial =
            new GroupVersionKind(conversion.group(), conversion.version(), conversion.kind());
        Bytes metadata = partial(conversion, schema, json);
        yield encoded(status, call, form, metadata, schema(conversion), partial);
      }
      default -> {
        if (schema.unstructured()) {
          throw new StatusException(500, "", "content is not a list", StatusException.Details.NONE);
        }
        throw StatusException.notAcceptable(
            "you requested "
                + conversion.kind()
                + ", but the requested object is not a list (*"
                + goName(kind)
                + ")");
      }
    };
  }

  /** What upstream's Go code calls the kind. */
  static String goName(GroupVersionKind kind) {
    int dot = kind.group().indexOf('.');
    String group =
        kind.group().isEmpty() ? "core" : dot < 0 ? kind.group() : kind.group().substring(0, dot);
    return group + "." + kind.kind();
  }

  /** A writer for one answer, with the {@code includeObject} that the query asks for. */
  TableWriter table(ApiCall call, GroupVersionKind kind, TypeSchema schema, Conversion conversion) {
    TableConvertor convertor =
        schema instanceof CustomSchema custom ? custom.table() : tables.of(kind);
    return tables.writer(
        convertor, conversion.version(), include(call), partial(conversion, schema));
  }

  /** The order of a kind's rows where it is not that of names. */
  TableConvertors tables() {
    return tables;
  }

  /** The type of what a conversion makes; it is the same in both versions. */
  TypeSchema schema(Conversion conversion) {
    return schema(new GroupVersionKind(conversion.group(), "v1", conversion.kind()));
  }

  /** Metadata alone, of an object of type {@code schema}. */
  Bytes partial(Conversion conversion, TypeSchema schema, Bytes json) {
    return partial(conversion, schema).of(json);
  }

  private PartialObjectMetadata partial(Conversion conversion, TypeSchema schema) {
    boolean beta = conversion.version().equals("v1beta1");
    return schema.unstructured()
        ? (beta ? customV1beta1 : customV1)
        : (beta ? partialV1beta1 : partialV1);
  }

  /** Custom objects have their fields sorted; their metadata alone has the order of its type. */
  private Bytes orderedPartial(Bytes json) {
    return transcoder.json(
        transcoder.tree(json),
        schema(new GroupVersionKind("meta.k8s.io", "v1", "PartialObjectMetadata")));
  }

  private static IncludeObject include(ApiCall call) {
    String wanted = call.query().text("includeObject");
    return switch (wanted) {
      case "", "Metadata" -> IncludeObject.METADATA;
      case "Object" -> IncludeObject.OBJECT;
      case "None" -> IncludeObject.NONE;
      default ->
          throw StatusException.badRequest(
              "Unable to convert to Table as requested: includeObject: Invalid value: \""
                  + wanted
                  + "\": must be 'Metadata', 'Object', 'None', or empty");
    };
  }

  private ApiResponse encoded(
      int status,
      ApiCall call,
      Negotiated form,
      Bytes json,
      TypeSchema schema,
      GroupVersionKind kind) {
    call.trail().responseObject(kind.equals(STATUS), () -> json);
    Bytes body =
        switch (form.format()) {
          case JSON -> form.pretty() ? indented(json) : withLineFeed(json);
          case YAML -> transcoder.yaml(json);
          case PROTOBUF -> transcoder.protobuf(json, schema, kind);
        };
    return Gzip.of(call.header("Accept-Encoding"), status, form.format().mediaType(), body);
  }

  /** An answer that is a tree of a built-in kind. */
  ApiResponse answer(int status, ApiCall call, Negotiated form, ObjectNode tree) {
    GroupVersionKind kind =
        io.jukung.registry.meta.GroupVersion.parse(tree.path("apiVersion").asText())
            .kind(tree.path("kind").asText());
    TypeSchema schema = schema(kind);
    return answer(status, call, kind, schema, form, transcoder.json(tree, schema));
  }

  static Bytes withLineFeed(Bytes json) {
    byte[] array = json.array();
    byte[] body = java.util.Arrays.copyOf(array, array.length + 1);
    body[array.length] = LINE_FEED[0];
    return Bytes.wrap(body);
  }

  static Bytes indented(Bytes json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length() * 2);
    try (OutputStream indenter = JsonText.indenting(out)) {
      indenter.write(json.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(out.toByteArray());
  }
}

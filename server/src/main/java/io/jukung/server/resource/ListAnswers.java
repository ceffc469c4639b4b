package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.ProtobufCodec;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.StoredObject;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Format;
import io.jukung.server.response.JsonText;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiated.Conversion;
import io.jukung.storage.Bytes;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes lists. A list's JSON is streamed: its first 128 KB are made before the answer begins, so
 * that a short one has a length and an early failure a {@code Status}; the rest is written item by
 * item, in gzip when the client takes it. Immutable, safe for all threads.
 */
final class ListAnswers {
  /** Longer answers are compressed, as upstream. */
  static final int GZIP_THRESHOLD = 128 << 10;

  private static final int BUFFER = 64 << 10;
  private final ObjectForms forms;

  ListAnswers(ObjectForms forms) {
    this.forms = forms;
  }

  /** The list in the form wanted; closes it, now or when it is written. */
  ApiResponse answer(ApiCall call, ResourceType type, Negotiated form, ListResult list) {
    boolean streaming = false;
    try {
      ListBody body = body(call, type, form);
      ApiResponse answer =
          switch (form.format()) {
            case JSON -> json(call, form.pretty(), body, list);
            case YAML -> yaml(body, list);
            case PROTOBUF -> protobuf(type, form, body, list);
          };
      streaming = answer.body() instanceof ApiResponse.Body.Streamed;
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!streaming) {
        list.close();
      }
    }
  }

  private ListBody body(ApiCall call, ResourceType type, Negotiated form) {
    if (form.conversion().isEmpty()) {
      return ListBody.Objects.of(type);
    }
    Conversion conversion = form.conversion().get();
    return switch (conversion.kind()) {
      case "Table" -> new ListBody.Table(forms.table(call, type.kind(), conversion));
      case "PartialObjectMetadataList" -> new ListBody.Partial(conversion, forms);
      default ->
          throw StatusException.notAcceptable(
              "you requested "
                  + conversion.kind()
                  + ", but the requested object is a list (*"
                  + ObjectForms.goName(type.kind())
                  + "List)");
    };
  }

  private static ApiResponse json(ApiCall call, boolean pretty, ListBody body, ListResult list)
      throws IOException {
    ByteArrayOutputStream start = new ByteArrayOutputStream(BUFFER);
    start.write(body.head(list).array());
    boolean first = true;
    while (list.hasNext() && start.size() <= GZIP_THRESHOLD) {
      write(body, list.next(), first, start);
      first = false;
    }
    if (!list.hasNext()) {
      start.write(body.foot().array());
      if (start.size() <= GZIP_THRESHOLD) {
        Bytes json = Bytes.wrap(start.toByteArray());
        return ApiResponse.of(
            200,
            Format.JSON.mediaType(),
            pretty ? ObjectForms.indented(json) : ObjectForms.withLineFeed(json));
      }
    }
    boolean gzip = Gzip.accepted(call.header("Accept-Encoding"));
    boolean none = first;
    ApiResponse answer =
        ApiResponse.streamed(
            200,
            Format.JSON.mediaType(),
            out -> {
              try (list;
                  OutputStream target = gzip ? Gzip.stream(out) : new Unclosed(out)) {
                OutputStream text = pretty ? JsonText.indenting(target) : target;
                start.writeTo(text);
                rest(body, list, none, text);
                if (pretty) {
                  text.close();
                }
              }
            });
    return gzip ? answer.with("Content-Encoding", "gzip").with("Vary", "Accept-Encoding") : answer;
  }

  /** The items that are left and the foot; nothing when the foot is there already. */
  private static void rest(ListBody body, ListResult list, boolean none, OutputStream out)
      throws IOException {
    boolean first = none;
    boolean any = false;
    while (list.hasNext()) {
      write(body, list.next(), first, out);
      first = false;
      any = true;
    }
    if (any) {
      out.write(body.foot().array());
    }
    out.write('\n');
  }

  private static void write(ListBody body, StoredObject object, boolean first, OutputStream out)
      throws IOException {
    out.write(body.between(first));
    byte[] item = body.item(object).array();
    out.write(item, body.itemOffset(), item.length - body.itemOffset());
  }

  private ApiResponse yaml(ListBody body, ListResult list) throws IOException {
    return ApiResponse.of(200, Format.YAML.mediaType(), forms.transcoder().yaml(whole(body, list)));
  }

  private static Bytes whole(ListBody body, ListResult list) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
    out.write(body.head(list).array());
    boolean first = true;
    while (list.hasNext()) {
      write(body, list.next(), first, out);
      first = false;
    }
    out.write(body.foot().array());
    return Bytes.wrap(out.toByteArray());
  }

  /**
   * Protobuf tells lengths before contents, so the items' bytes (shared, not copied) come first.
   */
  private ApiResponse protobuf(ResourceType type, Negotiated form, ListBody body, ListResult list)
      throws IOException {
    if (form.conversion().isPresent()) {
      Conversion conversion = form.conversion().get();
      GroupVersionKind kind =
          new GroupVersionKind(conversion.group(), conversion.version(), conversion.kind());
      return ApiResponse.of(
          200,
          Format.PROTOBUF.mediaType(),
          forms.transcoder().protobuf(whole(body, list), forms.schema(kind), kind));
    }
    List<Bytes> items = new ArrayList<>();
    long length = 0;
    while (list.hasNext()) {
      Bytes item =
          list.next()
              .rendition(
                  "protobuf-item",
                  stored -> forms.transcoder().protobufItem(stored.json(), type.schema()));
      items.add(item);
      length += ProtobufCodec.itemLength(item.length());
    }
    Bytes metadata =
        forms.transcoder().protobufItem(Bytes.utf8(ListBody.metadata(list)), forms.listMetadata());
    GroupVersionKind kind = type.kind().groupVersion().kind(type.kind().kind() + "List");
    Bytes header = ProtobufCodec.listHeader(kind, metadata, length);
    return ApiResponse.streamed(
            200,
            Format.PROTOBUF.mediaType(),
            out -> {
              try (OutputStream target = new Unclosed(out)) {
                target.write(header.array());
                for (Bytes item : items) {
                  target.write(ProtobufCodec.itemHeader(item.length()).array());
                  target.write(item.array());
                }
                target.write(ProtobufCodec.LIST_FOOTER.array());
              }
            })
        .with(
            "Content-Length",
            Long.toString(header.length() + length + ProtobufCodec.LIST_FOOTER.length()));
  }

  /** Buffers, and flushes where others would close: Jersey closes what it opened. */
  private static final class Unclosed extends BufferedOutputStream {
    Unclosed(OutputStream out) {
      super(out, BUFFER);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}

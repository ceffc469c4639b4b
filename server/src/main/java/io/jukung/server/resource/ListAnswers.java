package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.crd.CustomSchema;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ListResult;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.JsonText;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiated.Conversion;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes lists, item by item in every form, so that a list of any size takes little memory. The
 * first 128 KB of a text are made before the answer begins, so that a short one has a length and an
 * early failure a {@code Status}. Long answers go in gzip when the client takes it. Immutable, safe
 * for all threads.
 */
final class ListAnswers {
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
      call.trail().responseObject(false, () -> whole(body, list));
      ApiResponse answer = answer(call.header("Accept-Encoding"), type, form, body, list);
      streaming = answer.body() instanceof ApiResponse.Body.Streamed;
      return answer;
    } finally {
      if (!streaming) {
        list.close();
      }
    }
  }

  /** The same; closes the list only when the answer is streamed. */
  ApiResponse answer(
      String acceptEncoding, ResourceType type, Negotiated form, ListBody body, ListResult list) {
    try {
      return switch (form.format()) {
        case JSON -> {
          ListEncoding encoding = new ListEncoding.Json(body, list);
          yield form.conversion().isEmpty() && isLong(body, list)
              ? streamed(acceptEncoding, form, list, out -> all(encoding, list, out))
              : text(acceptEncoding, form, encoding, list);
        }
        case YAML ->
            text(acceptEncoding, form, new ListEncoding.Yaml(body, list, forms.transcoder()), list);
        case PROTOBUF ->
            new ProtobufList(forms, type, form.conversion()).answer(acceptEncoding, list);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of the list as JSON; goes back to its first item. */
  private static Bytes whole(ListBody body, ListResult list) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
    try {
      all(new ListEncoding.Json(body, list), list, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    list.rewind();
    return Bytes.wrap(out.toByteArray());
  }

  private ListBody body(ApiCall call, ResourceType type, Negotiated form) {
    if (form.conversion().isEmpty()) {
      return type.schema() instanceof CustomSchema custom
          ? new ListBody.Custom(custom)
          : ListBody.Objects.of(type);
    }
    Conversion conversion = form.conversion().get();
    return switch (conversion.kind()) {
      case "Table" -> new ListBody.Table(forms.table(call, type.kind(), type.schema(), conversion));
      case "PartialObjectMetadataList" -> new ListBody.Partial(conversion, type.schema(), forms);
      default ->
          throw StatusException.notAcceptable(
              "you requested "
                  + conversion.kind()
                  + ", but the requested object is a list (*"
                  + (type.schema().unstructured()
                      ? "unstructured.Unstructured"
                      : ObjectForms.goName(type.kind()))
                  + "List)");
    };
  }

  /**
   * Whether objects that are written as they are take more than what is made before an answer
   * begins: their start would be kept for as long as it is written, by each of many lists.
   */
  private static boolean isLong(ListBody body, ListResult list) {
    long length = 0;
    while (list.hasNext() && length <= Gzip.THRESHOLD) {
      length += list.next().json().length() - body.itemOffset();
    }
    list.rewind();
    return length > Gzip.THRESHOLD;
  }

  /** Writes a list's text once its answer has begun. */
  @FunctionalInterface
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static ApiResponse streamed(
      String acceptEncoding, Negotiated form, ListResult list, Writing writing) {
    return Gzip.streamed(
        acceptEncoding,
        form.format().mediaType(),
        out -> {
          try (list) {
            OutputStream text = form.indented() ? JsonText.indenting(out) : out;
            writing.to(text);
            if (form.indented()) {
              text.close();
            }
          }
        });
  }

  private static ApiResponse text(
      String acceptEncoding, Negotiated form, ListEncoding encoding, ListResult list)
      throws IOException {
    ByteArrayOutputStream start = new ByteArrayOutputStream(BUFFER);
    encoding.head(start);
    boolean none = true;
    while (list.hasNext() && start.size() <= Gzip.THRESHOLD) {
      encoding.item(list.next(), none, start);
      none = false;
    }
    boolean whole = !list.hasNext();
    if (whole) {
      encoding.foot(none, start);
    }
    if (whole && start.size() <= Gzip.THRESHOLD) {
      Bytes text = Bytes.wrap(start.toByteArray());
      return Gzip.of(
          acceptEncoding,
          200,
          form.format().mediaType(),
          form.indented() ? ObjectForms.indented(text) : text);
    }
    boolean empty = none;
    return streamed(
        acceptEncoding,
        form,
        list,
        text -> {
          start.writeTo(text);
          if (!whole) {
            rest(encoding, list, empty, text);
          }
        });
  }

  private static void all(ListEncoding encoding, ListResult list, OutputStream out)
      throws IOException {
    encoding.head(out);
    rest(encoding, list, true, out);
  }

  private static void rest(ListEncoding encoding, ListResult list, boolean none, OutputStream out)
      throws IOException {
    boolean first = none;
    while (list.hasNext()) {
      encoding.item(list.next(), first, out);
      first = false;
    }
    encoding.foot(first, out);
  }
}

package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.ProtobufCodec;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ObjectEvent;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.table.TableWriter;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.Format;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiated.Conversion;
import io.jukung.server.response.StatusJson;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes the events of one watch: JSON one event a line, protobuf behind four bytes of length. The
 * bytes of an object are shared by all watches and copied into the connection's buffer only. Used
 * by one thread.
 */
final class WatchFrames {
  private static final GroupVersionKind STATUS = new GroupVersionKind("", "v1", "Status");
  private static final byte[] JSON_END = {'}', '\n'};

  private final ResourceType type;
  private final Negotiated form;
  private final ObjectForms forms;
  private final Optional<TableWriter> table;

  WatchFrames(ApiCall call, ResourceType type, Negotiated form, ObjectForms forms) {
    this.type = type;
    this.form = form;
    this.forms = forms;
    this.table =
        form.conversion()
            .filter(Conversion::isTable)
            .map(conversion -> forms.table(call, type.kind(), conversion));
  }

  /** Writes one event; does not flush. */
  void write(ObjectEvent event, OutputStream out) throws IOException {
    switch (event) {
      case ObjectEvent.Added(var object) -> write("ADDED", object, out);
      case ObjectEvent.Modified(var object) -> write("MODIFIED", object, out);
      case ObjectEvent.Deleted(var object) -> write("DELETED", object, out);
      case ObjectEvent.Bookmark bookmark -> write("BOOKMARK", bookmark(bookmark), out);
      case ObjectEvent.Failed(var cause) -> failure(cause, out);
    }
  }

  private void write(String event, StoredObject object, OutputStream out) throws IOException {
    if (form.format() == Format.PROTOBUF && form.conversion().isEmpty()) {
      Bytes frame =
          object.rendition(
              "watch-protobuf-" + event,
              stored -> ProtobufCodec.watchFrame(event, forms.protobuf(type, stored)));
      out.write(frame.array());
      return;
    }
    Bytes json = object.json();
    if (form.conversion().isEmpty()) {
      jsonFrame(event, json, out);
      return;
    }
    Bytes converted =
        table.isPresent() ? table.get().table(json) : forms.partial(form.conversion().get(), json);
    encoded(event, converted, conversionKind(), out);
  }

  private GroupVersionKind conversionKind() {
    Conversion conversion = form.conversion().orElseThrow();
    return new GroupVersionKind(conversion.group(), conversion.version(), conversion.kind());
  }

  private void encoded(String event, Bytes json, GroupVersionKind kind, OutputStream out)
      throws IOException {
    if (form.format() == Format.PROTOBUF) {
      Bytes object = forms.transcoder().protobuf(json, forms.schema(kind), kind);
      out.write(ProtobufCodec.watchFrame(event, object).array());
    } else {
      jsonFrame(event, json, out);
    }
  }

  private static void jsonFrame(String event, Bytes json, OutputStream out) throws IOException {
    out.write(("{\"type\":\"" + event + "\",\"object\":").getBytes(StandardCharsets.US_ASCII));
    out.write(json.array());
    out.write(JSON_END);
  }

  /** An object that carries nothing but the revision. */
  private StoredObject bookmark(ObjectEvent.Bookmark bookmark) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("kind", type.kind().kind()).put("apiVersion", type.kind().apiVersion());
    ObjectNode metadata = tree.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(bookmark.revision()));
    if (bookmark.initialEnd()) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return new StoredObject(
        "", "", forms.transcoder().json(tree, type.schema()), bookmark.revision());
  }

  private void failure(StatusException cause, OutputStream out) throws IOException {
    Bytes json = forms.transcoder().json(StatusJson.of(cause), forms.schema(STATUS));
    encoded("ERROR", json, STATUS, out);
  }

  /** Frames of an event in memory; for tests. */
  Bytes frame(ObjectEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(event, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(out.toByteArray());
  }
}

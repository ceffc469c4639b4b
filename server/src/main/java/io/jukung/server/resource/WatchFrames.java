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
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes the events of one watch: JSON one event a line, protobuf behind four bytes of length. The
 * frame of an event is made once and shared by all watches that want the same form, except for
 * tables, whose columns each watch is told once and whose ages run. Used by one thread.
 */
final class WatchFrames {
  private static final GroupVersionKind STATUS = new GroupVersionKind("", "v1", "Status");
  private static final byte[] JSON_END = {'}', '\n'};

  /**
   * What an event is called.
   *
   * @param jsonStart what stands in front of its object in JSON
   * @param rendition what its shared frames are remembered as
   */
  private record Kind(String name, Bytes jsonStart, String rendition) {
    static Kind of(String name, Negotiated form) {
      String conversion = form.conversion().map(c -> c.kind() + "-" + c.version() + "-").orElse("");
      return new Kind(
          name,
          Bytes.utf8("{\"type\":\"" + name + "\",\"object\":"),
          "watch-" + form.format() + "-" + conversion + name);
    }
  }

  private final ResourceType type;
  private final Negotiated form;
  private final ObjectForms forms;
  private final Optional<TableWriter> table;
  private final Kind added;
  private final Kind modified;
  private final Kind deleted;

  WatchFrames(ApiCall call, ResourceType type, Negotiated form, ObjectForms forms) {
    this.type = type;
    this.form = form;
    this.forms = forms;
    this.table =
        form.conversion()
            .filter(Conversion::isTable)
            .map(conversion -> forms.table(call, type.kind(), type.schema(), conversion));
    this.added = Kind.of("ADDED", form);
    this.modified = Kind.of("MODIFIED", form);
    this.deleted = Kind.of("DELETED", form);
  }

  /** Writes one event; does not flush. */
  void write(ObjectEvent event, OutputStream out) throws IOException {
    switch (event) {
      case ObjectEvent.Added(var object) -> write(added, object, out);
      case ObjectEvent.Modified(var object) -> write(modified, object, out);
      case ObjectEvent.Deleted(var object) -> write(deleted, object, out);
      case ObjectEvent.Bookmark bookmark ->
          write(Kind.of("BOOKMARK", form), bookmark(bookmark), out);
      case ObjectEvent.Ended _ -> {}
      case ObjectEvent.Failed(var cause) -> out.write(failure(cause).array());
    }
  }

  private void write(Kind event, StoredObject object, OutputStream out) throws IOException {
    Bytes frame =
        table.isPresent()
            ? encoded(event, row(event, object.json()), conversionKind())
            : object.rendition(event.rendition(), stored -> make(event, stored));
    out.write(frame.array());
  }

  private Bytes row(Kind event, Bytes object) {
    TableWriter rows = table.orElseThrow();
    // Of bookmarks, only the one that ends the initial events says something.
    return event.name().equals("BOOKMARK") && object.utf8().contains("initial-events-end")
        ? rows.bookmark(object)
        : rows.table(object);
  }

  private Bytes make(Kind event, StoredObject object) {
    if (form.conversion().isPresent()) {
      Bytes partial = forms.partial(form.conversion().get(), type.schema(), object.json());
      return encoded(event, partial, conversionKind());
    }
    return form.format() == Format.PROTOBUF
        ? ProtobufCodec.watchFrame(event.name(), forms.protobuf(type, object))
        : jsonFrame(event, object.json());
  }

  private GroupVersionKind conversionKind() {
    Conversion conversion = form.conversion().orElseThrow();
    return new GroupVersionKind(conversion.group(), conversion.version(), conversion.kind());
  }

  private Bytes encoded(Kind event, Bytes json, GroupVersionKind kind) {
    return form.format() == Format.PROTOBUF
        ? ProtobufCodec.watchFrame(
            event.name(),
            forms
                .transcoder()
                .protobuf(
                    json,
                    kind.equals(STATUS)
                        ? forms.schema(kind)
                        : forms.schema(form.conversion().orElseThrow()),
                    kind))
        : jsonFrame(event, json);
  }

  private static Bytes jsonFrame(Kind event, Bytes json) {
    byte[] start = event.jsonStart().array();
    byte[] object = json.array();
    byte[] frame = Arrays.copyOf(start, start.length + object.length + JSON_END.length);
    System.arraycopy(object, 0, frame, start.length, object.length);
    System.arraycopy(JSON_END, 0, frame, start.length + object.length, JSON_END.length);
    return Bytes.wrap(frame);
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

  private Bytes failure(StatusException cause) {
    Bytes json = forms.transcoder().json(StatusJson.of(cause), forms.schema(STATUS));
    return encoded(Kind.of("ERROR", form), json, STATUS);
  }
}

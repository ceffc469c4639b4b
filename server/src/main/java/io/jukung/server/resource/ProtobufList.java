package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.ProtobufCodec;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.StoredObject;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Format;
import io.jukung.server.response.Negotiated.Conversion;
import io.jukung.storage.Bytes;
import java.util.Optional;

/**
 * A list in protobuf. Its envelope tells the length of all items before the first, so the list is
 * gone through twice: for the lengths, which objects remember, and for the bytes, of which the
 * registry's budget decides how many are remembered from the first time to the second. As upstream,
 * {@code apimachinery/pkg/runtime/serializer/protobuf/collections.go} at v1.36.
 */
final class ProtobufList {
  private static final String PARTIAL = "PartialObjectMetadata";
  private final ObjectForms forms;
  private final ResourceType type;
  private final Optional<Conversion> conversion;
  private final TypeSchema schema;
  private final String rendition;

  /** A list of objects, or of what {@code conversion} makes of them. */
  ProtobufList(ObjectForms forms, ResourceType type, Optional<Conversion> conversion) {
    this.forms = forms;
    this.type = type;
    this.conversion = conversion;
    this.schema =
        conversion
            .map(c -> forms.schema(new Conversion(c.group(), c.version(), PARTIAL)))
            .orElse(type.schema());
    this.rendition = conversion.isEmpty() ? "protobuf-item" : "protobuf-item-metadata";
  }

  private GroupVersionKind kind() {
    return conversion
        .map(c -> new GroupVersionKind(c.group(), c.version(), c.kind()))
        .orElseGet(() -> type.kind().groupVersion().kind(type.kind().kind() + "List"));
  }

  private Bytes item(StoredObject object) {
    return forms
        .transcoder()
        .protobufItem(
            conversion
                .map(c -> forms.partial(c, type.schema(), object.json()))
                .orElse(object.json()),
            schema);
  }

  /** The list, from its first item on; closes it when it is written. */
  ApiResponse answer(String acceptEncoding, ListResult list) {
    long length = 0;
    while (list.hasNext()) {
      length += ProtobufCodec.itemLength(list.next().renditionLength(rendition, this::item));
    }
    list.rewind();
    Bytes metadata =
        forms.transcoder().protobufItem(Bytes.utf8(ListBody.metadata(list)), forms.listMetadata());
    Bytes header = ProtobufCodec.listHeader(kind(), metadata, length);
    long whole = header.length() + length + ProtobufCodec.LIST_FOOTER.length();
    return Gzip.streamed(
        acceptEncoding,
        Format.PROTOBUF.mediaType(),
        whole,
        out -> {
          try (list) {
            out.write(header.array());
            while (list.hasNext()) {
              Bytes item = list.next().rendition(rendition, this::item);
              out.write(ProtobufCodec.itemHeader(item.length()).array());
              out.write(item.array());
            }
            out.write(ProtobufCodec.LIST_FOOTER.array());
          }
        });
  }
}

package io.jukung.registry.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ProtobufCodec;
import io.jukung.registry.codec.Types;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.conversion.Conversions;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.storage.Bytes;
import io.jukung.storage.StoreException;
import java.util.Arrays;
import java.util.Optional;

/** Turns stored values into canonical JSON and back. Safe for all threads. */
final class StoredForms {
  private static final Bytes PROTOBUF = Bytes.utf8("k8s\0");
  private static final Bytes ENCRYPTED = Bytes.utf8("k8s:enc:");

  private final Catalog catalog;
  private final CanonicalJson json;
  private final ProtobufCodec protobuf;
  private final StorageMediaType written;

  StoredForms(Catalog catalog, StorageMediaType written) {
    this.catalog = catalog;
    this.json = new CanonicalJson(Types.of(catalog));
    this.protobuf = new ProtobufCodec(Types.of(catalog));
    this.written = written;
  }

  /**
   * The canonical JSON of a stored value. What is no object of a kind known here stays as it is,
   * and so does what is encrypted.
   *
   * @throws StoreException.Unavailable when it can't be read
   */
  Bytes canonical(Bytes key, Bytes value) {
    if (value.startsWith(PROTOBUF)) {
      try {
        return fromEnvelope(value);
      } catch (ValueException e) {
        throw new StoreException.Unavailable(
            "the value of " + key.utf8() + " is broken: " + e.getMessage());
      }
    }
    if (value.startsWith(ENCRYPTED)) {
      return value;
    }
    byte[] bytes = value.array();
    boolean line = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    return line ? Bytes.wrap(Arrays.copyOf(bytes, bytes.length - 1)) : value;
  }

  private Bytes fromEnvelope(Bytes value) {
    ProtobufCodec.Envelope envelope = protobuf.envelope(value.array());
    GroupVersionKind kind = envelope.kind();
    Optional<TypeSchema> schema = catalog.kind(kind);
    if (schema.isEmpty()) {
      return value;
    }
    ObjectNode object = protobuf.decode(envelope.raw(), schema.get());
    object.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
    Optional<ResourceType> type = catalog.resourceForKind(kind);
    if (type.isPresent() && Conversions.converts(type.get())) {
      ResourceType stored = catalog.resource(type.get().storage()).orElseThrow();
      return json.encode(Conversions.toStorage(type.get(), object), stored.schema());
    }
    return json.encode(object, schema.get());
  }

  /** The form to write canonical JSON in. */
  Bytes stored(Bytes value) {
    return switch (written) {
      case JSON -> value;
      case PROTOBUF -> toEnvelope(value);
    };
  }

  private Bytes toEnvelope(Bytes value) {
    if (value.length() == 0 || value.array()[0] != '{') {
      return value;
    }
    ObjectNode object = json.parse(value);
    String apiVersion = object.path("apiVersion").asText();
    String name = object.path("kind").asText();
    if (apiVersion.isEmpty() || name.isEmpty()) {
      return value;
    }
    GroupVersionKind kind = GroupVersion.parse(apiVersion).kind(name);
    return catalog
        .kind(kind)
        .filter(protobuf::supports)
        .map(schema -> protobuf.encode(object, schema, kind))
        .orElse(value);
  }
}

package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ProtobufCodec;
import io.jukung.registry.codec.Types;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.server.response.JsonText;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.TreeEncoder;
import io.jukung.storage.Bytes;
import java.util.Optional;

/** The codecs of the registry. Immutable, safe for all threads. */
public final class CodecTranscoder implements Transcoder, TreeEncoder {
  private final Types types;
  private final CanonicalJson canonical;
  private final ProtobufCodec protobuf;
  private final YamlCodec yaml = new YamlCodec();

  /** Codecs for the kinds of {@code types}. */
  public CodecTranscoder(Types types) {
    this.types = types;
    this.canonical = new CanonicalJson(types);
    this.protobuf = new ProtobufCodec(types);
  }

  @Override
  public Bytes json(ObjectNode tree, TypeSchema schema) {
    return canonical.encode(tree, schema);
  }

  @Override
  public ObjectNode tree(Bytes json) {
    return canonical.parse(json);
  }

  @Override
  public Bytes yaml(Bytes json) {
    return yaml.encode(canonical.parse(json));
  }

  @Override
  public Bytes protobuf(Bytes json, TypeSchema schema, GroupVersionKind kind) {
    return protobuf.encode(canonical.parse(json), schema, kind);
  }

  @Override
  public Bytes protobufItem(Bytes json, TypeSchema schema) {
    return protobuf.message(canonical.parse(json), schema);
  }

  @Override
  public Bytes encode(ObjectNode tree, Negotiated negotiated) {
    return switch (negotiated.format()) {
      case JSON -> negotiated.pretty() ? JsonText.indented(tree) : JsonText.compact(tree);
      case YAML -> yaml.encode(tree);
      case PROTOBUF -> {
        GroupVersionKind kind =
            GroupVersion.parse(tree.path("apiVersion").asText("v1"))
                .kind(tree.path("kind").asText(""));
        Optional<TypeSchema> schema = types.kind(kind);
        yield schema.isPresent()
            ? protobuf.encode(tree, schema.get(), kind)
            : JsonText.compact(tree);
      }
    };
  }
}

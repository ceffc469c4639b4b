package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ObjectScanner;
import io.jukung.storage.Bytes;
import java.util.List;

/** The codec room's canonical JSON as the store uses it. */
final class CanonicalCodec implements ObjectCodec {
  private final CanonicalJson json;

  CanonicalCodec(CanonicalJson json) {
    this.json = json;
  }

  @Override
  public Scanner scanner(List<String> paths) {
    ObjectScanner scanner = new ObjectScanner(paths);
    return bytes -> {
      ObjectScanner.Scan scan = scanner.scan(bytes);
      return new Scan(scan.namespace(), scan.name(), scan.labels(), scan.fields());
    };
  }

  @Override
  public ObjectNode parse(Bytes bytes) {
    return json.parse(bytes);
  }

  @Override
  public Bytes encode(ObjectNode object, TypeSchema schema) {
    return json.stored(object, schema);
  }

  @Override
  public Bytes withResourceVersion(Bytes bytes, long revision) {
    return CanonicalJson.withResourceVersion(bytes, revision);
  }
}

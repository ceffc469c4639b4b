package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.storage.Bytes;
import java.util.List;

/** A codec between stored bytes and the trees of one version. */
final class FormCodec implements ObjectCodec {
  private final ObjectCodec codec;
  private final VersionForm form;

  FormCodec(ObjectCodec codec, VersionForm form) {
    this.codec = codec;
    this.form = form;
  }

  @Override
  public Scanner scanner(List<String> paths) {
    return codec.scanner(paths);
  }

  @Override
  public ObjectNode parse(Bytes json) {
    return form.fromStorage(codec.parse(json));
  }

  @Override
  public Bytes encode(ObjectNode object, TypeSchema schema) {
    return codec.encode(form.toStorage(object), schema);
  }

  @Override
  public Bytes withResourceVersion(Bytes json, long revision) {
    return codec.withResourceVersion(json, revision);
  }

  /** Stored bytes, their resourceVersion filled in, as this version has them. */
  Bytes shown(Bytes json, TypeSchema schema) {
    Bytes made = codec.encode(parse(json), schema);
    return made.equals(json) ? json : made;
  }
}

package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.storage.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** Whether it is worth while to make many forms at once. */
  boolean remote() {
    return form.remote();
  }

  /** The object as this version has it; remembered by the object. */
  Bytes shown(StoredObject object, TypeSchema schema) {
    return object.rendition(
        form.name(), stored -> encoded(parse(stored.json()), stored.json(), schema));
  }

  /** Makes and remembers the forms of objects that have none yet. */
  List<Bytes> allShown(List<StoredObject> objects, TypeSchema schema) {
    List<ObjectNode> made =
        form.allFromStorage(objects.stream().map(object -> codec.parse(object.json())).toList());
    List<Bytes> shown = new ArrayList<>(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      ObjectNode tree = made.get(i);
      shown.add(
          objects.get(i).rendition(form.name(), stored -> encoded(tree, stored.json(), schema)));
    }
    return shown;
  }

  /** The form that the object remembers, if any. */
  Optional<Bytes> known(StoredObject object) {
    return object.knownRendition(form.name());
  }

  private Bytes encoded(ObjectNode tree, Bytes stored, TypeSchema schema) {
    Bytes made = codec.encode(tree, schema);
    return made.equals(stored) ? stored : made;
  }
}

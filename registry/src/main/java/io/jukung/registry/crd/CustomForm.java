package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.store.VersionForm;
import java.util.List;

/**
 * How a version of a custom resource sees its stored objects, which may be in any of the versions
 * the definition has or had as its storage version.
 *
 * @param version whose form this is
 * @param storage the version to store in
 */
record CustomForm(CustomSchema version, CustomSchema storage, CustomFamily family)
    implements VersionForm {

  @Override
  public String name() {
    return "custom-" + version.kind().version();
  }

  @Override
  public boolean remote() {
    return family.conversion().remote();
  }

  @Override
  public ObjectNode fromStorage(ObjectNode stored) {
    return allFromStorage(List.of(stored)).getFirst();
  }

  @Override
  public List<ObjectNode> allFromStorage(List<ObjectNode> stored) {
    stored.forEach(object -> family.versionOf(object).mend(object));
    return into(version, stored);
  }

  @Override
  public ObjectNode toStorage(ObjectNode object) {
    return into(storage, List.of(object)).getFirst();
  }

  @SuppressWarnings("ReferenceEquality") // what was not converted is the same object
  private List<ObjectNode> into(CustomSchema to, List<ObjectNode> objects) {
    List<ObjectNode> all = family.into(to, objects);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) != objects.get(i)) {
        to.prune(all.get(i));
      }
    }
    return all;
  }
}

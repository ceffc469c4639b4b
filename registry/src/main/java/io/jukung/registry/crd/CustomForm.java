package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.VersionForm;
import java.util.Map;

/**
 * How a version of a custom resource sees its stored objects, which may be in any of the versions
 * the definition has or had as its storage version.
 *
 * @param version whose form this is
 * @param storage the version to store in
 * @param versions all of them, by name
 */
record CustomForm(
    CustomSchema version,
    CustomSchema storage,
    Map<String, CustomSchema> versions,
    Conversion conversion)
    implements VersionForm {

  @Override
  public String name() {
    return "custom-" + version.kind().version();
  }

  @Override
  public ObjectNode fromStorage(ObjectNode stored) {
    CustomSchema from = versionOf(stored);
    from.mend(stored);
    return into(version, from, stored);
  }

  @Override
  public ObjectNode toStorage(ObjectNode object) {
    return into(storage, versionOf(object), object);
  }

  private ObjectNode into(CustomSchema to, CustomSchema from, ObjectNode object) {
    if (to == from) {
      return object;
    }
    ObjectNode converted = conversion.convert(object, to.kind().apiVersion());
    to.prune(converted);
    return converted;
  }

  private CustomSchema versionOf(ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText("");
    CustomSchema found = versions.get(apiVersion.substring(apiVersion.indexOf('/') + 1));
    if (found == null || !found.kind().apiVersion().equals(apiVersion)) {
      throw StatusException.internal(
          "request to convert CR from an invalid group/version: " + apiVersion);
    }
    return found;
  }
}

package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Brings objects of a custom resource from one version into another. Safe for all threads. */
@FunctionalInterface
interface Conversion {
  /** Changes the version's name and nothing else. */
  Conversion NONE =
      (object, apiVersion) -> {
        ObjectNode converted = object.deepCopy();
        converted.put("apiVersion", apiVersion);
        return converted;
      };

  /**
   * Converts.
   *
   * @param object is not changed
   * @param apiVersion another one than the object's, of the same definition
   * @throws io.jukung.registry.status.StatusException when it fails
   */
  ObjectNode convert(ObjectNode object, String apiVersion);
}

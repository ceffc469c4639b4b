package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Brings objects of a custom resource from one version into another. Safe for all threads. */
interface Conversion {
  /** Changes the version's name and nothing else. */
  Conversion NONE =
      new Conversion() {
        @Override
        public List<ObjectNode> convert(List<ObjectNode> objects, String apiVersion) {
          return objects.stream()
              .map(object -> object.deepCopy().put("apiVersion", apiVersion))
              .toList();
        }

        @Override
        public boolean remote() {
          return false;
        }
      };

  /**
   * Converts.
   *
   * @param objects not empty; of other versions of the same definition; not changed
   * @return as many, in the same order
   * @throws io.jukung.registry.status.StatusException when it fails
   */
  List<ObjectNode> convert(List<ObjectNode> objects, String apiVersion);

  /** Whether another process is asked. */
  boolean remote();
}

package io.jukung.registry.selector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One field that a field selector may name, and where its value lies.
 *
 * @param label the name in stored form, such as {@code spec.nodeName}
 * @param paths JSON pointers, such as {@code /spec/nodeName}; the first with a value that is not
 *     empty counts
 * @param whenAbsent the value where no path has one
 */
public record SelectableField(String label, List<String> paths, String whenAbsent) {
  /** Copies the list. */
  public SelectableField {
    paths = List.copyOf(paths);
  }

  /** A field whose label is its path. */
  static SelectableField of(String label, String whenAbsent) {
    return new SelectableField(label, List.of("/" + label.replace('.', '/')), whenAbsent);
  }

  /** The object's value. */
  public String value(JsonNode object) {
    for (String path : paths) {
      String value = object.at(path).asText("");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return whenAbsent;
  }
}

package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Picks the class that one of some annotations marks as the default. */
final class DefaultClasses {
  private DefaultClasses() {}

  /** The newest of those marked; of the same age, the first by name. */
  static Optional<String> pick(Collection<JsonNode> classes, List<String> annotations) {
    JsonNode best = null;
    for (JsonNode candidate : classes) {
      JsonNode own = candidate.path("metadata").path("annotations");
      boolean marked =
          annotations.stream().anyMatch(name -> own.path(name).asText("").equals("true"));
      if (marked && (best == null || before(candidate, best))) {
        best = candidate;
      }
    }
    return Optional.ofNullable(best).map(DefaultClasses::name);
  }

  private static boolean before(JsonNode one, JsonNode other) {
    int newer = created(one).compareTo(created(other));
    return newer > 0 || (newer == 0 && name(one).compareTo(name(other)) < 0);
  }

  private static String created(JsonNode object) {
    return object.path("metadata").path("creationTimestamp").asText("");
  }

  private static String name(JsonNode object) {
    return object.path("metadata").path("name").asText("");
  }
}

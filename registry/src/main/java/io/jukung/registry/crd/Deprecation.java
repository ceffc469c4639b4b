package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What requests to a deprecated version are told. */
final class Deprecation {
  private Deprecation() {}

  /** The definition's own words, or else the version to use instead where there is one. */
  static String warning(JsonNode spec, JsonNode version) {
    JsonNode own = version.path("deprecationWarning");
    if (own.isTextual()) {
      return own.textValue();
    }
    String group = spec.path("group").asText("");
    String kind = spec.path("names").path("kind").asText("");
    String name = version.path("name").asText("");
    Optional<String> newest = Optional.empty();
    for (JsonNode other : spec.path("versions")) {
      String candidate = other.path("name").asText("");
      boolean usable =
          other.path("served").asBoolean(false)
              && !other.path("deprecated").asBoolean(false)
              && KubeVersions.ORDER.compare(name, candidate) > 0;
      if (usable && (newest.isEmpty() || KubeVersions.ORDER.compare(candidate, newest.get()) < 0)) {
        newest = Optional.of(candidate);
      }
    }
    String text = group + "/" + name + " " + kind + " is deprecated";
    return newest.map(n -> text + "; use " + group + "/" + n + " " + kind).orElse(text);
  }
}

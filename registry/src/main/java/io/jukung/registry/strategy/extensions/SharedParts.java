package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A definition's spec as upstream validates it: what all versions say alike stands once, at the
 * top, and errors name that place. Upstream: {@code apis/apiextensions/v1/conversion.go} at v1.36.
 *
 * @param versions {@code spec.versions}
 */
record SharedParts(JsonNode versions) {
  /** Whether all versions say the same under {@code field}; nothing and an empty list are alike. */
  boolean shared(String field) {
    JsonNode first = versions.path(0).path(field);
    for (JsonNode version : versions) {
      JsonNode other = version.path(field);
      boolean both = nothing(first) && nothing(other);
      if (!both && !other.equals(first)) {
        return false;
      }
    }
    return true;
  }

  private static boolean nothing(JsonNode value) {
    return value.isMissingNode() || value.isNull() || (value.isArray() && value.isEmpty());
  }

  /** What stands at the top. */
  JsonNode top(String field) {
    return shared(field) ? versions.path(0).path(field) : MissingNode.getInstance();
  }

  /** What a version says by itself. */
  JsonNode own(JsonNode version, String field) {
    return shared(field) ? MissingNode.getInstance() : version.path(field);
  }
}

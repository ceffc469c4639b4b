package io.jukung.server.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.values.NullValue;
import io.jukung.registry.cel.FieldNames;
import io.jukung.registry.request.UserInfo;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Claims and users as values of expressions. All numbers are doubles, as Go reads JSON; a field
 * whose name is no identifier is found by its escaped name, too, on every level.
 */
final class ClaimValues {
  private ClaimValues() {}

  static Map<String, Object> claims(ObjectNode claims) {
    Map<String, Object> values = new LinkedHashMap<>();
    claims.properties().forEach(claim -> values.put(claim.getKey(), of(claim.getValue())));
    return new Fields(values);
  }

  static Map<String, Object> user(UserInfo user) {
    Map<String, Object> extra = new LinkedHashMap<>(user.extra());
    return Map.of(
        "username",
        user.name(),
        "uid",
        user.uid(),
        "groups",
        user.groups(),
        "extra",
        new Fields(extra));
  }

  private static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> claims((ObjectNode) node);
      case ARRAY -> {
        List<Object> list = new ArrayList<>(node.size());
        node.forEach(element -> list.add(of(element)));
        yield list;
      }
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.doubleValue();
      default -> NullValue.NULL_VALUE;
    };
  }

  /** Finds fields by their names in expressions. */
  private static final class Fields extends AbstractMap<String, Object> {
    private final Map<String, Object> fields;

    Fields(Map<String, Object> fields) {
      this.fields = fields;
    }

    private static Object plain(@Nullable Object key) {
      return key instanceof String name
          ? FieldNames.unescape(name).orElse(name)
          : String.valueOf(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return fields.containsKey(plain(key));
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return fields.get(plain(key));
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return fields.entrySet();
    }
  }
}

package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.apply.fieldpath.PathElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a tree has lists and objects that are owned in one piece. */
public final class Atomics {
  private Atomics() {}

  /** Their paths. */
  public static List<String> of(Shape shape, JsonNode value) {
    List<String> paths = new ArrayList<>();
    find(shape, value, "", paths);
    return paths;
  }

  private static void find(Shape shape, JsonNode value, String path, List<String> paths) {
    MapShape map = shape.map;
    ListShape list = shape.list;
    if (value.isObject() && map != null) {
      if (map.atomic) {
        paths.add(path);
      }
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        MapShape.FieldShape field = map.field(entry.getKey());
        if (field != null) {
          find(field.shape(), entry.getValue(), path + "." + entry.getKey(), paths);
        }
      }
    } else if (value.isArray() && list != null) {
      if (list.atomic()) {
        paths.add(path);
      }
      for (int i = 0; i < value.size(); i++) {
        find(list.element(), value.get(i), path + PathElement.index(i), paths);
      }
    }
  }
}

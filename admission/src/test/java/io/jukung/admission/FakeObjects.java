package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Objects by resource, namespace and name. */
final class FakeObjects implements AdmissionObjects {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final Map<String, JsonNode> all = new TreeMap<>();

  void put(String resource, String namespace, String name, String json) throws Exception {
    ObjectNode object = (ObjectNode) MAPPER.readTree(json);
    object.withObject("/metadata").put("name", name);
    all.put(resource + "/" + namespace + "/" + name, object);
  }

  @Override
  public Optional<JsonNode> find(GroupVersionResource resource, String namespace, String name) {
    return Optional.ofNullable(all.get(resource.resource() + "/" + namespace + "/" + name));
  }

  @Override
  public long lastChange(GroupVersionResource resource) {
    return all.size();
  }

  @Override
  public Optional<JsonNode> newest(GroupVersionResource resource, String namespace, String name) {
    return find(resource, namespace, name);
  }

  @Override
  public List<JsonNode> list(GroupVersionResource resource, String namespace) {
    List<JsonNode> found = new ArrayList<>();
    all.forEach(
        (key, object) -> {
          if (key.startsWith(resource.resource() + "/" + namespace)) {
            found.add(object);
          }
        });
    return found;
  }
}

package io.jukung.registry.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.Types;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersionResource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Several managers that apply lists of containers with force, against a naive model: containers by
 * name, and for each of them and of their fields the managers that own it.
 */
class ApplyListPropertyTest {
  private static final long SEED = 20261126;
  private static final Catalog CATALOG = Catalog.load();
  private static final ResourceType PODS =
      CATALOG.resource(new GroupVersionResource("", "v1", "pods")).orElseThrow();
  private static final List<String> MANAGERS = List.of("one", "two", "three");
  private static final List<String> FIELDS = List.of("image", "workingDir");

  private final Random random = new Random(SEED);
  private final Clock clock = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
  private final CanonicalJson json = new CanonicalJson(Types.of(CATALOG));
  private final FieldManager fields =
      new FieldManagers(
              CATALOG, new ObjectDecoder(Types.of(CATALOG)), new Defaults(CATALOG, clock), clock)
          .of(PODS, "");

  /** Containers by name, in order, with the fields of interest. */
  private static final class Model {
    private final Map<String, Map<String, String>> live = new TreeMap<>();
    private final Map<String, Set<String>> owned = new TreeMap<>();

    private void apply(String manager, Map<String, Map<String, String>> config) {
      Set<String> wanted = new TreeSet<>();
      config.forEach(
          (name, container) -> {
            wanted.add(name);
            Map<String, String> there = live.computeIfAbsent(name, _ -> new TreeMap<>());
            container.forEach(
                (field, value) -> {
                  wanted.add(name + "/" + field);
                  if (!value.equals(there.put(field, value))) {
                    owned.values().forEach(paths -> paths.remove(name + "/" + field));
                  }
                });
          });
      Set<String> dropped = new TreeSet<>(owned.getOrDefault(manager, Set.of()));
      dropped.removeAll(wanted);
      owned.put(manager, wanted);
      for (String path : dropped) {
        if (owned.values().stream().noneMatch(paths -> paths.contains(path))) {
          remove(path);
        }
      }
    }

    private void remove(String path) {
      int slash = path.indexOf('/');
      if (slash < 0) {
        live.remove(path);
      } else {
        live.getOrDefault(path.substring(0, slash), new TreeMap<>())
            .remove(path.substring(slash + 1));
      }
    }
  }

  private Map<String, Map<String, String>> randomContainers() {
    List<String> names = new ArrayList<>(List.of("a", "b", "c", "d"));
    Collections.shuffle(names, random);
    Map<String, Map<String, String>> containers = new LinkedHashMap<>();
    for (String name : names.subList(0, random.nextInt(4))) {
      Map<String, String> container = new TreeMap<>();
      for (String field : FIELDS) {
        if (random.nextBoolean()) {
          container.put(field, "v" + random.nextInt(2));
        }
      }
      containers.put(name, container);
    }
    return containers;
  }

  private static ObjectNode pod(Map<String, Map<String, String>> containers) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("kind", "Pod").put("apiVersion", "v1");
    pod.putObject("metadata").put("name", "a");
    if (!containers.isEmpty()) {
      ArrayNode list = pod.putObject("spec").putArray("containers");
      containers.forEach(
          (name, fields) -> {
            ObjectNode container = list.addObject().put("name", name);
            fields.forEach(container::put);
          });
    }
    return pod;
  }

  private ObjectNode stored(ObjectNode object) {
    object.withObject("/metadata").put("uid", "u");
    return json.parse(json.encode(object, PODS.schema()));
  }

  @Test
  void listsByNameAgreeWithMaps() {
    for (int round = 0; round < 300; round++) {
      Model model = new Model();
      ObjectNode live = stored(fields.apply(Optional.empty(), pod(Map.of()), "one", true));
      model.apply("one", Map.of());
      for (int step = 0; step < 10; step++) {
        String manager = MANAGERS.get(random.nextInt(MANAGERS.size()));
        Map<String, Map<String, String>> config = randomContainers();
        String told =
            "seed %d round %d step %d: %s %s".formatted(SEED, round, step, manager, config);
        if (!live.at("/metadata/managedFields").isArray()) {
          break; // what nobody owns is taken over, which is not of interest here
        }
        model.apply(manager, config);
        live = stored(fields.apply(Optional.of(live), pod(config), manager, true));
        assertThat(containers(live)).as(told).isEqualTo(model.live);
        assertThat(owned(live)).as(told).isEqualTo(withoutEmpty(model.owned));
        List<String> order = new ArrayList<>();
        live.at("/spec/containers").forEach(c -> order.add(c.path("name").asText()));
        order.retainAll(config.keySet());
        assertThat(order).as(told).containsExactlyElementsOf(config.keySet());
      }
    }
  }

  private static Map<String, Set<String>> withoutEmpty(Map<String, Set<String>> owned) {
    Map<String, Set<String>> copy = new TreeMap<>(owned);
    copy.values().removeIf(Set::isEmpty);
    return copy;
  }

  private static Map<String, Map<String, String>> containers(ObjectNode pod) {
    Map<String, Map<String, String>> containers = new TreeMap<>();
    for (JsonNode container : pod.at("/spec/containers")) {
      Map<String, String> found = new TreeMap<>();
      for (String field : FIELDS) {
        if (container.has(field)) {
          found.put(field, container.path(field).asText());
        }
      }
      containers.put(container.path("name").asText(), found);
    }
    return containers;
  }

  private static Map<String, Set<String>> owned(ObjectNode pod) {
    Map<String, Set<String>> owned = new TreeMap<>();
    for (JsonNode entry : pod.at("/metadata/managedFields")) {
      Set<String> paths = new HashSet<>();
      for (Map.Entry<String, JsonNode> item :
          entry.at("/fieldsV1/f:spec/f:containers").properties()) {
        String key = item.getKey();
        if (!key.startsWith("k:")) {
          continue;
        }
        String name = key.substring("k:{\"name\":\"".length(), key.length() - 2);
        paths.add(name);
        for (String field : FIELDS) {
          if (item.getValue().has("f:" + field)) {
            paths.add(name + "/" + field);
          }
        }
      }
      if (!paths.isEmpty()) {
        owned.put(entry.path("manager").asText(), paths);
      }
    }
    return owned;
  }
}

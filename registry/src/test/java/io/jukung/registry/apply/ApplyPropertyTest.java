package io.jukung.registry.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.Types;
import io.jukung.registry.defaults.Defaults;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Several managers that apply and update one object, against a naive model: a map of values, and
 * for each key the managers that own it.
 */
class ApplyPropertyTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final ResourceType CONFIG_MAPS =
      CATALOG.resource(new GroupVersionResource("", "v1", "configmaps")).orElseThrow();
  private static final List<String> MANAGERS = List.of("one", "two", "three");
  private static final List<String> KEYS = List.of("a", "b", "c", "d");

  private final Random random = new Random(20261125);
  private final Clock clock = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
  private final CanonicalJson json = new CanonicalJson(Types.of(CATALOG));
  private final FieldManager fields =
      new FieldManagers(
              CATALOG, new ObjectDecoder(Types.of(CATALOG)), new Defaults(CATALOG, clock), clock)
          .of(CONFIG_MAPS, "");

  /** The naive model: appliers and updaters are different managers even under one name. */
  private static final class Model {
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, Set<String>> owned = new HashMap<>();

    private Set<String> owned(String manager) {
      return owned.computeIfAbsent(manager, _ -> new HashSet<>());
    }

    private boolean apply(String manager, Map<String, String> config, boolean force) {
      for (Map.Entry<String, String> entry : config.entrySet()) {
        boolean changes = !entry.getValue().equals(values.get(entry.getKey()));
        boolean others =
            owned.entrySet().stream()
                .anyMatch(
                    o -> !o.getKey().equals(manager) && o.getValue().contains(entry.getKey()));
        if (changes && others && !force) {
          return false;
        }
      }
      Set<String> before = new HashSet<>(owned(manager));
      config.forEach((key, value) -> write(manager, key, value));
      before.removeAll(config.keySet());
      owned(manager).removeAll(before);
      for (String key : before) {
        if (owned.values().stream().noneMatch(set -> set.contains(key))) {
          values.remove(key);
        }
      }
      return true;
    }

    private void write(String manager, String key, String value) {
      if (!value.equals(values.put(key, value))) {
        owned.values().forEach(set -> set.remove(key));
      }
      owned(manager).add(key);
    }
  }

  private ObjectNode object(Map<String, String> data) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", "ConfigMap").put("apiVersion", "v1");
    object.putObject("metadata").put("name", "a");
    if (!data.isEmpty()) {
      ObjectNode node = object.putObject("data");
      data.forEach(node::put);
    }
    return object;
  }

  private ObjectNode stored(ObjectNode object) {
    object.withObject("/metadata").put("uid", "u");
    return json.parse(json.encode(object, CONFIG_MAPS.schema()));
  }

  private Map<String, String> randomData() {
    Map<String, String> data = new TreeMap<>();
    for (String key : KEYS) {
      if (random.nextBoolean()) {
        data.put(key, Integer.toString(random.nextInt(2)));
      }
    }
    return data;
  }

  private static Map<String, String> data(ObjectNode object) {
    Map<String, String> data = new TreeMap<>();
    object.path("data").properties().forEach(e -> data.put(e.getKey(), e.getValue().asText()));
    return data;
  }

  private static Map<String, Set<String>> owned(ObjectNode object) {
    Map<String, Set<String>> owned = new HashMap<>();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      Set<String> keys = new HashSet<>();
      for (Map.Entry<String, JsonNode> field : entry.at("/fieldsV1/f:data").properties()) {
        if (!field.getKey().equals(".")) {
          keys.add(field.getKey().substring(2));
        }
      }
      if (!keys.isEmpty()) {
        owned.put(entry.path("manager").asText() + entry.path("operation").asText(), keys);
      }
    }
    return owned;
  }

  @Test
  void appliersAndUpdatersOwnWhatTheModelSays() {
    for (int round = 0; round < 300; round++) {
      Model model = new Model();
      ObjectNode live = stored(fields.apply(Optional.empty(), object(Map.of()), "one", false));
      for (int step = 0; step < 12; step++) {
        live = step(model, live);
        Map<String, Set<String>> expected = new HashMap<>(model.owned);
        expected.values().removeIf(Set::isEmpty);
        assertThat(data(live)).as("round %d step %d", round, step).isEqualTo(model.values);
        assertThat(owned(live)).as("round %d step %d", round, step).isEqualTo(expected);
      }
    }
  }

  private ObjectNode step(Model model, ObjectNode live) {
    String manager = MANAGERS.get(random.nextInt(MANAGERS.size()));
    Map<String, String> data = randomData();
    boolean tracked = live.at("/metadata/managedFields").isArray();
    if (random.nextInt(3) == 0 && tracked) {
      ObjectNode wanted = live.deepCopy();
      ObjectNode node = wanted.withObject("/data");
      for (Map.Entry<String, String> entry : data.entrySet()) {
        node.put(entry.getKey(), entry.getValue());
        if (!entry.getValue().equals(model.values.get(entry.getKey()))) {
          model.write(manager + "Update", entry.getKey(), entry.getValue());
        }
      }
      fields.update(Optional.of(live), wanted, manager);
      return stored(wanted);
    }
    boolean force = random.nextBoolean();
    if (!tracked) {
      // What nobody owns is taken over for "before-first-apply"; not of interest here.
      return applyAll(model, live, manager, data);
    }
    if (model.apply(manager + "Apply", data, force)) {
      ObjectNode applied = stored(fields.apply(Optional.of(live), object(data), manager, force));
      ObjectNode again = stored(fields.apply(Optional.of(applied), object(data), manager, force));
      assertThat(again).isEqualTo(applied);
      return applied;
    }
    ObjectNode current = live;
    assertThatThrownBy(() -> fields.apply(Optional.of(current), object(data), manager, false))
        .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.code()).isEqualTo(409));
    return live;
  }

  private ObjectNode applyAll(
      Model model, ObjectNode live, String manager, Map<String, String> data) {
    ObjectNode bare = live.deepCopy();
    bare.remove("data");
    model.values.clear();
    model.owned.clear();
    assertThat(model.apply(manager + "Apply", data, true)).isTrue();
    return stored(fields.apply(Optional.of(bare), object(data), manager, true));
  }
}

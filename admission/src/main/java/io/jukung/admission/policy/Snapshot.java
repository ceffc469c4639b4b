package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionObjects;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Something made of each object of a kind, kept until that object changes. Sorted by name. Safe for
 * all threads.
 *
 * @param <T> what is made; immutable
 */
public final class Snapshot<T> {
  private final AdmissionObjects objects;
  private final GroupVersionResource resource;
  private final Function<JsonNode, T> make;
  private volatile State<T> state = new State<>(-1, Map.of(), List.of());

  private record Made<T>(JsonNode uid, JsonNode version, String name, T value) {}

  private record State<T>(long revision, Map<String, Made<T>> byName, List<T> values) {}

  /** Follows the objects of a resource. */
  public Snapshot(
      AdmissionObjects objects, GroupVersionResource resource, Function<JsonNode, T> make) {
    this.objects = objects;
    this.resource = resource;
    this.make = make;
  }

  /** All there are now, as the read cache has them. */
  public List<T> values() {
    State<T> known = state;
    return known.revision == objects.lastChange(resource) ? known.values : refresh();
  }

  private synchronized List<T> refresh() {
    State<T> known = state;
    long revision = objects.lastChange(resource);
    if (known.revision == revision) {
      return known.values;
    }
    Map<String, Made<T>> byName = new HashMap<>();
    for (JsonNode object : objects.list(resource, "")) {
      JsonNode metadata = object.path("metadata");
      String name = metadata.path("name").asText("");
      Made<T> before = known.byName.get(name);
      boolean same =
          before != null
              && before.uid.equals(metadata.path("uid"))
              && before.version.equals(metadata.path("resourceVersion"));
      byName.put(
          name,
          same
              ? before
              : new Made<>(
                  metadata.path("uid"),
                  metadata.path("resourceVersion"),
                  name,
                  make.apply(object)));
    }
    List<Made<T>> sorted = new ArrayList<>(byName.values());
    sorted.sort(Comparator.comparing(Made::name));
    state = new State<>(revision, byName, sorted.stream().map(Made::value).toList());
    return state.values;
  }
}

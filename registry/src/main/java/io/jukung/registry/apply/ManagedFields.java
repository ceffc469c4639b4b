package io.jukung.registry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.codec.value.GoStrings;
import io.jukung.registry.codec.value.ValueException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The managers of one object while a write is under way. Not thread-safe.
 *
 * <p>Upstream: {@code internal/managedfields.go} and {@code capmanagers.go}.
 */
final class ManagedFields {
  /** How many managers that do not apply an object has at most. */
  static final int MAX_UPDATERS = 10;

  private static final String ANCIENT = "ancient-changes";

  private static final Comparator<ManagedEntry> PRINTED_ORDER =
      Comparator.comparing((ManagedEntry entry) -> entry.id().operation())
          .thenComparing(ManagedEntry::time)
          .thenComparing(entry -> entry.id().manager(), GoStrings.ORDER)
          .thenComparing(ManagedEntry::apiVersion, GoStrings.ORDER)
          .thenComparing(entry -> entry.id().subresource(), GoStrings.ORDER);

  private final Map<ManagedEntry.Id, ManagedEntry> entries = new LinkedHashMap<>();

  /**
   * Reads {@code metadata.managedFields}.
   *
   * @param trusted whether this server wrote them, so that sets need no look
   * @throws ValueException when an entry is not valid
   */
  static ManagedFields read(JsonNode list, boolean trusted) {
    ManagedFields managed = new ManagedFields();
    for (int i = 0; i < list.size(); i++) {
      ManagedEntry entry = ManagedEntry.read(list.get(i), i);
      if (!trusted) {
        FieldSet _ = entry.set();
      }
      managed.put(entry);
    }
    return managed;
  }

  /** Those of a stored object; none when they can't be read. */
  static ManagedFields ofStored(Optional<ObjectNode> live) {
    JsonNode list =
        live.map(object -> object.path("metadata").path("managedFields"))
            .orElse(JsonNodeFactory.instance.missingNode());
    try {
      return read(list, true);
    } catch (ValueException e) {
      return new ManagedFields();
    }
  }

  /**
   * Those an update starts from: what the request says, unless it says nothing or nonsense.
   *
   * @param given the request's; missing when it has none
   */
  static ManagedFields ofUpdate(Optional<ObjectNode> live, JsonNode given) {
    if (given.isArray()) {
      boolean reset = given.isEmpty() || (given.size() == 1 && given.get(0).isEmpty());
      if (reset) {
        return new ManagedFields();
      }
      try {
        ManagedFields managed = read(given, false);
        if (!managed.isEmpty()) {
          return managed;
        }
      } catch (ValueException e) {
        return ofStored(live);
      }
    }
    return ofStored(live);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<ManagedEntry> entries() {
    return List.copyOf(entries.values());
  }

  Optional<ManagedEntry> find(ManagedEntry.Id id) {
    return Optional.ofNullable(entries.get(id));
  }

  void put(ManagedEntry entry) {
    entries.put(entry.id(), entry);
  }

  /** Starts again from {@code known}. */
  void reset(List<ManagedEntry> known) {
    entries.clear();
    known.forEach(this::put);
  }

  void remove(ManagedEntry.Id id) {
    entries.remove(id);
  }

  /** Puts the entry, or removes it when it owns nothing. */
  void putUnlessEmpty(ManagedEntry entry) {
    if (entry.set().isEmpty()) {
      remove(entry.id());
    } else {
      put(entry);
    }
  }

  /** Merges the oldest updaters, so that {@link #MAX_UPDATERS} are left. */
  void cap() {
    List<ManagedEntry> updaters =
        new ArrayList<>(entries.values().stream().filter(entry -> !entry.applied()).toList());
    int count = updaters.size();
    if (count <= MAX_UPDATERS) {
      return;
    }
    updaters.sort(
        Comparator.comparing(ManagedEntry::time)
            .thenComparing(entry -> entry.id().toString(), GoStrings.ORDER));
    Map<String, ManagedEntry.Id> firstOfVersion = new HashMap<>();
    for (ManagedEntry updater : updaters) {
      if (count <= MAX_UPDATERS) {
        return;
      }
      String version = updater.apiVersion();
      ManagedEntry.Id first = firstOfVersion.putIfAbsent(version, updater.id());
      if (first != null) {
        mergeAncient(first, updater);
        count--;
      }
    }
  }

  private void mergeAncient(ManagedEntry.Id first, ManagedEntry updater) {
    ManagedEntry.Id bucket =
        ManagedEntry.Id.of(ANCIENT, ManagedEntry.UPDATE, updater.apiVersion(), "");
    ManagedEntry into = entries.get(bucket);
    if (into == null) {
      into = entries.remove(first);
    }
    FieldSet set = into == null ? updater.set() : into.set().union(updater.set());
    entries.remove(updater.id());
    put(ManagedEntry.of(bucket, updater.apiVersion(), updater.time(), set));
  }

  /** Writes them into the object's metadata; none removes the field. */
  void writeTo(ObjectNode metadata) {
    if (entries.isEmpty()) {
      metadata.remove("managedFields");
      return;
    }
    ArrayNode list = metadata.putArray("managedFields");
    sorted(entries.values()).forEach(entry -> list.add(entry.print()));
  }

  /** The order entries are printed in. */
  static List<ManagedEntry> sorted(Collection<ManagedEntry> entries) {
    List<ManagedEntry> sorted = new ArrayList<>(entries);
    sorted.sort(PRINTED_ORDER);
    return sorted;
  }
}

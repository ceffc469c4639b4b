package io.jukung.registry.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.subresource.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who owns the replicas, between an object and its scale.
 *
 * <p>Upstream: {@code managedfields/scalehandler.go}, with its quirk that an entry that came from
 * the scale has no time.
 */
public final class ScaleFields {
  private static final FieldSet REPLICAS = FieldSet.ofFields("spec", "replicas");

  private final Function<String, Optional<FieldSet>> replicas;

  /**
   * For objects of one kind.
   *
   * @param replicas where the replicas are in a version: an empty set when it has none, an empty
   *     optional when the version is not known
   */
  public ScaleFields(Function<String, Optional<FieldSet>> replicas) {
    this.replicas = replicas;
  }

  /** For objects of a built-in kind of {@code group}. */
  public static ScaleFields builtIn(String group) {
    return new ScaleFields(
        version ->
            GroupVersion.parse(version).group().equals(group)
                ? Optional.of(REPLICAS)
                : Optional.empty());
  }

  /** Gives {@code scale} the managers of the object that own its replicas. */
  public void intoScale(ObjectNode object, ObjectNode scale) {
    ManagedFields managed = new ManagedFields();
    for (ManagedEntry entry : ManagedFields.ofStored(Optional.of(object)).entries()) {
      if (owns(entry)) {
        ManagedEntry.Id id = entry.id();
        String version = Scale.KIND.apiVersion();
        managed.put(
            ManagedEntry.of(
                ManagedEntry.Id.of(id.manager(), id.operation(), version, id.subresource()),
                version,
                entry.time(),
                REPLICAS));
      }
    }
    managed.writeTo(scale.withObject("/metadata"));
  }

  /**
   * Gives the object the managers of a scale that was written.
   *
   * @param object with its managers as they were; changed in place
   * @param scale with its managers as they are now
   */
  public void intoObject(ObjectNode object, ObjectNode scale) {
    ManagedFields before = ManagedFields.ofStored(Optional.of(object));
    ManagedFields scaled = ManagedFields.ofStored(Optional.of(scale));
    String version = object.path("apiVersion").asText("");
    List<ManagedEntry> result = new ArrayList<>();
    for (ManagedEntry entry : before.entries()) {
      Optional<FieldSet> place = replicas.apply(entry.apiVersion());
      if (place.isEmpty()) {
        continue;
      }
      if (!owns(entry)) {
        result.add(entry);
      } else if (scaled.find(entry.id()).isPresent()) {
        result.add(entry);
        scaled.remove(entry.id());
      } else {
        FieldSet rest = entry.set().difference(place.get());
        if (!rest.isEmpty()) {
          result.add(entry.with(rest));
        }
      }
    }
    for (ManagedEntry entry : scaled.entries()) {
      if (!entry.set().intersection(REPLICAS).isEmpty()) {
        String time = before.find(entry.id()).map(ManagedEntry::time).orElse("");
        result.removeIf(known -> known.id().equals(entry.id()));
        result.add(
            ManagedEntry.of(
                entry.id(), version, time, replicas.apply(version).orElse(FieldSet.EMPTY)));
      }
    }
    ObjectNode metadata = object.withObject("/metadata");
    if (result.isEmpty()) {
      metadata.remove("managedFields");
      return;
    }
    ArrayNode list = metadata.putArray("managedFields");
    ManagedFields.sorted(result).forEach(entry -> list.add(entry.print()));
  }

  private boolean owns(ManagedEntry entry) {
    return replicas
        .apply(entry.apiVersion())
        .filter(place -> !entry.set().intersection(place).isEmpty())
        .isPresent();
  }
}

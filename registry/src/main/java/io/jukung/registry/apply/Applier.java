package io.jukung.registry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.typed.Comparer;
import io.jukung.registry.apply.typed.Comparison;
import io.jukung.registry.apply.typed.FieldNames;
import io.jukung.registry.apply.typed.Merger;
import io.jukung.registry.apply.typed.Remover;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.apply.typed.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One server-side apply: merges, removes what the manager applied before and does not any more, and
 * moves ownership. Used once, by one thread.
 *
 * <p>Upstream: {@code Apply}, {@code prune} and {@code update} of {@code merge/update.go}.
 */
final class Applier {
  private final ManagedKind kind;
  private final Shape shape;
  private final String version;
  private final ObjectNode live;
  private final ObjectNode config;
  private final ManagedEntry.Id id;
  private final ManagedFields managed;

  /**
   * What came of it.
   *
   * @param object the merged tree; the live one when nothing changed
   * @param changed whether it differs from the live one
   */
  record Result(ObjectNode object, boolean changed) {}

  /** Conflicts that keep the apply from happening. */
  static final class ConflictsException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<Conflict> conflicts;

    private ConflictsException(List<Conflict> conflicts) {
      super("conflicts", null, false, false);
      this.conflicts = conflicts;
    }

    List<Conflict> conflicts() {
      return conflicts;
    }
  }

  /**
   * An apply.
   *
   * @param live the object as it is printed, without managed fields; not changed
   * @param config what is applied; not changed
   * @param managed who owns what; changed when the apply succeeds, void when it fails
   */
  Applier(
      ManagedKind kind,
      ObjectNode live,
      ObjectNode config,
      ManagedEntry.Id id,
      ManagedFields managed) {
    this.kind = kind;
    this.version = kind.kind().apiVersion();
    this.shape = kind.shape(version).orElseThrow();
    this.live = live;
    this.config = config;
    this.id = id;
    this.managed = managed;
  }

  /**
   * Applies.
   *
   * @param time what the manager's entry is dated when something changes
   * @throws ConflictsException when others own what is to change, unless {@code force}
   */
  Result apply(boolean force, String time, FieldSet unowned) {
    JsonNode merged = Merger.merge(shape, live, config);
    Optional<ManagedEntry> last = managed.find(id);
    FieldSet set = kind.reached(FieldNames.of(shape, config), version);
    String lastTime = last.map(ManagedEntry::time).orElse("");
    managed.put(ManagedEntry.of(id, version, lastTime, set));
    JsonNode pruned =
        last.filter(entry -> !entry.set().isEmpty())
            .map(entry -> prune(merged, entry))
            .orElse(merged);
    moveOwnership(pruned, force);
    boolean changed = !Trees.equal(live, pruned);
    managed.putUnlessEmpty(
        ManagedEntry.of(id, version, changed ? time : lastTime, set.difference(unowned)));
    return new Result((ObjectNode) pruned, changed);
  }

  private void moveOwnership(JsonNode wanted, boolean force) {
    Map<String, Optional<Comparison>> comparisons = new HashMap<>();
    List<Conflict> conflicts = new ArrayList<>();
    List<ManagedEntry> left = new ArrayList<>();
    for (ManagedEntry entry : managed.entries()) {
      if (entry.id().equals(id)) {
        continue;
      }
      Optional<Comparison> found =
          comparisons.computeIfAbsent(entry.apiVersion(), v -> compare(wanted, v));
      if (found.isEmpty()) {
        managed.remove(entry.id());
        continue;
      }
      Comparison changes = found.get();
      FieldSet contested = entry.set().intersection(changes.written());
      contested.forEach(path -> conflicts.add(new Conflict(entry, path)));
      left.add(entry.with(entry.set().difference(contested).difference(changes.removed())));
    }
    if (!conflicts.isEmpty() && !force) {
      throw new ConflictsException(conflicts);
    }
    left.forEach(managed::putUnlessEmpty);
  }

  private Optional<Comparison> compare(JsonNode wanted, String inVersion) {
    return kind.shape(inVersion)
        .map(
            inShape ->
                Comparer.trees(
                        inShape, to(live, version, inVersion), to(wanted, version, inVersion))
                    .filter(set -> kind.reached(set, inVersion)));
  }

  /** The tree in another version, printed again when it is another. */
  private JsonNode to(JsonNode tree, String from, String inVersion) {
    return inVersion.equals(from)
        ? tree
        : kind.printed(kind.convert((ObjectNode) tree, from, inVersion), inVersion);
  }

  /**
   * Takes out what the manager applied last and not now, unless somebody else owns it too, or it
   * holds something that is not the manager's. All that in the version it applied last.
   */
  private JsonNode prune(JsonNode merged, ManagedEntry last) {
    String lastVersion = last.apiVersion();
    Optional<Shape> lastShape = kind.shape(lastVersion);
    if (lastShape.isEmpty()) {
      return merged;
    }
    Shape in = lastShape.get();
    JsonNode whole = to(merged, version, lastVersion);
    FieldSet lastSet = FieldNames.withDeclaredParents(last.set(), in);
    JsonNode pruned = addBackOwned(whole, Remover.remove(in, whole, lastSet), lastVersion);
    FieldSet dangling = names(in, whole).difference(names(in, pruned)).intersection(lastSet);
    return to(Remover.remove(in, whole, dangling), lastVersion, version);
  }

  /** Gives back what managers own, first in the version it was taken out in, then in others. */
  private JsonNode addBackOwned(JsonNode whole, JsonNode pruned, String lastVersion) {
    Map<String, FieldSet> owned = new LinkedHashMap<>();
    owned.put(lastVersion, FieldSet.EMPTY);
    for (ManagedEntry entry : managed.entries()) {
      owned.merge(entry.apiVersion(), entry.set(), FieldSet::union);
    }
    String at = lastVersion;
    JsonNode all = whole;
    JsonNode kept = pruned;
    for (Map.Entry<String, FieldSet> version : owned.entrySet()) {
      Optional<Shape> shape = kind.shape(version.getKey());
      if (shape.isPresent() && !version.getValue().isEmpty()) {
        Shape in = shape.get();
        all = to(all, at, version.getKey());
        kept = to(kept, at, version.getKey());
        at = version.getKey();
        FieldSet keep =
            names(in, kept).union(FieldNames.withDeclaredParents(version.getValue(), in));
        kept = Remover.remove(in, all, names(in, all).difference(keep));
      }
    }
    return to(kept, at, lastVersion);
  }

  private static FieldSet names(Shape shape, JsonNode tree) {
    return FieldNames.withDeclaredParents(FieldNames.of(shape, tree), shape);
  }
}

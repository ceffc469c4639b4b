package io.jukung.registry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.typed.Comparer;
import io.jukung.registry.apply.typed.Comparison;
import io.jukung.registry.apply.typed.FieldNames;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.apply.typed.ShapeCheck;
import io.jukung.registry.apply.typed.ShapeException;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps {@code metadata.managedFields} of one resource's objects, for one endpoint: the object
 * itself or a subresource. Immutable, safe for all threads.
 *
 * <p>Upstream: {@code managedfields.NewDefaultFieldManager} with its chain of managers, and {@code
 * merge.Updater}.
 */
public final class FieldManager {
  private static final String UNKNOWN = "unknown";
  private static final String BEFORE_FIRST_APPLY = "before-first-apply";

  /** What nobody owns. */
  private static final FieldSet UNOWNED =
      FieldSet.ofFields("apiVersion")
          .union(FieldSet.ofFields("kind"))
          .union(FieldSet.ofFields("metadata"))
          .union(FieldSet.ofFields("metadata", "name"))
          .union(FieldSet.ofFields("metadata", "namespace"))
          .union(FieldSet.ofFields("metadata", "creationTimestamp"))
          .union(FieldSet.ofFields("metadata", "selfLink"))
          .union(FieldSet.ofFields("metadata", "uid"))
          .union(FieldSet.ofFields("metadata", "clusterName"))
          .union(FieldSet.ofFields("metadata", "generation"))
          .union(FieldSet.ofFields("metadata", "managedFields"))
          .union(FieldSet.ofFields("metadata", "resourceVersion"));

  private final ManagedKind kind;
  private final String subresource;
  private final InstantSource clock;

  /**
   * The manager of one endpoint.
   *
   * @param subresource empty for the object itself
   * @param clock tells when managers changed something
   */
  public FieldManager(ManagedKind kind, String subresource, InstantSource clock) {
    this.kind = kind;
    this.subresource = subresource;
    this.clock = clock;
  }

  /**
   * Records in {@code wanted} who owns what after a create, update or patch. As upstream, an object
   * that can't be understood loses its record, and the write goes on.
   *
   * @param live the object as it is; empty when it is created; not changed
   * @param wanted decoded and defaulted, before admission and the kind's rules; its {@code
   *     managedFields} are what the client sent, and are replaced
   * @param manager who writes; empty is {@code unknown}
   */
  public void update(Optional<ObjectNode> live, ObjectNode wanted, String manager) {
    if (!(wanted.get("metadata") instanceof ObjectNode metadata)) {
      return;
    }
    JsonNode given = metadata.path("managedFields");
    metadata.remove("managedFields");
    ManagedFields managed =
        subresource.isEmpty() ? ManagedFields.ofUpdate(live, given) : ManagedFields.ofStored(live);
    if (managed.isEmpty() && live.isPresent()) {
      return;
    }
    followSchema(managed);
    try {
      track(live.orElseGet(JsonNodeFactory.instance::objectNode), wanted, managed, manager);
    } catch (ShapeException | ValueException e) {
      metadata.remove("managedFields");
      return;
    }
    managed.writeTo(metadata);
  }

  /**
   * Server-side apply: merges a partial object into what is there.
   *
   * @param live the object as it is; empty when it is created; not changed
   * @param config what is applied, as the client wrote it; not changed
   * @param manager who applies; not empty
   * @param force whether to take fields from others
   * @return the whole object, decoded and defaulted, with the new record of who owns what
   * @throws StatusException 400 when it is of another kind or has managed fields, 409 when others
   *     own what it changes, 500 (as upstream) when it does not have the kind's shape
   */
  public ObjectNode apply(
      Optional<ObjectNode> live, ObjectNode config, String manager, boolean force) {
    checkConfig(config);
    ObjectNode base = live.map(ObjectNode::deepCopy).orElseGet(this::empty);
    ManagedFields managed = ManagedFields.ofStored(live);
    followSchema(managed);
    if (base.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    Shape shape = kind.shape(kind.kind().apiVersion()).orElseThrow();
    try {
      if (managed.isEmpty() && live.isPresent()) {
        track(JsonNodeFactory.instance.objectNode(), base, managed, BEFORE_FIRST_APPLY);
      }
      ShapeCheck.check(shape, config);
    } catch (ShapeException e) {
      throw unforeseen("failed to create typed patch object (" + name(config) + "): ", e);
    }
    if (!kind.typed()) {
      checkLive(shape, base);
    }
    ObjectNode object = applied(base, config, manager, force, managed);
    if (manager.equals(LastApplied.KUBECTL)) {
      LastApplied.renew(object, config);
    }
    managed.writeTo(object.withObject("/metadata"));
    return object;
  }

  /** Schemas of custom resources may have changed since. */
  private void followSchema(ManagedFields managed) {
    if (kind.typed()) {
      return;
    }
    for (ManagedEntry entry : managed.entries()) {
      kind.shape(entry.apiVersion())
          .map(shape -> FieldNames.inWholePieces(entry.set(), shape))
          .filter(set -> !set.equals(entry.set()))
          .ifPresent(set -> managed.put(entry.with(set)));
    }
  }

  /** What is stored may be older than its shape. */
  private void checkLive(Shape shape, ObjectNode live) {
    try {
      ShapeCheck.checkAllowingDuplicates(shape, live);
    } catch (ShapeException e) {
      throw unforeseen("failed to create typed live object (" + name(live) + "): ", e);
    }
  }

  private ObjectNode applied(
      ObjectNode base, ObjectNode config, String manager, boolean force, ManagedFields managed) {
    List<ManagedEntry> before = managed.entries();
    Applier.Result result;
    try {
      result = applyOnce(base, config, manager, force, managed);
    } catch (Applier.ConflictsException e) {
      if (!manager.equals(LastApplied.KUBECTL)) {
        throw Conflict.answer(e.conflicts());
      }
      Shape shape = kind.shape(kind.kind().apiVersion()).orElseThrow();
      Optional<FieldSet> own = LastApplied.owned(base, shape, kind.kind().apiVersion());
      List<Conflict> rest =
          e.conflicts().stream()
              .filter(conflict -> own.isEmpty() || !own.get().has(conflict.path()))
              .toList();
      if (!rest.isEmpty()) {
        throw Conflict.answer(rest);
      }
      managed.reset(before);
      result = applyOnce(base, config, manager, true, managed);
    }
    return result.changed() ? kind.decoded(result.object()) : base;
  }

  private Applier.Result applyOnce(
      ObjectNode base, ObjectNode config, String manager, boolean force, ManagedFields managed) {
    try {
      return new Applier(kind, base, config, id(manager, ManagedEntry.APPLY), managed)
          .apply(force, now(), UNOWNED);
    } catch (ShapeException | ValueException e) {
      throw unforeseen("", e);
    }
  }

  private void checkConfig(ObjectNode config) {
    GroupVersion version = GroupVersion.parse(config.path("apiVersion").asText(""));
    GroupVersionKind given = version.kind(config.path("kind").asText(""));
    if (!given.equals(kind.kind())) {
      throw StatusException.badRequest(
          "invalid object type: "
              + given.group()
              + "/"
              + given.version()
              + ", Kind="
              + given.kind());
    }
    if (config.path("metadata").path("managedFields").isArray()) {
      throw StatusException.badRequest("metadata.managedFields must be nil");
    }
  }

  private ObjectNode empty() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", kind.kind().kind()).put("apiVersion", kind.kind().apiVersion());
    return kind.printed(object, kind.kind().apiVersion());
  }

  private String name(ObjectNode config) {
    JsonNode metadata = config.path("metadata");
    GroupVersionKind gvk = kind.kind();
    return metadata.path("namespace").asText("")
        + "/"
        + metadata.path("name").asText("")
        + "; "
        + gvk.group()
        + "/"
        + gvk.version()
        + ", Kind="
        + gvk.kind();
  }

  /** 500 without a reason: what upstream makes of errors it has no answer for. */
  private static StatusException unforeseen(String prefix, RuntimeException e) {
    return new StatusException(500, "", prefix + e.getMessage(), StatusException.Details.NONE);
  }

  /** What a manager of updates is known by. */
  private ManagedEntry.Id id(String manager, String operation) {
    return ManagedEntry.Id.of(
        manager.isEmpty() ? UNKNOWN : manager, operation, kind.kind().apiVersion(), subresource);
  }

  private void track(ObjectNode live, ObjectNode wanted, ManagedFields managed, String manager) {
    String version = kind.kind().apiVersion();
    if (!kind.typed()) {
      Shape shape = kind.shape(version).orElseThrow();
      ShapeCheck.checkAllowingDuplicates(shape, wanted);
      ShapeCheck.checkAllowingDuplicates(shape, unmanaged(live));
    }
    Comparisons comparisons = new Comparisons(live, wanted);
    Comparison changes = comparisons.in(version).orElse(Comparison.SAME);
    if (!changes.isSame() || differentVersions(managed, version)) {
      takeAway(managed, comparisons);
    }
    FieldSet own = kind.reached(changes.written(), version).difference(UNOWNED);
    if (!own.isEmpty()) {
      ManagedEntry.Id id = id(manager, ManagedEntry.UPDATE);
      FieldSet before = managed.find(id).map(ManagedEntry::set).orElse(FieldSet.EMPTY);
      managed.put(ManagedEntry.of(id, version, now(), own.union(before)));
    }
    managed.cap();
  }

  /** The object without its managed fields; shares all else with it. */
  private static ObjectNode unmanaged(ObjectNode object) {
    if (!(object.get("metadata") instanceof ObjectNode metadata)) {
      return object;
    }
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    rest.setAll(object);
    ObjectNode kept = rest.putObject("metadata");
    kept.setAll(metadata);
    kept.remove("managedFields");
    return rest;
  }

  private static boolean differentVersions(ManagedFields managed, String version) {
    return managed.entries().stream().anyMatch(entry -> !entry.apiVersion().equals(version));
  }

  /** Takes what changed from those who owned it. */
  private static void takeAway(ManagedFields managed, Comparisons comparisons) {
    for (ManagedEntry entry : managed.entries()) {
      Optional<Comparison> found = comparisons.in(entry.apiVersion());
      if (found.isEmpty()) {
        managed.remove(entry.id());
        continue;
      }
      Comparison changes = found.get();
      if (!changes.isSame()) {
        FieldSet rest = entry.set().difference(changes.written()).difference(changes.removed());
        managed.putUnlessEmpty(entry.with(rest));
      }
    }
  }

  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** What a write changes, in each version that a manager speaks; computed when asked for. */
  private final class Comparisons {
    private final ObjectNode live;
    private final ObjectNode wanted;
    private final Map<String, Optional<Comparison>> byVersion = new HashMap<>();

    private Comparisons(ObjectNode live, ObjectNode wanted) {
      this.live = live;
      this.wanted = wanted;
    }

    /** Empty when there is no such version any more. */
    private Optional<Comparison> in(String version) {
      Optional<Comparison> known = byVersion.get(version);
      if (known == null) {
        known = kind.shape(version).map(shape -> compare(shape, version));
        byVersion.put(version, known);
      }
      return known;
    }

    private Comparison compare(Shape shape, String version) {
      String own = kind.kind().apiVersion();
      boolean same = version.equals(own);
      ObjectNode before = same ? live : kind.convert(live, own, version);
      ObjectNode after = same ? wanted : kind.convert(wanted, own, version);
      Comparison changes =
          kind.typed()
              ? Comparer.typed(shape, before, after)
              : Comparer.trees(shape, before, after);
      return changes.filter(set -> kind.reached(set, version));
    }
  }
}

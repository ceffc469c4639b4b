package io.jukung.registry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.fieldpath.FieldsV1;
import io.jukung.registry.codec.RawObject;
import io.jukung.registry.codec.value.ValueException;
import org.jspecify.annotations.Nullable;

/**
 * What one manager owns: an entry of {@code metadata.managedFields}. The set is read when it is
 * asked for, and an entry that did not change is printed as it was read.
 */
final class ManagedEntry {
  /** The operation of all writes but apply. */
  static final String UPDATE = "Update";

  /** The operation of server-side apply. */
  static final String APPLY = "Apply";

  /**
   * What tells managers apart.
   *
   * @param apiVersion empty for {@link #APPLY}: an applier is the same in all versions
   */
  record Id(String manager, String operation, String apiVersion, String subresource) {
    static Id of(String manager, String operation, String apiVersion, String subresource) {
      return new Id(manager, operation, operation.equals(APPLY) ? "" : apiVersion, subresource);
    }
  }

  private final Id id;
  private final String apiVersion;
  private final String time;
  private @Nullable JsonNode printed;
  private @Nullable FieldSet set;

  private ManagedEntry(
      Id id, String apiVersion, String time, @Nullable JsonNode printed, @Nullable FieldSet set) {
    this.id = id;
    this.apiVersion = apiVersion;
    this.time = time;
    this.printed = printed;
    this.set = set;
  }

  /** An entry made now; {@code time} as it is printed, or empty. */
  static ManagedEntry of(Id id, String apiVersion, String time, FieldSet set) {
    return new ManagedEntry(id, apiVersion, time, null, set);
  }

  /**
   * Reads an entry.
   *
   * @throws ValueException when it is not valid
   */
  static ManagedEntry read(JsonNode entry, int index) {
    String operation = entry.path("operation").asText("");
    if (!operation.equals(APPLY) && !operation.equals(UPDATE)) {
      throw new ValueException("operation must be `Apply` or `Update`");
    }
    String apiVersion = entry.path("apiVersion").asText("");
    if (apiVersion.isEmpty()) {
      throw new ValueException("apiVersion must not be empty");
    }
    String type = entry.path("fieldsType").asText("");
    if (type.isEmpty()) {
      throw new ValueException("missing fieldsType in managed fields entry " + index);
    }
    if (!type.equals("FieldsV1")) {
      throw new ValueException(
          "invalid fieldsType \"" + type + "\" in managed fields entry " + index);
    }
    Id id =
        Id.of(
            entry.path("manager").asText(""),
            operation,
            apiVersion,
            entry.path("subresource").asText(""));
    JsonNode fields = entry.get("fieldsV1");
    boolean none = fields == null || fields.isNull();
    return new ManagedEntry(
        id,
        apiVersion,
        entry.path("time").asText(""),
        none ? null : fields,
        none ? FieldSet.EMPTY : null);
  }

  Id id() {
    return id;
  }

  /** The version whose fields the set names. */
  String apiVersion() {
    return apiVersion;
  }

  /** When it last changed, as printed; may be empty. */
  String time() {
    return time;
  }

  boolean applied() {
    return id.operation.equals(APPLY);
  }

  /**
   * The owned fields.
   *
   * @throws ValueException when {@code fieldsV1} is malformed
   */
  FieldSet set() {
    FieldSet known = set;
    if (known == null) {
      known = printed == null ? FieldSet.EMPTY : FieldsV1.read(printed);
      set = known;
    }
    return known;
  }

  /** The same manager with another set. */
  @SuppressWarnings("ReferenceEquality") // an unchanged set keeps its bytes
  ManagedEntry with(FieldSet newSet) {
    return newSet == set ? this : new ManagedEntry(id, apiVersion, time, null, newSet);
  }

  /** The same manager and set with another time. */
  ManagedEntry at(String newTime) {
    return new ManagedEntry(id, apiVersion, newTime, printed, set);
  }

  /** As it stands in {@code managedFields}. */
  ObjectNode print() {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    if (!id.manager.isEmpty()) {
      entry.put("manager", id.manager);
    }
    entry.put("operation", id.operation).put("apiVersion", apiVersion);
    if (!time.isEmpty()) {
      entry.put("time", time);
    }
    entry.put("fieldsType", "FieldsV1");
    // Upstream's order is made anew, whatever order a client sent.
    JsonNode known = printed;
    boolean asItWas = known instanceof RawObject;
    entry.set("fieldsV1", asItWas ? known : FieldsV1.print(set()));
    if (!id.subresource.isEmpty()) {
      entry.put("subresource", id.subresource);
    }
    return entry;
  }
}

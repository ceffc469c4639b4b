package io.jukung.registry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The {@code metadata} of an object's tree. Changes go to the tree; what becomes empty is removed
 * from it. Not thread-safe, as the tree is not.
 */
public final class ObjectMeta {
  private final ObjectNode metadata;

  private ObjectMeta(ObjectNode metadata) {
    this.metadata = metadata;
  }

  /** The metadata of {@code object}, made when it has none. */
  public static ObjectMeta of(ObjectNode object) {
    return new ObjectMeta(
        object.get("metadata") instanceof ObjectNode node ? node : object.putObject("metadata"));
  }

  /** The node itself. */
  public ObjectNode node() {
    return metadata;
  }

  /** {@code metadata.name}, or empty. */
  public String name() {
    return text("name");
  }

  /** Sets {@code metadata.name}. */
  public void setName(String name) {
    setText("name", name);
  }

  /** {@code metadata.generateName}, or empty. */
  public String generateName() {
    return text("generateName");
  }

  /** {@code metadata.namespace}, or empty. */
  public String namespace() {
    return text("namespace");
  }

  /** Sets {@code metadata.namespace}; empty removes it. */
  public void setNamespace(String namespace) {
    setText("namespace", namespace);
  }

  /** {@code metadata.uid}, or empty. */
  public String uid() {
    return text("uid");
  }

  /** Sets {@code metadata.uid}. */
  public void setUid(String uid) {
    setText("uid", uid);
  }

  /** {@code metadata.resourceVersion}, or empty. */
  public String resourceVersion() {
    return text("resourceVersion");
  }

  /** Sets {@code metadata.resourceVersion}; empty removes it. */
  public void setResourceVersion(String resourceVersion) {
    setText("resourceVersion", resourceVersion);
  }

  /** {@code metadata.generation}; 0 when there is none. */
  public long generation() {
    return metadata.path("generation").asLong(0);
  }

  /** Sets {@code metadata.generation}; 0 removes it. */
  public void setGeneration(long generation) {
    setNumber("generation", generation == 0 ? OptionalLong.empty() : OptionalLong.of(generation));
  }

  /** {@code metadata.creationTimestamp} as it is printed, or empty. */
  public String creationTimestamp() {
    return text("creationTimestamp");
  }

  /** Sets {@code metadata.creationTimestamp} in its printed form; empty removes it. */
  public void setCreationTimestamp(String time) {
    setText("creationTimestamp", time);
  }

  /** {@code metadata.deletionTimestamp} as it is printed, or empty. */
  public String deletionTimestamp() {
    return text("deletionTimestamp");
  }

  /** When the object is to be deleted, or was asked to be. */
  public Optional<Instant> deletionTime() {
    String printed = deletionTimestamp();
    try {
      return printed.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(printed));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether the object's deletion was asked for. */
  public boolean isDeleting() {
    return !deletionTimestamp().isEmpty();
  }

  /** Sets {@code metadata.deletionTimestamp} in its printed form; empty removes it. */
  public void setDeletionTimestamp(String time) {
    setText("deletionTimestamp", time);
  }

  /** {@code metadata.deletionGracePeriodSeconds}. */
  public OptionalLong deletionGracePeriodSeconds() {
    JsonNode node = metadata.get("deletionGracePeriodSeconds");
    return node == null || node.isNull() ? OptionalLong.empty() : OptionalLong.of(node.asLong());
  }

  /** Sets {@code metadata.deletionGracePeriodSeconds}; empty removes it. */
  public void setDeletionGracePeriodSeconds(OptionalLong seconds) {
    setNumber("deletionGracePeriodSeconds", seconds);
  }

  /** {@code metadata.finalizers}, in order. */
  public List<String> finalizers() {
    List<String> finalizers = new ArrayList<>();
    metadata.path("finalizers").forEach(f -> finalizers.add(f.asText()));
    return finalizers;
  }

  /** Sets {@code metadata.finalizers}; none removes the field. */
  public void setFinalizers(List<String> finalizers) {
    if (finalizers.isEmpty()) {
      metadata.remove("finalizers");
      return;
    }
    ArrayNode array = metadata.putArray("finalizers");
    finalizers.forEach(array::add);
  }

  /** {@code metadata.labels}, in their order. */
  public Map<String, String> labels() {
    return map("labels");
  }

  /** {@code metadata.annotations}, in their order. */
  public Map<String, String> annotations() {
    return map("annotations");
  }

  /** {@code metadata.ownerReferences}; a missing node when there are none. */
  public JsonNode ownerReferences() {
    return metadata.path("ownerReferences");
  }

  /** Copies a field of {@code other}, or removes it when {@code other} has none. */
  public void copyFrom(ObjectMeta other, String field) {
    JsonNode value = other.metadata.get(field);
    if (value == null) {
      metadata.remove(field);
    } else {
      metadata.set(field, value.deepCopy());
    }
  }

  /** The form of {@code metadata}'s times: RFC 3339 in seconds, UTC. */
  public static String print(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String text(String field) {
    return metadata.path(field).asText("");
  }

  private void setText(String field, String value) {
    if (value.isEmpty()) {
      metadata.remove(field);
    } else {
      metadata.put(field, value);
    }
  }

  private void setNumber(String field, OptionalLong value) {
    if (value.isEmpty()) {
      metadata.remove(field);
    } else if (value.getAsLong() == (int) value.getAsLong()) {
      metadata.put(field, (int) value.getAsLong());
    } else {
      metadata.put(field, value.getAsLong());
    }
  }

  private Map<String, String> map(String field) {
    Map<String, String> values = new LinkedHashMap<>();
    metadata
        .path(field)
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return values;
  }
}

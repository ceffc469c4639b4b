package io.jukung.registry.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.typed.Comparer;
import io.jukung.registry.apply.typed.Comparison;
import io.jukung.registry.apply.typed.FieldNames;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.apply.typed.ShapeCheck;
import io.jukung.registry.apply.typed.ShapeException;
import io.jukung.registry.codec.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The annotation of client-side apply, which kubectl takes over from itself: fields that it says
 * were applied are no conflict, and server-side apply keeps it up to date.
 *
 * <p>Upstream: {@code internal/lastappliedmanager.go} and {@code lastappliedupdater.go}.
 */
final class LastApplied {
  static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  /** The manager that takes over. */
  static final String KUBECTL = "kubectl";

  private static final int ANNOTATIONS_MAX_BYTES = 256 << 10;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private LastApplied() {}

  private static String of(JsonNode object) {
    return object.path("metadata").path("annotations").path(ANNOTATION).asText("");
  }

  /** The fields that client-side apply owns in {@code live}; empty when that can't be told. */
  static Optional<FieldSet> owned(ObjectNode live, Shape shape, String version) {
    String annotation = of(live);
    if (annotation.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode applied = MAPPER.readTree(annotation);
      if (!applied.isObject() || !applied.path("apiVersion").asText("").equals(version)) {
        return Optional.empty();
      }
      ShapeCheck.check(shape, live);
      ShapeCheck.check(shape, applied);
      Comparison changes = Comparer.trees(shape, applied, live);
      return Optional.of(
          FieldNames.of(shape, applied)
              .difference(changes.written())
              .difference(changes.removed()));
    } catch (JsonProcessingException | ShapeException e) {
      return Optional.empty();
    }
  }

  /** Sets the annotation of {@code object}, when it has one, to what was applied now. */
  static void renew(ObjectNode object, ObjectNode config) {
    if (of(object).isEmpty()) {
      return;
    }
    ObjectNode applied = config.deepCopy();
    if (applied.path("metadata").path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(ANNOTATION);
    }
    String text = CanonicalJson.printSorted(applied).utf8() + "\n";
    ObjectNode annotations = object.withObject("/metadata/annotations");
    annotations.put(ANNOTATION, text);
    int bytes = 0;
    for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
      bytes += length(annotation.getKey()) + length(annotation.getValue().asText());
    }
    if (bytes > ANNOTATIONS_MAX_BYTES) {
      annotations.remove(ANNOTATION);
    }
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}

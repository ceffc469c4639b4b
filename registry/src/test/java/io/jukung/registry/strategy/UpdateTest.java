package io.jukung.registry.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes of {@code updates.jsonl}, as merge patches, and what upstream says of each, without the
 * differences it prints behind some messages.
 */
class UpdateTest {
  private static final String DIFFERENCE = "(?s)\n@@ .*\n";

  private final Rules rules = new Rules();

  static Stream<Arguments> changes() {
    List<Arguments> changes = new ArrayList<>();
    for (JsonNode line : Rules.lines("updates.jsonl")) {
      for (JsonNode change : line.path("changes")) {
        changes.add(
            Arguments.of(
                change.path("patch").toString(),
                line.path("old"),
                change.path("patch"),
                change.path("message").asText()));
      }
    }
    return changes.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void saysWhatUpstreamSays(String name, ObjectNode old, ObjectNode patch, String expected) {
    ObjectNode metadata = old.withObject("/metadata").put("resourceVersion", "1");
    metadata.put("uid", metadata.path("uid").asText("u"));
    ObjectNode object = old.deepCopy();
    merge(object, patch);
    ResourceType type = rules.type(object);
    rules.setDefaults(type, object);

    assertThat(problem(type, object, old)).as(name).isEqualTo(expected);
  }

  private String problem(ResourceType type, ObjectNode object, ObjectNode old) {
    Strategy strategy = rules.strategy(type);
    strategy.prepareForUpdate(RequestContext.server(), object, old, "");
    List<FieldError> errors = strategy.validateUpdate(RequestContext.server(), object, old, "");
    return errors.isEmpty()
        ? "valid"
        : StatusException.invalid(
                type.kind(), object.path("metadata").path("name").asText(), errors)
            .text()
            .replaceAll(DIFFERENCE, "");
  }

  private static void merge(ObjectNode object, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull()) {
        object.remove(field.getKey());
      } else if (field.getValue() instanceof ObjectNode inner
          && object.get(field.getKey()) instanceof ObjectNode target) {
        merge(target, inner);
      } else {
        object.set(field.getKey(), field.getValue().deepCopy());
      }
    }
  }
}

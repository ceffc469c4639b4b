package io.jukung.registry.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** New objects of {@code invalid.jsonl}, and what upstream says of each. */
class ValidationTest {
  private final Rules rules = new Rules();

  static Stream<JsonNode> cases() {
    return Rules.lines("invalid.jsonl").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatUpstreamSays(JsonNode expected) {
    ObjectNode object = expected.path("object").deepCopy();
    ResourceType type = rules.type(object);
    ObjectNode metadata = object.withObject("/metadata");
    metadata.put("uid", "u").put("creationTimestamp", "2026-01-01T00:00:00Z");
    if (type.namespaced()) {
      metadata.put("namespace", "default");
    }
    rules.setDefaults(type, object);

    assertThat(problem(type, object)).isEqualTo(expected.path("message").asText());
  }

  private String problem(ResourceType type, ObjectNode object) {
    Strategy strategy = rules.strategy(type);
    try {
      strategy.prepareForCreate(RequestContext.server(), object);
      List<FieldError> errors = strategy.validate(RequestContext.server(), object);
      if (!errors.isEmpty()) {
        return StatusException.invalid(
                type.kind(), object.path("metadata").path("name").asText(), errors)
            .text();
      }
      strategy.canonicalize(object, Optional.empty());
      return "valid";
    } catch (StatusException e) {
      return e.text();
    }
  }
}

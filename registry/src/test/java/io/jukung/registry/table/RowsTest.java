package io.jukung.registry.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jukung.registry.meta.GroupVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of {@code rows.jsonl}: objects, a time, and the cells upstream shows at that time. */
class RowsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<JsonNode> cases() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RowsTest.class.getResourceAsStream("rows.jsonl")),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(RowsTest::read).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void showsWhatUpstreamShows(JsonNode expected) {
    JsonNode object = expected.path("object");
    Clock clock = Clock.fixed(Instant.parse(expected.path("now").textValue()), ZoneOffset.UTC);
    TableConvertors convertors = new TableConvertors(name -> Optional.empty(), clock);
    GroupVersion version = GroupVersion.parse(object.path("apiVersion").textValue());

    Row row = convertors.of(version.kind(object.path("kind").textValue())).row(object);

    assertThat(row.cells().toString()).isEqualTo(expected.path("cells").toString());
    ArrayNode conditions = JSON.createArrayNode();
    row.conditions().forEach(condition -> conditions.add(JSON.valueToTree(condition)));
    assertThat(conditions.toString())
        .isEqualTo(expected.has("conditions") ? expected.path("conditions").toString() : "[]");
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(line, e);
    }
  }
}

package io.jukung.conformance.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file with a line of JSON for each step and its answer. With {@code -Djukung.errors=write}
 * answers are taken down and written there instead of compared. Used by one thread.
 */
final class RecordedAnswers {
  private final ObjectMapper mapper = new ObjectMapper();
  private final boolean write = System.getProperty("jukung.errors", "check").equals("write");
  private final Map<String, JsonNode> answers = new LinkedHashMap<>();
  private final Path file;

  /** The answers in {@code file}. */
  RecordedAnswers(Path file) throws IOException {
    this.file = file;
    if (!write) {
      for (String line : Files.readAllLines(file)) {
        JsonNode answer = mapper.readTree(line);
        answers.put(answer.path("step").asText(), answer.path("answer"));
      }
    }
  }

  /**
   * Compares an answer with the recorded one, or takes it down.
   *
   * @param differs whether it is known to be another
   */
  void check(String step, JsonNode answer, boolean differs) {
    if (write) {
      answers.put(step, answer);
      return;
    }
    assertThat(answers).as("recorded").containsKey(step);
    String expected = answers.getOrDefault(step, answer).toPrettyString();
    if (differs) {
      assertThat(answer.toPrettyString())
          .as("differs.yaml has the step, but the answer is right: remove it there")
          .isNotEqualTo(expected);
    } else {
      assertThat(answer.toPrettyString()).as(step).isEqualTo(expected);
    }
  }

  /** Writes the file, if answers were taken down. */
  void save() throws IOException {
    if (write) {
      StringBuilder lines = new StringBuilder();
      for (Map.Entry<String, JsonNode> answer : answers.entrySet()) {
        ObjectNode line = mapper.createObjectNode().put("step", answer.getKey());
        lines.append(line.set("answer", answer.getValue()).toString()).append('\n');
      }
      Files.writeString(file, lines);
    }
  }
}

package io.jukung.admission.imagepolicy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The last answers, each for a while. Safe for all threads. */
final class Remembered {
  private static final int MOST = 1024;

  private record Answer(JsonNode status, long untilNs) {}

  private final LongSupplier nanos;
  private final Map<String, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > MOST;
        }
      };

  Remembered(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized Optional<JsonNode> get(String question) {
    Answer answer = answers.get(question);
    if (answer == null || answer.untilNs - nanos.getAsLong() <= 0) {
      answers.remove(question);
      return Optional.empty();
    }
    return Optional.of(answer.status);
  }

  synchronized void put(String question, JsonNode status, Duration life) {
    answers.put(question, new Answer(status, nanos.getAsLong() + life.toNanos()));
  }
}

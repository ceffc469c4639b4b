package io.jukung.registry.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SelectorsTest {
  @Test
  void namesWhatMakesNoSense() throws JsonProcessingException {
    String selector = "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Like\"}]}";

    assertThat(Selectors.format(new ObjectMapper().readTree(selector))).isEqualTo("<error>");
    assertThat(Selectors.format(new ObjectMapper().readTree("{}"))).isEqualTo("<none>");
  }
}

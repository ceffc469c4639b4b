package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import org.junit.jupiter.api.Test;

/** Indented JSON, as Go's MarshalIndent prints it. */
final class PrettyJsonTest {
  @Test
  void indentsByTwoSpacesAndKeepsEmptiesTogether() {
    String compact = "{\"a\":{},\"b\":[],\"c\":[1,{\"d\":\"x,{\\\"\"}],\"e\":null}";
    assertThat(PrettyJson.indent(Bytes.utf8(compact)).utf8())
        .isEqualTo(
            """
            {
              "a": {},
              "b": [],
              "c": [
                1,
                {
                  "d": "x,{\\""
                }
              ],
              "e": null
            }\
            """);
  }
}

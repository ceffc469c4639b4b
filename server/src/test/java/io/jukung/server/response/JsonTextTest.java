package io.jukung.server.response;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void compactEscapesAsGoDoes() throws Exception {
    JsonNode tree = MAPPER.readTree("{\"a\":\"<b>&\\u2028\\u2029é\"}");
    assertThat(JsonText.compact(tree).utf8())
        .isEqualTo("{\"a\":\"\\u003cb\\u003e\\u0026\\u2028\\u2029é\"}\n");
  }

  @Test
  void indentedClosesEmptyOnes() throws Exception {
    JsonNode tree =
        MAPPER.readTree("{\"a\":{},\"b\":[],\"c\":[1,{\"d\":\"x:,{}[]\\\"y\"}],\"e\":null}");
    assertThat(JsonText.indented(tree).utf8())
        .isEqualTo(
            """
            {
              "a": {},
              "b": [],
              "c": [
                1,
                {
                  "d": "x:,{}[]\\"y"
                }
              ],
              "e": null
            }\
            """);
  }

  @Test
  void indentingKeepsTheContent() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      JsonNode tree = tree(random, 4);
      assertThat(MAPPER.readTree(JsonText.indented(tree).array())).isEqualTo(tree);
    }
  }

  private static JsonNode tree(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 6 : 4);
    return switch (kind) {
      case 0 -> MAPPER.getNodeFactory().textNode("\"\\{<>é" + random.nextInt());
      case 1 -> MAPPER.getNodeFactory().numberNode(random.nextInt());
      case 2 -> MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
      case 3 -> MAPPER.getNodeFactory().nullNode();
      case 4 -> {
        var array = MAPPER.createArrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(tree(random, depth - 1));
        }
        yield array;
      }
      default -> {
        var object = MAPPER.createObjectNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          object.set("k\n" + i, tree(random, depth - 1));
        }
        yield object;
      }
    };
  }
}

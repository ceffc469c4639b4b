package io.jukung.registry.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final TypeSchema POD = CATALOG.type("io.k8s.api.core.v1.Pod").orElseThrow();
  private static final Patches PATCHES = new Patches(CATALOG::type);

  /** The examples of RFC 7386's appendix A whose documents are objects, and upstream's pruning. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':'b'}|{'a':'c'}|{'a':'c'}",
        "{'a':'b'}|{'b':'c'}|{'a':'b','b':'c'}",
        "{'a':'b'}|{'a':null}|{}",
        "{'a':'b','b':'c'}|{'a':null}|{'b':'c'}",
        "{'a':['b']}|{'a':'c'}|{'a':'c'}",
        "{'a':'c'}|{'a':['b']}|{'a':['b']}",
        "{'a':{'b':'c'}}|{'a':{'b':'d','c':null}}|{'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]}|{'a':[1]}|{'a':[1]}",
        "{'e':null}|{'a':1}|{'e':null,'a':1}",
        "{}|{'a':{'bb':{'ccc':null}}}|{'a':{'bb':{}}}",
        "{}|{'a':[{'b':null},null]}|{'a':[{},null]}",
        "{'a':{}}|{'a':[{'b':null},null]}|{'a':[{'b':null},null]}",
      })
  void applies(String current, String patch, String expected) throws Exception {
    assertThat(apply(current.replace('\'', '"'), patch.replace('\'', '"')))
        .isEqualTo(MAPPER.readTree(expected.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|error decoding patch: json: cannot unmarshal array into Go value of type"
            + " map[string]interface {}",
        "1|error decoding patch: json: cannot unmarshal number into Go value of type"
            + " map[string]interface {}",
        "null|Invalid JSON Patch",
        "{|error decoding patch: unexpected end of JSON input",
        "{}x|error decoding patch: invalid character 'x' after top-level value",
        "{\"a\":1e999}|error decoding patch: json: cannot unmarshal number 1e999 into Go value of"
            + " type float64",
      })
  void refusesMalformedPatches(String patch, String message) {
    assertThatThrownBy(() -> apply("{}", patch))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.text()).isEqualTo(message);
              assertThat(e.code()).isEqualTo(400);
            });
  }

  @Test
  void mayBeAppliedAgain() throws Exception {
    Patch patch = parse("{\"a\":{\"b\":{}},\"x\":[1]}");
    ObjectNode first = patch.apply(MAPPER.createObjectNode());
    ((ObjectNode) first.at("/a/b")).put("changed", true);
    assertThat(patch.apply(MAPPER.createObjectNode())).hasToString("{\"a\":{\"b\":{}},\"x\":[1]}");
    assertThat(patch.strictErrors()).isEmpty();
    assertThat(parse("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}").strictErrors())
        .containsExactly("duplicate field \"b.c\"");
  }

  /** The RFC's pseudo-code, on documents without lists, in which upstream differs. */
  @Test
  void agreesWithTheRfc() throws Exception {
    long seed = 20261120;
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      String current = randomObject(random, 3).toString();
      String patch = randomObject(random, 3).toString();
      assertThat(apply(current, patch))
          .as("seed %s: %s to %s", seed, patch, current)
          .isEqualTo(model(MAPPER.readTree(current), MAPPER.readTree(patch)));
    }
  }

  private static ObjectNode randomObject(Random random, int depth) {
    ObjectNode object = MAPPER.createObjectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = "k" + random.nextInt(4);
      if (depth > 0 && random.nextBoolean()) {
        object.set(name, randomObject(random, depth - 1));
      } else {
        object.set(name, JsonPatchTest.randomValue(random, 0));
      }
    }
    return object;
  }

  private static JsonNode model(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result = target.isObject() ? target.deepCopy() : MAPPER.createObjectNode();
    patch
        .properties()
        .forEach(
            e -> {
              if (e.getValue().isNull()) {
                result.remove(e.getKey());
              } else {
                result.set(e.getKey(), model(result.path(e.getKey()), e.getValue()));
              }
            });
    return result;
  }

  private static Patch parse(String patch) {
    return PATCHES.parse(PatchType.MERGE, patch.getBytes(StandardCharsets.UTF_8), POD, true);
  }

  private static ObjectNode apply(String current, String patch) throws Exception {
    return (ObjectNode)
        MAPPER.readTree(parse(patch).apply((ObjectNode) MAPPER.readTree(current)).toString());
  }
}

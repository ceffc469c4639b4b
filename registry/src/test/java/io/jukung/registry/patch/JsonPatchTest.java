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

class JsonPatchTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final TypeSchema POD = CATALOG.type("io.k8s.api.core.v1.Pod").orElseThrow();
  private static final Patches PATCHES = new Patches(CATALOG::type);

  /** The examples of RFC 6902's appendix A that are objects, and upstream's own habits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1}|[{'op':'add','path':'/b','value':'q'}]|{'a':1,'b':'q'}",
        "{'f':['a','b']}|[{'op':'add','path':'/f/1','value':'q'}]|{'f':['a','q','b']}",
        "{'a':1,'b':2}|[{'op':'remove','path':'/a'}]|{'b':2}",
        "{'f':['a','q','b']}|[{'op':'remove','path':'/f/1'}]|{'f':['a','b']}",
        "{'a':1,'b':2}|[{'op':'replace','path':'/a','value':3}]|{'a':3,'b':2}",
        "{'f':{'b':1,'w':2},'q':{}}|[{'op':'move','from':'/f/w','path':'/q/t'}]|{'f':{'b':1},'q':{'t':2}}",
        "{'f':['a','g','c','e']}|[{'op':'move','from':'/f/1','path':'/f/3'}]|{'f':['a','c','e','g']}",
        "{'b':'q','f':['a',2,'c']}|[{'op':'test','path':'/b','value':'q'},{'op':'test','path':'/f/1','value':2}]|{'b':'q','f':['a',2,'c']}",
        "{'f':1}|[{'op':'add','path':'/c','value':{'g':{}}}]|{'f':1,'c':{'g':{}}}",
        "{'f':1}|[{'op':'add','path':'/b','value':1,'xyz':123}]|{'f':1,'b':1}",
        "{'/':9,'~1':10}|[{'op':'test','path':'/~01','value':10}]|{'/':9,'~1':10}",
        "{'f':['b']}|[{'op':'add','path':'/f/-','value':['a','d']}]|{'f':['b',['a','d']]}",
        "{'a':{'b':1}}|[{'op':'copy','from':'/a','path':'/c'},{'op':'add','path':'/c/d','value':1}]|{'a':{'b':1},'c':{'b':1,'d':1}}",
        "{'a':1}|[{'op':'replace','path':'/z','value':2}]|{'a':1,'z':2}",
        "{'a':1}|[{'op':'add','path':'/z'}]|{'a':1,'z':null}",
        "{'a':{'b':1}}|[{'op':'add','path':'x/a/c','value':2}]|{'a':{'b':1,'c':2}}",
        "{'a':[1,2]}|[{'op':'add','path':'/a/-1','value':3}]|{'a':[1,2,3]}",
        "{'a':[1,2]}|[{'op':'replace','path':'/a/-1','value':3}]|{'a':[1,3]}",
        "{'a':[1,2]}|[{'op':'remove','path':'/a/+01'}]|{'a':[1]}",
        "{'a':1}|[{'op':'test','path':'/b'}]|{'a':1}",
        "{'a':1}|[{'op':'replace','path':'','value':{'b':2}}]|{'b':2}",
        "{'a':1}|null|{'a':1}",
      })
  void applies(String current, String patch, String expected) throws Exception {
    assertThat(apply(current, patch)).isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'b':'q'}|[{'op':'test','path':'/b','value':'r'}]",
        "{'b':1}|[{'op':'test','path':'/b','value':1.0}]",
        "{'/':9,'~1':10}|[{'op':'test','path':'/~01','value':'10'}]",
        "{'f':1}|[{'op':'add','path':'/b/c','value':1}]",
        "{'f':1}|[{'op':'remove','path':'/b'}]",
        "{'f':1}|[{'op':'remove','path':''}]",
        "{'f':1}|[{'op':'add','path':'f','value':1}]",
        "{'f':[1]}|[{'op':'add','path':'/f/2','value':1}]",
        "{'f':[1]}|[{'op':'add','path':'/f/x','value':1}]",
        "{'f':[1]}|[{'op':'add','path':'/f/-3','value':1}]",
        "{'f':[1]}|[{'op':'remove','path':'/f/99999999999999999999'}]",
        "{'f':{'g':1}}|[{'op':'move','from':'/f','path':'/f/g'}]",
        "{'f':1}|[{'op':'fly','path':'/f'}]",
        "{'f':1}|[{'path':'/f'}]",
        "{'f':1}|[{'op':'add','value':1}]",
        "{'f':1}|[{'op':'copy','path':'/b'}]",
        "{'f':1}|[null]",
        "{'f':1}|[{'op':'replace','path':'','value':3}]",
      })
  void refusesWithoutAWord(String current, String patch) {
    assertFails(
        current, patch, 422, "the server rejected our request due to an error in our request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'op':1}|400|error decoding patch: json: cannot unmarshal object into Go value of type"
            + " []handlers.jsonPatchOp",
        "[{'op':1}]|400|error decoding patch: json: cannot unmarshal number into Go struct field"
            + " jsonPatchOp.op of type string",
        "[{'op':'add','path':[]}]|400|error decoding patch: json: cannot unmarshal array into Go"
            + " struct field jsonPatchOp.path of type string",
        "[1]|400|error decoding patch: json: cannot unmarshal number into Go value of type"
            + " handlers.jsonPatchOp",
        "[{'op':'add'}|400|error decoding patch: unexpected end of JSON input",
        "[{]|400|error decoding patch: invalid character ']' looking for beginning of object key"
            + " string",
      })
  void refusesMalformedPatches(String patch, int code, String message) {
    assertFails("{}", patch, code, message);
  }

  @Test
  void theResultMustBeAnObject() {
    assertFails(
        "{}",
        "[{'op':'replace','path':'','value':[]}]",
        422,
        " \"\" is invalid: patch: Invalid value: \"[]\": couldn't get version/kind; json parse"
            + " error: json: cannot unmarshal array into Go value of type struct { APIVersion"
            + " string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
            + " \"json:\\\"kind,omitempty\\\"\" }");
  }

  @Test
  void tellsWhatStrictValidationHoldsAgainstIt() {
    Patch patch = parse("[{'op':'add','path':'/a','value':'v','foo':1,'op':'add'}]");
    assertThat(patch.strictErrors())
        .containsExactly(
            "json patch unknown field \"[0].foo\"", "json patch duplicate field \"[0].op\"");
  }

  @Test
  void limitsOperationsAndCopies() {
    String test = "{'op':'test','path':'/a'}";
    assertThat(apply("{}", "[" + (test + ",").repeat(9_999) + test + "]")).isEmpty();
    assertFails(
        "{}",
        "[" + (test + ",").repeat(10_000) + test + "]",
        413,
        "The allowed maximum operations in a JSON patch is 10000, got 10001");
    String doubling = "{'op':'copy','from':'/a','path':'/a/-'},";
    String patch = "[" + doubling.repeat(18) + test + "]";
    String current = "{'a':['" + "x".repeat(100) + "']}";
    assertFails(
        current, patch, 422, "the server rejected our request due to an error in our request");
  }

  /** Moving a value away and back leaves the document as it was, whatever it is. */
  @Test
  void movesThereAndBack() throws Exception {
    long seed = 20261120;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      ObjectNode current = MAPPER.createObjectNode();
      current.set("a", randomValue(random, 3));
      current.set("b", MAPPER.createArrayNode().add(1).add(randomValue(random, 2)));
      String from = random.nextBoolean() ? "/a" : "/b/" + random.nextInt(2);
      String patch =
          "[{'op':'move','from':'%1$s','path':'/t'},{'op':'move','from':'/t','path':'%1$s'}]"
              .formatted(from);
      assertThat(apply(current.toString(), patch))
          .as("seed %s: %s", seed, current)
          .isEqualTo(MAPPER.readTree(current.toString()));
    }
  }

  static JsonNode randomValue(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 6 : 4);
    return switch (kind) {
      case 0 -> MAPPER.getNodeFactory().numberNode((long) random.nextInt(3));
      case 1 -> MAPPER.getNodeFactory().textNode("x" + random.nextInt(3));
      case 2 -> MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
      case 3 -> MAPPER.getNodeFactory().nullNode();
      case 4 -> {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set("k" + random.nextInt(4), randomValue(random, depth - 1));
        }
        yield object;
      }
      default -> {
        var array = MAPPER.createArrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(randomValue(random, depth - 1));
        }
        yield array;
      }
    };
  }

  private static Patch parse(String patch) {
    return PATCHES.parse(
        PatchType.JSON, patch.replace('\'', '"').getBytes(StandardCharsets.UTF_8), POD, true);
  }

  private static ObjectNode apply(String current, String patch) {
    return (ObjectNode) json(parse(patch).apply((ObjectNode) json(current)).toString());
  }

  private static void assertFails(String current, String patch, int code, String message) {
    assertThatThrownBy(() -> apply(current, patch))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.text()).isEqualTo(message);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}

package io.jukung.registry.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final TypeSchema POD = CATALOG.type("io.k8s.api.core.v1.Pod").orElseThrow();
  private static final Patches PATCHES = new Patches(CATALOG::type);

  /** Expectations are the results of upstream's library on the same input. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // maps and scalars
        "{spec:{nodeSelector:{a:x}}}|{spec:{nodeSelector:{b:y}}}|{spec:{nodeSelector:{a:x,b:y}}}",
        "{spec:{nodeSelector:{a:x}}}|{spec:{nodeSelector:{a:null,c:null}}}|{spec:{nodeSelector:{}}}",
        "{spec:{}}|{spec:{nodeSelector:{a:null,b:c}}}|{spec:{nodeSelector:{b:c}}}",
        "{spec:{nodeSelector:{a:x}}}|{spec:{nodeSelector:{$patch:replace,b:y}}}|{spec:{nodeSelector:{b:y}}}",
        "{spec:{nodeSelector:{a:x}}}|{spec:{nodeSelector:{$patch:delete}}}|{spec:{nodeSelector:{}}}",
        "{spec:{}}|{spec:{nodeSelector:{$patch:delete,a:b}}}|{spec:{}}",
        "{spec:{hostNetwork:true}}|null|{spec:{hostNetwork:true}}",
        // lists without a strategy are replaced
        "{spec:{tolerations:[{key:a}]}}|{spec:{tolerations:[{key:b}]}}|{spec:{tolerations:[{key:b}]}}",
        // lists of objects are joined by key; what is new stands in front
        "{spec:{containers:[{name:a,image:a},{name:b}]}}|{spec:{containers:[{name:a,image:b}]}}|{spec:{containers:[{name:a,image:b},{name:b}]}}",
        "{spec:{containers:[{name:a}]}}|{spec:{containers:[{name:b}]}}|{spec:{containers:[{name:b},{name:a}]}}",
        "{spec:{containers:[{name:a},{name:b}]}}|{spec:{containers:[{name:a,$patch:delete}]}}|{spec:{containers:[{name:b}]}}",
        "{spec:{containers:[{name:a},{name:b}]}}|{spec:{containers:[{name:c},{$patch:replace}]}}|{spec:{containers:[{name:c}]}}",
        "{spec:{containers:[{name:a,ports:[{containerPort:80}]}]}}|{spec:{containers:[{name:a,ports:[{containerPort:81}]}]}}|{spec:{containers:[{name:a,ports:[{containerPort:81},{containerPort:80}]}]}}",
        "{spec:{containers:[{name:a,ports:[{containerPort:80,name:x}]}]}}|{spec:{containers:[{name:a,ports:[{containerPort:80,name:y}]}]}}|{spec:{containers:[{name:a,ports:[{containerPort:80,name:y}]}]}}",
        // order
        "{spec:{containers:[{name:a},{name:b}]}}|{spec:{$setElementOrder/containers:[{name:b},{name:a}]}}|{spec:{containers:[{name:b},{name:a}]}}",
        "{spec:{containers:[{name:a},{name:b}]}}|{spec:{$setElementOrder/containers:[{name:a},{name:c}],containers:[{name:c}]}}|{spec:{containers:[{name:a},{name:c},{name:b}]}}",
        "{spec:{containers:[{name:c2},{name:c3},{name:c1}]}}|{spec:{$setElementOrder/containers:[{name:c0},{name:c1}],containers:[{name:c0},{$patch:delete,name:c3}]}}|{spec:{containers:[{name:c2},{name:c0},{name:c1}]}}",
        // lists of scalars are sets
        "{metadata:{finalizers:[a,b]}}|{metadata:{finalizers:[b,c]}}|{metadata:{finalizers:[a,b,c]}}",
        "{metadata:{finalizers:[a,b]}}|{metadata:{$deleteFromPrimitiveList/finalizers:[a,x]}}|{metadata:{finalizers:[b]}}",
        "{metadata:{finalizers:[a,b]}}|{metadata:{$setElementOrder/finalizers:[c,b],finalizers:[c]}}|{metadata:{finalizers:[c,a,b]}}",
        // retained keys
        "{spec:{volumes:[{name:v,emptyDir:{}}]}}|{spec:{volumes:[{name:v,$retainKeys:[name,configMap],configMap:{name:c}}]}}|{spec:{volumes:[{name:v,configMap:{name:c}}]}}",
      })
  void applies(String current, String patch, String expected) throws Exception {
    assertThat(apply(json(current), json(patch))).isEqualTo(MAPPER.readTree(json(expected)));
  }

  /** Codes and messages are those a kube-apiserver 1.36 answered with. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|400|json: cannot unmarshal array into Go value of type map[string]interface {}",
        "{|400|unexpected end of JSON input",
        "{$patch:merge}|500|unknown patch type: merge in map: map[$patch:merge]",
        "{$retainKeys:x}|400|invalid patch format of retainKeys",
        "{$retainKeys:[a],spec:{}}|400|invalid patch format of retainKeys",
        "{$setElementOrder/spec:[a]}|500|expected a []interface {}, but received a"
            + " map[string]interface {}",
        "{$setElementOrder/foo:[a]}|500|unable to find api field in struct Pod for the json field"
            + " \"foo\"",
        "{$setElementOrder/foo:1}|500|expected a []interface {}, but received a int64",
        "{$setElementOrderX/foo:[]}|400|invalid patch format of setElementOrder list",
        "{$deleteFromPrimitiveListX/foo:[a]}|400|invalid patch format of primitive list",
        "{spec:{containers:[{image:i}]}}|500|map: map[image:i] does not contain declared merge key:"
            + " name",
        "{spec:{containers:[{name:b,$patch:x}]}}|500|unknown patch type: x in map: map[$patch:x"
            + " name:b]",
        "{spec:{containers:[{$patch:merge}]}}|500|merging lists cannot yet be specified in the"
            + " patch",
        "{spec:{containers:[x]}}|500|list element types are not identical: [[map[name:a]] [x]]",
        "{spec:{$setElementOrder/containers:[{name:b}],containers:[{name:c}]}}|500|`The order in"
            + " patch list:\n"
            + "[map[name:c]]\n"
            + " doesn't match $setElementOrder list:\n"
            + "[map[name:b]]\n"
            + "`",
      })
  void refusesWithUpstreamsText(String patch, int code, String message) {
    assertThatThrownBy(() -> apply(json("{spec:{containers:[{name:a}]}}"), json(patch)))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.text().strip()).isEqualTo(message.strip());
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @Test
  void unknownFieldsStayForTheDecoderToRefuse() throws Exception {
    assertThat(apply("{}", json("{spec:{unknown:{a:b}}}")))
        .isEqualTo(MAPPER.readTree(json("{spec:{unknown:{a:b}}}")));
    Patch patch = parse(json("{foo:{a:1}}"));
    assertThat(patch.invalidValue(MAPPER.createObjectNode())).isEqualTo("map[foo:map[a:1]]");
  }

  /** Merging lists by key is merging maps; the order is the patch's among what it names. */
  @Test
  void agreesWithANaiveModel() throws Exception {
    long seed = 20261120;
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      ArrayNode current = randomContainers(random, false);
      ArrayNode patch = randomContainers(random, true);
      Map<String, ObjectNode> model = model(current, patch);
      ObjectNode result = apply(wrap(current), wrap(patch));
      List<String> names = new ArrayList<>();
      for (JsonNode container : result.at("/spec/containers")) {
        String name = container.path("name").asText();
        names.add(name);
        assertThat(container)
            .as("seed %s: %s to %s", seed, patch, current)
            .isEqualTo(model.get(name));
      }
      assertThat(names).containsExactlyInAnyOrderElementsOf(model.keySet());
      List<String> kept = new ArrayList<>();
      patch.forEach(
          change -> {
            if (!change.has("$patch")) {
              kept.add(change.path("name").asText());
            }
          });
      names.retainAll(kept);
      assertThat(names).as("seed %s", seed).isEqualTo(kept);
    }
  }

  /** Lists of scalars are sets; what the patch names stands in the patch's order. */
  @Test
  void scalarsAgreeWithSets() throws Exception {
    long seed = 20261126;
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      List<String> current = randomWords(random);
      // A list that is not there yet takes the patch as it is.
      current.add("w9");
      List<String> patch = randomWords(random);
      List<String> gone = randomWords(random);
      List<String> merged =
          finalizers(
              current, "{\"metadata\":{\"finalizers\":" + MAPPER.writeValueAsString(patch) + "}}");
      Set<String> expected = new LinkedHashSet<>(current);
      expected.addAll(patch);
      assertThat(merged)
          .as("seed %s: %s to %s", seed, patch, current)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(merged.stream().filter(patch::contains))
          .as("seed %s: %s to %s", seed, patch, current)
          .containsExactlyElementsOf(new LinkedHashSet<>(patch));
      List<String> left =
          finalizers(
              current,
              "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":"
                  + MAPPER.writeValueAsString(gone)
                  + "}}");
      assertThat(left)
          .as("seed %s: without %s of %s", seed, gone, current)
          .containsExactlyElementsOf(current.stream().filter(w -> !gone.contains(w)).toList());
    }
  }

  private static List<String> randomWords(Random random) {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      words.add("w" + random.nextInt(5));
    }
    return words;
  }

  private static List<String> finalizers(List<String> current, String patch) throws Exception {
    ObjectNode object = MAPPER.createObjectNode();
    current.forEach(word -> object.withArray("/metadata/finalizers").add(word));
    List<String> result = new ArrayList<>();
    apply(object.toString(), patch)
        .at("/metadata/finalizers")
        .forEach(word -> result.add(word.asText()));
    return result;
  }

  private static Map<String, ObjectNode> model(ArrayNode current, ArrayNode patch) {
    Map<String, ObjectNode> model = new LinkedHashMap<>();
    current.forEach(c -> model.put(c.path("name").asText(), c.deepCopy()));
    patch.forEach(
        change -> {
          if (change.has("$patch")) {
            model.remove(change.path("name").asText());
          }
        });
    patch.forEach(
        change -> {
          if (!change.has("$patch")) {
            model
                .computeIfAbsent(change.path("name").asText(), n -> MAPPER.createObjectNode())
                .setAll((ObjectNode) change.deepCopy());
          }
        });
    return model;
  }

  private static ArrayNode randomContainers(Random random, boolean patch) {
    ArrayNode containers = MAPPER.createArrayNode();
    List<String> names = new ArrayList<>(List.of("a", "b", "c", "d"));
    java.util.Collections.shuffle(names, random);
    for (String name : names.subList(0, random.nextInt(5))) {
      ObjectNode container = containers.addObject().put("name", name);
      if (random.nextBoolean()) {
        container.put("image", "i" + random.nextInt(3));
      }
      if (patch && random.nextInt(4) == 0) {
        container.put("$patch", "delete");
      }
    }
    return containers;
  }

  private static String wrap(ArrayNode containers) {
    ObjectNode pod = MAPPER.createObjectNode();
    pod.putObject("spec").set("containers", containers);
    return pod.toString();
  }

  private static Patch parse(String patch) {
    return PATCHES.parse(
        PatchType.STRATEGIC_MERGE, patch.getBytes(StandardCharsets.UTF_8), POD, true);
  }

  private static ObjectNode apply(String current, String patch) throws Exception {
    return (ObjectNode)
        MAPPER.readTree(parse(patch).apply((ObjectNode) MAPPER.readTree(current)).toString());
  }

  /** Quotes every word of a shorthand that is not a number or a literal. */
  private static String json(String shorthand) {
    return shorthand
        .replaceAll("([$A-Za-z_][$A-Za-z_/0-9]*)", "\"$1\"")
        .replaceAll("\"(true|false|null)\"", "$1");
  }
}

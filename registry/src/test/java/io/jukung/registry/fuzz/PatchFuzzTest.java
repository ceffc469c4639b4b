package io.jukung.registry.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.patch.PatchType;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Patches, applied to objects and decoded as the server does it. */
final class PatchFuzzTest {
  private static final int INPUTS = 4_000 * Bounded.TIMES;

  private final ObjectDecoder decoder = new ObjectDecoder(Sample.TYPES);
  private final CanonicalJson json = new CanonicalJson(Sample.TYPES);
  private final Patches patches = new Patches(Catalog.load()::type);

  @ParameterizedTest
  @EnumSource(value = PatchType.class, names = "APPLY", mode = EnumSource.Mode.EXCLUDE)
  void patched(PatchType type) throws InterruptedException {
    List<Sample> samples = Sample.all();
    List<Integer> good = new ArrayList<>();
    Bounded.run(
        () -> {
          for (Sample sample : samples) {
            ObjectNode before = json.parse(sample.json());
            Mutator mutator =
                new Mutator(Bounded.seed("patched" + type + sample), corpus(type, before, sample));
            for (int i = 0; i < INPUTS / samples.size(); i++) {
              byte[] input = mutator.next();
              Bounded.SMALL
                  .decode(() -> told(sample, input), () -> patch(type, sample, before, input))
                  .ifPresent(_ -> good.add(1));
            }
          }
        });
    assertThat(good).hasSizeGreaterThan(INPUTS / 1000);
  }

  private static String told(Sample sample, byte[] input) {
    return sample + " " + Mutator.told(input);
  }

  private Bytes patch(PatchType type, Sample sample, ObjectNode before, byte[] input) {
    try {
      ObjectNode patched =
          patches.parse(type, input, sample.schema(), true).apply(before.deepCopy());
      ObjectNode object =
          decoder.convert(
              patched, sample.schema(), Optional.of(sample.kind()), FieldValidation.WARN, _ -> {});
      return json.encode(object, sample.schema());
    } catch (StatusException e) {
      if (e.code() == 500 && type == PatchType.STRATEGIC_MERGE) {
        // Upstream has no better answer to some patches against the schema.
        throw StatusException.badRequest(e.text());
      }
      throw e;
    }
  }

  private static List<byte[]> corpus(PatchType type, ObjectNode object, Sample sample) {
    List<byte[]> corpus = new ArrayList<>();
    if (type == PatchType.JSON) {
      List<String> paths = new ArrayList<>();
      paths(object, "", paths);
      for (int i = 0; i + 1 < paths.size(); i++) {
        for (String patch :
            List.of(
                "[{\"op\":\"remove\",\"path\":\"%1$s\"}]",
                "[{\"op\":\"copy\",\"from\":\"%1$s\",\"path\":\"%2$s\"}]",
                "[{\"op\":\"move\",\"from\":\"%1$s\",\"path\":\"%2$s\"}]",
                "[{\"op\":\"replace\",\"path\":\"%1$s\",\"value\":null},"
                    + "{\"op\":\"add\",\"path\":\"%2$s\",\"value\":{\"a\":[1]}}]",
                "[{\"op\":\"test\",\"path\":\"%1$s\",\"value\":7}]")) {
          corpus.add(patch.formatted(paths.get(i), paths.get(i + 1)).getBytes(UTF_8));
        }
      }
      return corpus;
    }
    corpus.add(sample.json().array());
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      corpus.add(
          object.objectNode().set(field.getKey(), field.getValue()).toString().getBytes(UTF_8));
    }
    corpus.add("{\"metadata\":{\"labels\":null}}".getBytes(UTF_8));
    return corpus;
  }

  private static void paths(JsonNode node, String path, List<String> into) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String below = path + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
      String text = com.fasterxml.jackson.databind.node.TextNode.valueOf(below).toString();
      into.add(text.substring(1, text.length() - 1));
      paths(field.getValue(), below, into);
    }
    if (node.isArray() && !node.isEmpty()) {
      into.add(path + "/0");
      paths(node.get(0), path + "/0", into);
    }
  }
}

package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Bodies in YAML: what YAML 1.1 makes of scalars, and the answers to bad bodies. */
final class YamlCodecTest {
  private static final Types TYPES = Types.of(Catalog.load());
  private static final GroupVersionKind CONFIG_MAP = new GroupVersionKind("", "v1", "ConfigMap");

  private final ObjectDecoder decoder = new ObjectDecoder(TYPES);
  private final YamlCodec yaml = new YamlCodec();
  private final List<String> warnings = new ArrayList<>();

  private ObjectNode decode(String body, GroupVersionKind kind, FieldValidation validation) {
    return decoder.decode(
        body.getBytes(StandardCharsets.UTF_8),
        MediaKind.YAML,
        TYPES.kind(kind).orElseThrow(),
        kind,
        validation,
        warnings::add);
  }

  private String json(String body) {
    return yaml.toJson(body.getBytes(StandardCharsets.UTF_8)).json().utf8();
  }

  /** Columns: kind, body, message; line breaks and tabs as {@code \n} and {@code \t}. */
  @ParameterizedTest
  @CsvFileSource(resources = "bad-yaml.csv", delimiter = '\t', quoteCharacter = '\u0001')
  void badBodiesAreRefusedAsUpstreamDoes(String kind, String body, String message) {
    String sent = body.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
    StatusException refusal =
        catchThrowableOfType(
            StatusException.class,
            () -> decode(sent, new GroupVersionKind("", "v1", kind), FieldValidation.STRICT));
    assertThat(refusal).hasMessage(message.replace("\\n", "\n").replace("\\\\", "\\"));
    assertThat(refusal.code()).isEqualTo(400);
  }

  @Test
  void scalarsAreThoseOfYaml11() {
    assertThat(
            json(
                "{a: yes, b: Off, c: ~, d: 012, e: 0x1F, f: 1_000, g: .5, h: 1e3, i: 2026-01-02, j:"
                    + " '1', k: !!str 1, l: !foo 2, m: !!binary aGk=, \"n\": 0b11, o: '', p: 1:30,"
                    + " q: 18446744073709551615, r: 0o17, s: 08, t: +1}"))
        .isEqualTo(
            "{\"a\":true,\"b\":false,\"c\":null,\"d\":10,\"e\":31,\"f\":1000,\"g\":0.5,\"h\":1000,"
                + "\"i\":\"2026-01-02\",\"j\":\"1\",\"k\":\"1\",\"l\":\"2\",\"m\":\"hi\",\"n\":3,"
                + "\"o\":\"\",\"p\":\"1:30\",\"q\":18446744073709551615,\"r\":15,\"s\":8,\"t\":1}");
  }

  @Test
  void keysBecomeStringsAndMergesAreSpread() {
    assertThat(json("{y: 1, 1: 2, 1.5: 3, 0x10: 4}"))
        .isEqualTo("{\"1\":2,\"1.5\":3,\"16\":4,\"true\":1}");
    assertThat(json("x: &x {a: 1, b: 2}\nz: {<<: *x, b: 3}"))
        .isEqualTo("{\"x\":{\"a\":1,\"b\":2},\"z\":{\"a\":1,\"b\":3}}");
  }

  @Test
  void onlyTheFirstDocumentCounts() {
    assertThat(json("a: 1\n---\nb: 2\n")).isEqualTo("{\"a\":1}");
    assertThat(json("")).isEqualTo("null");
    assertThat(json("# nothing\n")).isEqualTo("null");
  }

  @Test
  void repeatedKeysWarn() {
    decode("metadata:\n  \"name\": x\n  \"name\": z\n", CONFIG_MAP, FieldValidation.WARN);
    assertThat(warnings).containsExactly("line 3: key \"name\" already set in map");
  }

  @Test
  void aliasesDoNotExplode() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append('a').append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ",").repeat(9)).append("]\n");
    }
    assertThatThrownBy(() -> decode(bomb.toString(), CONFIG_MAP, FieldValidation.IGNORE))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("yaml: document contains excessive aliasing");
    String wide = "a: &a \"" + "x".repeat(1_000_000) + "\"\nb: [" + "*a,".repeat(1000) + "]\n";
    assertThatThrownBy(() -> decode(wide, CONFIG_MAP, FieldValidation.IGNORE))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("yaml: document contains excessive aliasing");
  }

  @Test
  void depthIsLimited() {
    for (String opening : List.of("[", "{a: ", "- ", "? ")) {
      assertThatThrownBy(
              () -> decode("a:\n  " + opening.repeat(20_000), CONFIG_MAP, FieldValidation.IGNORE))
          .isInstanceOf(StatusException.class);
    }
  }

  @Test
  void mutatedBodiesNeverEndInAnythingButAnAnswer() {
    String body =
        "apiVersion: v1\n"
            + "kind: ConfigMap\n"
            + "metadata:\n"
            + "  name: &n x\n"
            + "  labels: {a: *n, <<: {b: c}}\n"
            + "data:\n"
            + "  a: |\n"
            + "    text\n"
            + "    more\n"
            + "  b: >-\n"
            + "    folded\n"
            + "  c: \"q\\u00e9\"\n"
            + "  ? d\n"
            + "  : 'e'\n";
    Random random = new Random(11);
    for (int i = 0; i < 5000; i++) {
      StringBuilder mutated = new StringBuilder(body);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(mutated.length());
        switch (random.nextInt(3)) {
          case 0 -> mutated.setCharAt(at, (char) random.nextInt(1, 256));
          case 1 -> mutated.deleteCharAt(at);
          default -> mutated.insert(at, "&*!|>'\"%@`{}[]:,-?#\n \t~".charAt(random.nextInt(23)));
        }
      }
      try {
        decode(mutated.toString(), CONFIG_MAP, FieldValidation.WARN);
      } catch (StatusException e) {
        assertThat(e.code()).isEqualTo(400);
      }
    }
  }
}

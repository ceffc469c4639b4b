package io.jukung.registry.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.ApplyDocument;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.codec.MediaKind;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.ProtobufCodec;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are as long as the server takes and made to cost more than they weigh. */
final class BombTest {
  private static final int BODY = Bounded.BODY;

  private final ObjectDecoder decoder = new ObjectDecoder(Sample.TYPES);
  private final CanonicalJson json = new CanonicalJson(Sample.TYPES);
  private final YamlCodec yaml = new YamlCodec();
  private final ProtobufCodec protobuf = new ProtobufCodec(Sample.TYPES);

  /** Fills a body: the pieces that fit between head and foot. */
  private static String full(String head, String piece, String foot) {
    return head + piece.repeat((BODY - head.length() - foot.length()) / piece.length()) + foot;
  }

  private static String numbered(String head, String piece, String foot) {
    StringBuilder text = new StringBuilder(head);
    for (int i = 0; text.length() < BODY - 100; i++) {
      text.append(i == 0 ? "" : ",").append(piece.replace("#", Integer.toString(i)));
    }
    return text.append(foot).toString();
  }

  private static String nested(int levels, String open, String inner, String close) {
    return open.repeat(levels) + inner + close.repeat(levels);
  }

  private static Arguments body(
      String name, String kind, MediaKind media, String body, boolean ok) {
    return Arguments.of(name, Sample.of(kind), media, Bytes.utf8(body), ok);
  }

  static Stream<Arguments> bodies() {
    return Stream.of(jsonBodies(), deepJsonBodies(), yamlBodies(), aliasBodies())
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> jsonBodies() {
    String map = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"data\":{";
    String meta = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{";
    String history = "{\"kind\":\"ControllerRevision\",\"apiVersion\":\"apps/v1\",\"data\":";
    return Stream.of(
        body(
            "a long value", "ConfigMap", MediaKind.JSON, full(map + "\"a\":\"", "x", "\"}}"), true),
        body("a long key", "ConfigMap", MediaKind.JSON, full(map + "\"", "x", "\":\"\"}}"), true),
        body(
            "escapes",
            "ConfigMap",
            MediaKind.JSON,
            full(map + "\"a\":\"", "\\u003c", "\"}}"),
            true),
        body("many keys", "ConfigMap", MediaKind.JSON, numbered(map, "\"#\":\"\"", "}}"), true),
        body(
            "one key", "ConfigMap", MediaKind.JSON, full(map, "\"a\":\"\",", "\"a\":\"\"}}"), true),
        body(
            "many labels",
            "ConfigMap",
            MediaKind.JSON,
            numbered(meta + "\"labels\":{", "\"#\":\"\"", "}}}"),
            true),
        body(
            "unknown fields",
            "ConfigMap",
            MediaKind.JSON,
            numbered(map + "},", "\"#\":1", "}"),
            true),
        body(
            "an unknown field deep down",
            "ConfigMap",
            MediaKind.JSON,
            full(map + "},\"x", "y", "\":" + nested(290, "[", "", "]") + "}"),
            true),
        body(
            "a long number",
            "ControllerRevision",
            MediaKind.JSON,
            full(history + "{\"a\":", "7", "}}"),
            true),
        body(
            "a long fraction",
            "ControllerRevision",
            MediaKind.JSON,
            full(history + "{\"a\":0.", "7", "}}"),
            true));
  }

  private static Stream<Arguments> deepJsonBodies() {
    String map = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"data\":{";
    String history = "{\"kind\":\"ControllerRevision\",\"apiVersion\":\"apps/v1\",\"data\":";
    return Stream.of(
        body("levels", "ConfigMap", MediaKind.JSON, full("", "[", ""), false),
        body("objects", "ConfigMap", MediaKind.JSON, full("", "{\"a\":", ""), false),
        body(
            "as many levels as there may be",
            "ControllerRevision",
            MediaKind.JSON,
            history + nested(298, "{\"a\":", "1", "}") + "}",
            true),
        body(
            "as many schemas in schemas as there may be",
            "CustomResourceDefinition",
            MediaKind.JSON,
            "{\"kind\":\"CustomResourceDefinition\",\"apiVersion\":\"apiextensions.k8s.io/v1\","
                + "\"spec\":{\"versions\":[{\"schema\":{\"openAPIV3Schema\":"
                + nested(294, "{\"not\":", "{}", "}")
                + "}}]}}",
            true),
        body(
            "long keys on many levels",
            "ControllerRevision",
            MediaKind.JSON,
            history + nested(290, "{\"a\":1,\"a\":2,\"" + "k".repeat(9000) + "\":", "1", "}") + "}",
            true),
        body(
            "invalid UTF-8",
            "ConfigMap",
            MediaKind.JSON,
            full(map + "\"a\":\"", "\u00e9", "\"}}"),
            true),
        body("blanks", "ConfigMap", MediaKind.JSON, full(map, " ", "}}"), true));
  }

  private static Stream<Arguments> yamlBodies() {
    String map = "kind: ConfigMap\napiVersion: v1\ndata:\n";
    String history = "kind: ControllerRevision\napiVersion: apps/v1\ndata:\n";
    return Stream.of(
        body("a long value", "ConfigMap", MediaKind.YAML, full(map + "  a: ", "x", "\n"), true),
        body("a long quote", "ConfigMap", MediaKind.YAML, full(map + "  a: \"", "x", "\"\n"), true),
        body(
            "a long block",
            "ConfigMap",
            MediaKind.YAML,
            full(map + "  a: |\n", "    x\n", ""),
            true),
        body(
            "a folded text",
            "ConfigMap",
            MediaKind.YAML,
            full(map + "  a: >\n", "    x\n", ""),
            true),
        body("words", "ConfigMap", MediaKind.YAML, full(map + "  a: x", " x", "\n"), true),
        body("lines", "ConfigMap", MediaKind.YAML, full(map + "  a: x\n", "    x\n", "\n"), true),
        body(
            "a long comment", "ConfigMap", MediaKind.YAML, full(map + "  a: x #", "x", "\n"), true),
        body("comments", "ConfigMap", MediaKind.YAML, full(map + "  a: x\n", "#\n", ""), true),
        body("a long key", "ConfigMap", MediaKind.YAML, full(map + "  ", "x", ": y\n"), false),
        body("a long anchor", "ConfigMap", MediaKind.YAML, full(map + "  a: &", "x", " v\n"), true),
        body("a long tag", "ConfigMap", MediaKind.YAML, full(map + "  a: !", "x", " y\n"), true),
        body("levels", "ConfigMap", MediaKind.YAML, full("a: ", "[", ""), false),
        body("maps", "ConfigMap", MediaKind.YAML, full("a: ", "{a: ", ""), false),
        body("lists in lists", "ConfigMap", MediaKind.YAML, full("", "- ", "a\n"), false),
        body("questions", "ConfigMap", MediaKind.YAML, full("", "? ", "a\n"), false),
        body(
            "many elements",
            "ControllerRevision",
            MediaKind.YAML,
            full(history + "  a: [", "a,", "]\n"),
            true),
        body(
            "many documents",
            "ConfigMap",
            MediaKind.YAML,
            full(map + "  a: b\n", "---\n", ""),
            true));
  }

  private static Stream<Arguments> aliasBodies() {
    String history = "kind: ControllerRevision\napiVersion: apps/v1\ndata:\n";
    String laughs =
        IntStream.range(1, 9)
            .mapToObj(i -> "  a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n")
            .reduce("  a0: &a0 [x,x,x,x,x,x,x,x,x]\n", String::concat);
    String levels =
        IntStream.range(1, 60)
            .mapToObj(
                i -> "  a" + i + ": &a" + i + " " + nested(280, "[", "*a" + (i - 1), "]") + "\n")
            .reduce("  a0: &a0 x\n", String::concat);
    String merges =
        IntStream.range(1, 40)
            .mapToObj(
                i ->
                    "  a"
                        + i
                        + ": &a"
                        + i
                        + " {<<: [*a"
                        + (i - 1)
                        + ", *a"
                        + (i - 1)
                        + "], x"
                        + i
                        + ": 1}\n")
            .reduce("  a0: &a0 {x: 1}\n", String::concat);
    return Stream.of(
        body("levels of levels", "ControllerRevision", MediaKind.YAML, history + levels, false),
        body("a billion laughs", "ControllerRevision", MediaKind.YAML, history + laughs, false),
        body("merges of merges", "ControllerRevision", MediaKind.YAML, history + merges, false),
        body(
            "a long text, often",
            "ControllerRevision",
            MediaKind.YAML,
            history + "  a: &a " + "x".repeat(1 << 20) + "\n  b: [" + "*a,".repeat(90) + "]\n",
            false),
        body(
            "many aliases of one",
            "ControllerRevision",
            MediaKind.YAML,
            full(history + "  a: &a x\n  b: [", "*a,", "]\n"),
            true),
        body(
            "an anchor in itself",
            "ControllerRevision",
            MediaKind.YAML,
            history + "  a: &a [*a]\n",
            false),
        body(
            "many anchors",
            "ControllerRevision",
            MediaKind.YAML,
            full(history + "  a: [", "&a b,", "]\n"),
            true),
        body(
            "directives",
            "ConfigMap",
            MediaKind.YAML,
            full("", "%TAG ! a\n", "---\na: b\n"),
            false));
  }

  @ParameterizedTest(name = "{2} {0}")
  @MethodSource("bodies")
  void costsNoMoreThanItsLength(
      String name, Sample sample, MediaKind media, Bytes body, boolean accepted)
      throws InterruptedException {
    List<Integer> good = new ArrayList<>();
    Bounded.run(
        () ->
            Bounded.LARGE
                .decode(
                    () -> name,
                    () -> {
                      ObjectNode object =
                          decoder.decode(
                              body.array(),
                              media,
                              sample.schema(),
                              sample.kind(),
                              FieldValidation.WARN,
                              _ -> {});
                      Bytes printed = json.encode(object, sample.schema());
                      Bytes _ = protobuf.encode(object, sample.schema(), sample.kind());
                      return yaml.encode(json.parse(printed));
                    })
                .ifPresent(_ -> good.add(1)));
    assertThat(good.size()).as(name).isEqualTo(accepted ? 1 : 0);
  }

  /** What a long number or a key that is too long is answered with is no longer than the body. */
  @Test
  void appliedDocumentsAreBoundedToo() throws InterruptedException {
    List<Integer> good = new ArrayList<>();
    Bounded.run(
        () ->
            Stream.concat(yamlBodies(), aliasBodies())
                .forEach(
                    row ->
                        Bounded.LARGE
                            .decode(
                                () -> String.valueOf(row.get()[0]),
                                () -> ApplyDocument.read(((Bytes) row.get()[3]).array()))
                            .ifPresent(_ -> good.add(1))));
    assertThat(good).hasSizeGreaterThan(10);
  }

  /** {@code not} of a schema holds a schema. */
  @Test
  void protobufLevelsAreLimited() throws InterruptedException {
    assertThat(decodedLevels(290)).isPresent();
    assertThat(decodedLevels(3_000)).isEmpty();
  }

  private Optional<ObjectNode> decodedLevels(int levels) throws InterruptedException {
    Sample sample = Sample.of("CustomResourceDefinition");
    String v1 = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
    byte[] schema = {};
    for (int i = 0; i < levels; i++) {
      schema = field(number(v1 + "JSONSchemaProps", "not"), schema);
    }
    schema = field(number(v1 + "CustomResourceValidation", "openAPIV3Schema"), schema);
    schema = field(number(v1 + "CustomResourceDefinitionVersion", "schema"), schema);
    schema = field(number(v1 + "CustomResourceDefinitionSpec", "versions"), schema);
    schema = field(number(v1 + "CustomResourceDefinition", "spec"), schema);
    byte[] type =
        join(
            field(1, "apiextensions.k8s.io/v1".getBytes(StandardCharsets.UTF_8)),
            field(2, "CustomResourceDefinition".getBytes(StandardCharsets.UTF_8)));
    byte[] body = join(new byte[] {'k', '8', 's', 0}, field(1, type), field(2, schema));
    List<Optional<ObjectNode>> results = new ArrayList<>();
    Bounded.run(
        () ->
            results.add(
                Bounded.LARGE.decode(
                    () -> levels + " levels of protobuf",
                    () ->
                        decoder.decode(
                            body,
                            MediaKind.PROTOBUF,
                            sample.schema(),
                            sample.kind(),
                            FieldValidation.IGNORE,
                            _ -> {}))));
    return results.getFirst();
  }

  private static int number(String type, String field) {
    return Sample.TYPES.type(type).orElseThrow().fields().stream()
        .filter(f -> f.name().equals(field))
        .findFirst()
        .orElseThrow()
        .number();
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(number << 3 | 2, out);
    varint(content.length, out);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static void varint(int value, ByteArrayOutputStream out) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }
}

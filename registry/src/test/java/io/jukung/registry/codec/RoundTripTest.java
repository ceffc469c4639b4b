package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of the catalog, with random content, through every form and back. */
final class RoundTripTest {
  private static final Types TYPES = Types.of(Catalog.load());

  private final ObjectDecoder decoder = new ObjectDecoder(TYPES);
  private final CanonicalJson json = new CanonicalJson(TYPES);
  private final YamlCodec yaml = new YamlCodec();
  private final ProtobufCodec protobuf = new ProtobufCodec(TYPES);

  static List<TypeSchema> kinds() {
    return Catalog.load().types().stream().filter(type -> !type.kinds().isEmpty()).toList();
  }

  private ObjectNode decode(Bytes body, MediaKind media, TypeSchema schema, GroupVersionKind kind) {
    return decoder.decode(body.array(), media, schema, kind, FieldValidation.STRICT, warning -> {});
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindSurvivesEveryForm(TypeSchema schema) {
    GroupVersionKind kind = schema.kinds().getFirst();
    Random random = new Random(schema.name().hashCode());
    RandomObjects objects = new RandomObjects(TYPES, random);
    for (int i = 0; i < 20; i++) {
      Bytes sent = json.encode(objects.object(schema), schema);
      ObjectNode tree = decode(sent, MediaKind.JSON, schema, kind);
      Bytes canonical = json.encode(tree, schema);
      assertThat(json.encode(json.parse(canonical), schema)).isEqualTo(canonical);
      assertThat(json.encode(decode(canonical, MediaKind.JSON, schema, kind), schema))
          .isEqualTo(canonical);
      if (protobuf.supports(schema)) {
        Bytes binary = protobuf.encode(tree, schema, kind);
        ObjectNode back = decode(binary, MediaKind.PROTOBUF, schema, kind);
        // Protobuf does not tell empty lists from none.
        assertThat(json.encode(back, schema)).isEqualTo(json.withoutEmpty(tree, schema));
        assertThat(protobuf.encode(back, schema, kind)).isEqualTo(binary);
      }
    }
  }

  static Stream<String[]> golden() throws IOException {
    try (InputStream in =
            Objects.requireNonNull(RoundTripTest.class.getResourceAsStream("golden.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> line.split("\t", -1)).toList().stream();
    }
  }

  /** Random objects in the forms upstream's own codecs gave them: JSON, protobuf, YAML. */
  @ParameterizedTest
  @MethodSource("golden")
  void bytesEqualUpstreams(
      String group, String version, String name, String json64, String proto64, String yaml64) {
    GroupVersionKind kind = new GroupVersionKind(group, version, name);
    TypeSchema schema = TYPES.kind(kind).orElseThrow();
    Bytes printed = base64(json64);
    Bytes binary = base64(proto64);
    ObjectNode tree = decode(printed, MediaKind.JSON, schema, kind);
    assertThat(json.encode(tree, schema).utf8()).isEqualTo(printed.utf8());
    assertThat(protobuf.encode(tree, schema, kind)).isEqualTo(binary);
    ObjectNode fromBinary = decode(binary, MediaKind.PROTOBUF, schema, kind);
    assertThat(json.encode(fromBinary, schema).utf8()).isEqualTo(printed.utf8());
    assertThat(yaml.encode(json.parse(printed)).utf8()).isEqualTo(base64(yaml64).utf8());
  }

  private static Bytes base64(String text) {
    return Bytes.wrap(Base64.getDecoder().decode(text));
  }

  @Test
  void mutatedProtobufNeverEndsInAnythingButAnAnswer() throws IOException {
    Random random = new Random(5);
    int good = 0;
    for (String[] row : golden().toList()) {
      GroupVersionKind kind = new GroupVersionKind(row[0], row[1], row[2]);
      TypeSchema schema = TYPES.kind(kind).orElseThrow();
      byte[] body = base64(row[4]).array();
      for (int i = 0; i < 500; i++) {
        byte[] mutated = body.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
          mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        try {
          json.encode(decode(Bytes.wrap(mutated), MediaKind.PROTOBUF, schema, kind), schema);
          good++;
        } catch (StatusException e) {
          assertThat(e.code()).isEqualTo(400);
        }
      }
    }
    assertThat(good).isPositive();
  }
}

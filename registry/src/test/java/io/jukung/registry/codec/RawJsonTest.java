package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawJsonTest {
  private static final Types TYPES = Types.of(Catalog.load());
  private static final GroupVersionKind KIND =
      new GroupVersion("apps", "v1").kind("ControllerRevision");

  private final ObjectDecoder decoder = new ObjectDecoder(TYPES);
  private final CanonicalJson json = new CanonicalJson(TYPES);
  private final ProtobufCodec protobuf = new ProtobufCodec(TYPES);
  private final TypeSchema schema = Catalog.load().kind(KIND).orElseThrow();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ \"b\" : 1.0 , \"a\": [ 1e3, -0, 12345678901234567890123 ] } "
            + "| {\"b\":1.0,\"a\":[1e3,-0,12345678901234567890123]}",
        "{\"a\":\"x y<\\u0041\\\"&\"} | {\"a\":\"x y\\u003c\\u0041\\\"\\u0026\"}",
        "{\"a\":1,\"a\":2} | {\"a\":1,\"a\":2}",
        "{\"a\":\"\u2028é\"} | {\"a\":\"\\u2028é\"}",
        "{} | {}",
        "[1.0] | [1]",
      })
  void objectsStayAsTheyWereWritten(String sent, String kept) {
    ObjectNode tree =
        decode(MediaKind.JSON, ("{\"data\":" + sent + "}").getBytes(StandardCharsets.UTF_8));
    Bytes printed = json.encode(tree, schema);
    assertThat(printed.utf8()).contains("\"data\":" + kept + ",");
    assertThat(json.encode(json.parse(printed), schema)).isEqualTo(printed);
    Bytes binary = protobuf.encode(tree, schema, KIND);
    assertThat(json.encode(decode(MediaKind.PROTOBUF, binary.array()), schema)).isEqualTo(printed);
    ObjectNode again =
        decoder.convert(json.parse(printed), schema, FieldValidation.STRICT, w -> {});
    assertThat(json.encode(again, schema)).isEqualTo(printed);
  }

  @Test
  void whatIsChangedIsPrintedAnew() {
    ObjectNode tree =
        decode(MediaKind.JSON, "{\"data\":{\"a\":1.0,\"b\":1}}".getBytes(StandardCharsets.UTF_8));
    ((ObjectNode) tree.path("data")).put("b", 2);
    assertThat(json.encode(tree, schema).utf8()).contains("{\"a\":1,\"b\":2}");
    ObjectNode stored = json.parse(json.encode(tree, schema));
    ((ObjectNode) stored.path("data")).put("a", 3);
    assertThat(json.encode(stored, schema).utf8()).contains("{\"a\":3,\"b\":2}");
  }

  private ObjectNode decode(MediaKind media, byte[] body) {
    return decoder.decode(body, media, schema, KIND, FieldValidation.STRICT, w -> {});
  }
}

package io.jukung.server.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON to CBOR and back. The encodings are examples of RFC 8949, appendix A, where it has them. */
class CborTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String OBJECT =
      """
      {"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[
       {"metadata":{"name":"a","labels":{}},"data":{"k":"\\u00fc\\n"},"list":[1,-1,1.5,true,null]},
       {"metadata":{"name":"b"},"big":9223372036854775807}],"empty":[]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|00",
        "23|17",
        "24|1818",
        "100|1864",
        "1000|1903e8",
        "1000000|1a000f4240",
        "1000000000000|1b000000e8d4a51000",
        "-1|20",
        "-100|3863",
        "1.5|f93e00",
        "0.1|fb3fb999999999999a",
        "100000.5|fa47c35040",
        "-4.1|fbc010666666666666",
        "true|f5",
        "false|f4",
        "null|f6",
        "[]|80",
        "[1,2,3]|83010203",
        "{}|a0",
        "\"a\"|4161",
        "{\"b\":2,\"a\":1,\"aa\":3}|a341610141620242616103"
      })
  void valuesAreEncodedInTheLeastBytes(String json, String hex) throws IOException {
    assertThat(HexFormat.of().formatHex(toCbor(json, false, 1000))).isEqualTo("d9d9f7" + hex);
  }

  @Test
  void piecesOfAnySizeMakeTheSame() throws IOException {
    JsonNode expected = MAPPER.readTree(OBJECT);
    for (boolean open : new boolean[] {false, true}) {
      byte[] whole = toCbor(OBJECT, open, OBJECT.length());
      for (int size = 1; size < 40; size++) {
        assertThat(toCbor(OBJECT, open, size)).isEqualTo(whole);
      }
      assertThat(MAPPER.readTree(CborToJson.convert(whole))).isEqualTo(expected);
    }
  }

  @Test
  void aSequenceIsOneItemForEachDocument() throws IOException {
    byte[] one = toCbor("{\"a\":1}\n", false, 3);
    byte[] two = toCbor("{\"a\":1}\n{\"a\":1}\n", false, 3);
    assertThat(HexFormat.of().formatHex(two)).isEqualTo(HexFormat.of().formatHex(one).repeat(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d9d9f7a1416101|{\"a\":1}",
        "a1616101|{\"a\":1}",
        "bf61619f0102ffff|{\"a\":[1,2]}",
        "a14161d6431122ff|{\"a\":\"ESL/\"}",
        "a14161d5431122ff|{\"a\":\"ESL_\"}",
        "a14161d7431122ff|{\"a\":\"1122FF\"}",
        "a14161c074323031332d30332d32315432303a30343a30305a|{\"a\":\"2013-03-21T20:04:00Z\"}",
        "a1416143c3bc21|{\"a\":\"ü!\"}"
      })
  void whatClientsMaySendIsRead(String hex, String json) throws IOException {
    assertThat(new String(CborToJson.convert(HexFormat.of().parseHex(hex)), StandardCharsets.UTF_8))
        .isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a1",
        "a14161",
        "ff",
        "a2416101416102",
        "a141611bffffffffffffffff",
        "a14161f97e00",
        "a14161f97c00",
        "a14161f7",
        "a14161f0",
        "a14161c249010000000000000000",
        "a14161 41ff",
        "0000"
      })
  void whatJsonCannotSayIsRefused(String hex) {
    byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> CborToJson.convert(body)).isInstanceOf(IOException.class);
  }

  @Test
  @Timeout(60)
  void randomBytesMakeJsonOrARefusal() throws IOException {
    Random random = new Random(36);
    byte[] sound = toCbor(OBJECT, false, 1000);
    for (int i = 0; i < 200_000; i++) {
      byte[] body = sound.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(MAPPER.readTree(CborToJson.convert(body))).isNotNull();
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  @Timeout(60)
  void aBombIsRefusedSoon() {
    byte[] deep = new byte[3 << 20];
    java.util.Arrays.fill(deep, (byte) 0x81);
    assertThatThrownBy(() -> CborToJson.convert(deep)).isInstanceOf(IOException.class);
    byte[] long_ = HexFormat.of().parseHex("5b7fffffffffffffff00");
    assertThatThrownBy(() -> CborToJson.convert(long_)).isInstanceOf(IOException.class);
    byte[] wide = HexFormat.of().parseHex("9b7fffffffffffffff00");
    assertThatThrownBy(() -> CborToJson.convert(wide)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/cbor|application/json",
        "application/cbor, application/json|application/json",
        "application/json, application/cbor|",
        "*/*|",
        "application/*|",
        "null|",
        "application/yaml|",
        "application/cbor;as=Table;v=v1;g=meta.k8s.io,application/cbor|application/json",
        "application/cbor;as=Table;v=v1;g=meta.k8s.io|",
        "application/cbor;as=PartialObjectMetadata;v=v1|application/json;as=PartialObjectMetadata;v=v1",
        "application/json;q=0.5,application/cbor;q=0.9|application/json;q=0.9",
        "application/cbor-seq, application/json|"
      })
  void whoWantsCborIsKnown(String accept, String instead) {
    assertThat(CborAccept.instead(accept).orElse(null)).isEqualTo(instead);
  }

  private static byte[] toCbor(String json, boolean open, int size) throws IOException {
    JsonToCbor conversion = new JsonToCbor(open);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = (json + "\n").getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += size) {
      out.writeBytes(
          conversion.feed(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at))));
    }
    return out.toByteArray();
  }
}

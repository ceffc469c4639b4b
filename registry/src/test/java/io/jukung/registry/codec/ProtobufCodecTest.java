package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Envelopes, lists and watch frames in protobuf. */
final class ProtobufCodecTest {
  private static final Types TYPES = Types.of(Catalog.load());
  private static final GroupVersionKind LIST = new GroupVersionKind("", "v1", "ConfigMapList");
  private static final GroupVersionKind CONFIG_MAP = new GroupVersionKind("", "v1", "ConfigMap");

  private final ProtobufCodec protobuf = new ProtobufCodec(TYPES);
  private final CanonicalJson json = new CanonicalJson(TYPES);

  private static TypeSchema schema(GroupVersionKind kind) {
    return TYPES.kind(kind).orElseThrow();
  }

  private ObjectNode tree(String text) {
    return json.parse(Bytes.utf8(text));
  }

  @Test
  void aListFramedFromItemsEqualsTheListWritten() {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      items.add(
          "{\"metadata\":{\"name\":\"c" + i + "\"},\"data\":{\"k\":\"" + "v".repeat(i) + "\"}}");
    }
    String metadata = "{\"resourceVersion\":\"7\",\"continue\":\"x\"}";
    ObjectNode list =
        tree("{\"metadata\":" + metadata + ",\"items\":[" + String.join(",", items) + "]}");
    Bytes whole = protobuf.encode(list, schema(LIST), LIST);

    List<Bytes> messages =
        items.stream().map(item -> protobuf.message(tree(item), schema(CONFIG_MAP))).toList();
    TypeSchema listMeta = TYPES.type("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta").orElseThrow();
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    long length = messages.stream().mapToLong(m -> ProtobufCodec.itemLength(m.length())).sum();
    Bytes meta = protobuf.message(tree(metadata), listMeta);
    framed.writeBytes(ProtobufCodec.listHeader(LIST, meta, length).array());
    for (Bytes message : messages) {
      framed.writeBytes(ProtobufCodec.itemHeader(message.length()).array());
      framed.writeBytes(message.array());
    }
    framed.writeBytes(ProtobufCodec.LIST_FOOTER.array());
    assertThat(Bytes.wrap(framed.toByteArray())).isEqualTo(whole);
  }

  @Test
  void watchFramesCarryTheLengthAndABareEvent() {
    Bytes object = Bytes.wrap(new byte[] {'k', '8', 's', 0, 9});
    assertThat(HexFormat.of().formatHex(ProtobufCodec.watchFrame("ADDED", object).array()))
        .isEqualTo("00000010" + "0a05" + "4144444544" + "1207" + "0a05" + "6b38730009");
  }

  @Test
  void tablesHaveNoProtobuf() {
    TypeSchema table = schema(new GroupVersionKind("meta.k8s.io", "v1", "Table"));
    assertThat(protobuf.supports(table)).isFalse();
    assertThat(protobuf.supports(schema(CONFIG_MAP))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the object provided is unrecognized (must be of type ConfigMap): empty data (<empty>)",
        "7b7d|the object provided is unrecognized (must be of type ConfigMap): provided data does"
            + " not appear to be a protobuf message, expected prefix [107 56 115 0] ({})",
        "6b387300|the object provided is unrecognized (must be of type ConfigMap): empty body"
            + " (6b387300)",
        "6b38730007|the object provided is unrecognized (must be of type ConfigMap): proto:"
            + " Unknown: illegal tag 0 (wire type 7) (6b38730007)",
        "6b3873000a05|the object provided is unrecognized (must be of type ConfigMap): unexpected"
            + " EOF (6b3873000a05)",
        "6b3873000a0712055365637265|Secre in version \"v1\" cannot be handled as a ConfigMap: no"
            + " kind \"Secre\" is registered for version \"v1\" in scheme"
            + " \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"",
        "6b38730012020800|ConfigMap in version \"v1\" cannot be handled as a ConfigMap: proto:"
            + " wrong wireType = 0 for field ObjectMeta"
      })
  void badBodiesAreRefusedAsUpstreamDoes(String hex, String message) {
    ObjectDecoder decoder = new ObjectDecoder(TYPES);
    assertThatThrownBy(
            () ->
                decoder.decode(
                    HexFormat.of().parseHex(hex),
                    MediaKind.PROTOBUF,
                    schema(CONFIG_MAP),
                    CONFIG_MAP,
                    FieldValidation.STRICT,
                    warning -> {}))
        .isInstanceOf(StatusException.class)
        .hasMessage(message);
  }
}

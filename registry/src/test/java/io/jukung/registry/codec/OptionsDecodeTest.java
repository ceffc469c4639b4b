package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of a request, as client-go writes them: in the group and version it talks to. */
class OptionsDecodeTest {
  private static final GroupVersionKind EXPECTED = new GroupVersionKind("", "v1", "DeleteOptions");

  private final Types types = Types.of(Catalog.load());
  private final TypeSchema schema = types.kind(EXPECTED).orElseThrow();
  private final ObjectDecoder decoder = new ObjectDecoder(types);

  private ObjectNode protobuf(String group, String version, String kind) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("propagationPolicy", "Orphan").putObject("preconditions").put("uid", "u");
    byte[] body =
        new ProtobufCodec(types)
            .encode(options, schema, new GroupVersionKind(group, version, kind))
            .array();
    return decoder.options(body, MediaKind.PROTOBUF, schema, EXPECTED);
  }

  private ObjectNode json(String apiVersion) {
    String body =
        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\""
            + apiVersion
            + "\",\"propagationPolicy\":\"Orphan\",\"preconditions\":{\"uid\":\"u\"}}";
    return decoder.options(body.getBytes(StandardCharsets.UTF_8), MediaKind.JSON, schema, EXPECTED);
  }

  @ParameterizedTest
  @CsvSource({"'',v1", "storage.k8s.io,v1", "events.k8s.io,v1", "meta.k8s.io,v1", "example.com,v7"})
  void ofAnyGroupAndVersion(String group, String version) {
    ObjectNode read = protobuf(group, version, "DeleteOptions");
    assertThat(read.path("propagationPolicy").asText()).isEqualTo("Orphan");
    assertThat(read.path("preconditions").path("uid").asText()).isEqualTo("u");
    ObjectNode fromJson = json(group.isEmpty() ? version : group + "/" + version);
    assertThat(fromJson.path("propagationPolicy").asText()).isEqualTo("Orphan");
  }

  @Test
  void notOfAnotherKind() {
    assertThatThrownBy(() -> protobuf("", "v1", "Pod")).isInstanceOf(StatusException.class);
  }
}

package io.jukung.registry.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import org.junit.jupiter.api.Test;

class PartialObjectMetadataTest {
  private static final String HEAD =
      "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":";
  private final PartialObjectMetadata partial = new PartialObjectMetadata("v1");

  @Test
  void cutsTheMetadataOutWhereverItStands() {
    String metadata = "{\"name\":\"é\",\"labels\":{\"metadata\":\"{[\\\\\"}}";

    assertThat(partial.of(Bytes.utf8("{\"a\":{\"metadata\":{}},\"metadata\":" + metadata + "}")))
        .isEqualTo(Bytes.utf8(HEAD + metadata + "}"));
    assertThat(partial.of(Bytes.utf8("{\"metadata\":" + metadata + ",\"b\":[1]}\n")))
        .isEqualTo(Bytes.utf8(HEAD + metadata + "}"));
  }

  @Test
  void isEmptyWhereThereIsNone() {
    assertThat(partial.of(Bytes.utf8("{\"kind\":\"x\"}"))).isEqualTo(Bytes.utf8(HEAD + "{}}"));
  }
}

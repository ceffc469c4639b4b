package io.jukung.registry.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import java.util.List;
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
  void leavesTheTemplatesGenerationOutOfDaemonSets() {
    String annotation = "\"deprecated.daemonset.template.generation\":\"1\"";
    for (String kind : List.of("DaemonSet", "Deployment")) {
      String head = "{\"kind\":\"" + kind + "\",\"apiVersion\":\"apps/v1\",\"metadata\":";
      boolean kept = !kind.equals("DaemonSet");
      assertThat(
              partial.of(
                  Bytes.utf8(head + "{\"name\":\"a\",\"annotations\":{" + annotation + "}}}")))
          .isEqualTo(
              Bytes.utf8(
                  HEAD
                      + "{\"name\":\"a\""
                      + (kept ? ",\"annotations\":{" + annotation + "}" : "")
                      + "}}"));
      assertThat(
              partial.of(Bytes.utf8(head + "{\"annotations\":{\"a\":\"<\"," + annotation + "}}}")))
          .isEqualTo(
              Bytes.utf8(
                  HEAD
                      + "{\"annotations\":{\"a\":"
                      + (kept ? "\"<\"," + annotation : "\"\\u003c\"")
                      + "}}}"));
    }
  }

  @Test
  void isEmptyWhereThereIsNone() {
    assertThat(partial.of(Bytes.utf8("{\"kind\":\"x\"}"))).isEqualTo(Bytes.utf8(HEAD + "{}}"));
  }
}

package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading fields from, and splicing the resourceVersion into, canonical bytes. */
final class ObjectScannerTest {
  private static final String POD =
      """
      {"kind":"Pod","apiVersion":"v1","metadata":{"name":"x\\"\\u003c","namespace":"ns","uid":"u",\
      "creationTimestamp":"2026-01-02T03:04:05Z","deletionTimestamp":"2026-01-02T03:04:06Z",\
      "labels":{"app":"web","b":""},"annotations":{"n":"{\\"a\\":[1]}\\n"},\
      "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"r",\
      "controller":true}],"finalizers":["f/1","f/2"],"managedFields":[{"fieldsV1":{"f:a":{"}":{}}}}]},\
      "spec":{"nodeName":"node-1","hostNetwork":true,"containers":[{"name":"c"}]},\
      "status":{"phase":"Running","podIP":null}}\
      """;

  @Test
  void readsMetadataAndFields() {
    ObjectScanner scanner =
        new ObjectScanner(
            List.of(
                "spec.nodeName",
                "status.phase",
                "spec.hostNetwork",
                "metadata.name",
                "status.podIP",
                "spec.containers",
                "spec.missing.deeper",
                "status.phase.x"));
    ObjectScanner.Scan scan = scanner.scan(Bytes.utf8(POD));
    assertThat(scan.name()).isEqualTo("x\"<");
    assertThat(scan.namespace()).isEqualTo("ns");
    assertThat(scan.uid()).isEqualTo("u");
    assertThat(scan.creationTimestamp()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(scan.deletionTimestamp()).isEqualTo("2026-01-02T03:04:06Z");
    assertThat(scan.resourceVersion()).isEmpty();
    assertThat(scan.labels()).containsEntry("app", "web").containsEntry("b", "").hasSize(2);
    assertThat(scan.annotations()).containsEntry("n", "{\"a\":[1]}\n");
    assertThat(scan.ownerReferences())
        .containsExactly(new ObjectScanner.Owner("apps/v1", "ReplicaSet", "rs", "r", true, false));
    assertThat(scan.finalizers()).containsExactly("f/1", "f/2");
    assertThat(scan.fields())
        .containsEntry("spec.nodeName", "node-1")
        .containsEntry("status.phase", "Running")
        .containsEntry("spec.hostNetwork", "true")
        .containsEntry("metadata.name", "x\"<")
        .containsEntry("status.podIP", "")
        .containsEntry("spec.containers", "")
        .containsEntry("spec.missing.deeper", "")
        .containsEntry("status.phase.x", "");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{}}',"
            + "'{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"42\"}}'",
        "'{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"uid\":\"u\"},\"x\":1}',"
            + "'{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"uid\":\"u\",\"resourceVersion\":\"42\"},\"x\":1}'",
        "'{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"generation\":1}}',"
            + "'{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"42\",\"generation\":1}}'",
        "'{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"labels\":{}}}',"
            + "'{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"42\",\"labels\":{}}}'",
        "'{\"apiVersion\":\"v1\",\"data\":{\"metadata\":1},\"kind\":\"K\",\"metadata\":{\"name\":\"a\",\"uid\":\"u\"}}',"
            + "'{\"apiVersion\":\"v1\",\"data\":{\"metadata\":1},\"kind\":\"K\",\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"42\",\"uid\":\"u\"}}'"
      })
  void splicesTheResourceVersion(String stored, String served) {
    assertThat(CanonicalJson.withResourceVersion(Bytes.utf8(stored), 42).utf8()).isEqualTo(served);
  }

  @Test
  void splicesAnyRevision() {
    Bytes stored =
        Bytes.utf8("{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}");
    for (long revision : new long[] {0, 9, 10, 1234567, Long.MAX_VALUE}) {
      assertThat(CanonicalJson.withResourceVersion(stored, revision).utf8())
          .contains("\"resourceVersion\":\"" + revision + "\"}");
    }
  }
}

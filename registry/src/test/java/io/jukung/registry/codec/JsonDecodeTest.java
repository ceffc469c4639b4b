package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Bodies in JSON: the answers of a real kube-apiserver to bad ones, and the trees of good ones. */
final class JsonDecodeTest {
  private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
  private static final GroupVersionKind CONFIG_MAP = new GroupVersionKind("", "v1", "ConfigMap");
  private static final GroupVersionKind ROLE =
      new GroupVersionKind("rbac.authorization.k8s.io", "v1", "Role");

  private static final Types TYPES = Types.of(Catalog.load());

  private final ObjectDecoder decoder = new ObjectDecoder(TYPES);
  private final CanonicalJson json = new CanonicalJson(TYPES);
  private final List<String> warnings = new ArrayList<>();

  private static TypeSchema schema(GroupVersionKind kind) {
    return TYPES.kind(kind).orElseThrow();
  }

  private ObjectNode decode(String body, GroupVersionKind kind, FieldValidation validation) {
    return decoder.decode(
        body.getBytes(StandardCharsets.ISO_8859_1),
        MediaKind.JSON,
        schema(kind),
        kind,
        validation,
        warnings::add);
  }

  private String canonical(String body, GroupVersionKind kind) {
    return json.encode(decode(body, kind, FieldValidation.IGNORE), schema(kind)).utf8();
  }

  /** Columns: apiVersion, kind, body, message. */
  @ParameterizedTest
  @CsvFileSource(
      resources = "bad-json.csv",
      delimiter = '\t',
      quoteCharacter = '\u0001',
      maxCharsPerColumn = 10_000,
      emptyValue = "",
      nullValues = "<none>")
  void badBodiesAreRefusedAsUpstreamDoes(
      String apiVersion, String kind, String body, String message) {
    String sent = body.equals("<empty>") ? "" : body;
    GroupVersionKind expected = GroupVersion.parse(apiVersion).kind(kind);
    StatusException refusal =
        catchThrowableOfType(
            StatusException.class, () -> decode(sent, expected, FieldValidation.STRICT));
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.code()).isEqualTo(400);
  }

  @Test
  void valuesAreNormalised() {
    assertThat(
            canonical(
                """
                {"metadata":{"name":"x","creationTimestamp":null,"labels":{},"generation":0,
                 "deletionTimestamp":"2026-01-02T03:04:05.6+01:00"},
                 "spec":{"containers":[{"image":"b","name":"a","resources":{"limits":{"b":"1000m","a":0.5}},
                 "livenessProbe":{"httpGet":{"port":"http"}},"ports":[{}, {"containerPort":80}]}],
                 "hostNetwork":false,"terminationGracePeriodSeconds":0,
                 "volumes":[{"emptyDir":{}},null]},"status":{"conditions":[{}]}}
                """,
                POD))
        .isEqualTo(
            """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"x",\
            "deletionTimestamp":"2026-01-02T02:04:05Z"},\
            "spec":{"volumes":[{"name":"","emptyDir":{}},{"name":""}],\
            "containers":[{"name":"a","image":"b","ports":[{"containerPort":0},{"containerPort":80}],\
            "resources":{"limits":{"a":"500m","b":"1"}},\
            "livenessProbe":{"httpGet":{"port":"http"}}}],"terminationGracePeriodSeconds":0},\
            "status":{"conditions":[{"type":"","status":"","lastProbeTime":null,\
            "lastTransitionTime":null}]}}\
            """);
  }

  @Test
  void emptyObjectsPrintWhatUpstreamPrints() {
    assertThat(canonical("{}", POD))
        .isEqualTo(
            "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{},"
                + "\"spec\":{\"containers\":null},\"status\":{}}");
    assertThat(canonical("null", ROLE))
        .isEqualTo(
            "{\"kind\":\"Role\",\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"metadata\":{},\"rules\":null}");
    assertThat(canonical("{\"rules\":[]}", ROLE)).endsWith("\"rules\":[]}");
    ObjectNode role = decode("{\"rules\":[]}", ROLE, FieldValidation.STRICT);
    assertThat(json.stored(role, schema(ROLE)).utf8()).endsWith("\"rules\":null}");
  }

  @Test
  void mapsKeepNullsAsZeroValues() {
    assertThat(
            canonical(
                "{\"data\":{\"b\":null,\"a\":\"x\"},\"binaryData\":{\"c\":null,\"d\":[1,2]}}",
                CONFIG_MAP))
        .endsWith("\"data\":{\"a\":\"x\",\"b\":\"\"},\"binaryData\":{\"c\":\"\",\"d\":\"AQI=\"}}");
  }

  @Test
  void stringsAreMendedAndEscapedAsGoDoes() {
    assertThat(
            canonical(
                "{\"data\":{\"a\":\"\u00ff\\ud800x\\ud83d\\ude00<>&\\u2028\\u007f\\b\\u0001\"}}",
                CONFIG_MAP))
        .endsWith(
            "{\"a\":\"\ufffd\ufffdx\ud83d\ude00\\u003c\\u003e\\u0026\\u2028\u007f\\b\\u0001\"}}");
  }

  @Test
  void repeatedFieldsMergeAndWarn() {
    ObjectNode object =
        decode(
            """
            {"foo":1,"metadata":{"name":"x","bar":2,"name":"y","labels":{"a":"1"},"labels":{"b":"2"}},
             "data":{"a":"1","a":"2"},"data":{"b":"3"},"Data":{},"foo":3}
            """,
            CONFIG_MAP,
            FieldValidation.WARN);
    assertThat(json.encode(object, schema(CONFIG_MAP)).utf8())
        .isEqualTo(
            "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"y\","
                + "\"labels\":{\"a\":\"1\",\"b\":\"2\"}},\"data\":{\"a\":\"2\",\"b\":\"3\"}}");
    assertThat(warnings)
        .containsExactly(
            "unknown field \"foo\"",
            "unknown field \"metadata.bar\"",
            "duplicate field \"metadata.name\"",
            "duplicate field \"metadata.labels\"",
            "duplicate field \"data.a\"",
            "duplicate field \"data\"",
            "unknown field \"Data\"");
  }

  @Test
  void patchedTreesAreReadTheSameWay() {
    ObjectNode tree =
        json.parse(
            Bytes.utf8(
                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"x\":1,\"data\":{\"a\":\"1\"},\"immutable\":null}"));
    ObjectNode object =
        decoder.convert(tree, schema(CONFIG_MAP), FieldValidation.WARN, warnings::add);
    assertThat(object.toString())
        .isEqualTo(
            "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"data\":{\"a\":\"1\"},\"metadata\":{}}");
    assertThat(warnings).containsExactly("unknown field \"x\"");
    tree.put("data", 1);
    assertThatThrownBy(
            () -> decoder.convert(tree, schema(CONFIG_MAP), FieldValidation.IGNORE, w -> {}))
        .isInstanceOf(StatusException.class)
        .hasMessage(
            "json: cannot unmarshal number into Go struct field ConfigMap.data of type"
                + " map[string]string");
  }

  @Test
  void depthIsLimited() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThatThrownBy(() -> decode(deep, POD, FieldValidation.IGNORE))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("invalid character '[' exceeded max depth");
    String allowed =
        "{\"metadata\":{\"managedFields\":[{\"fieldsV1\":"
            + "{\"a\":".repeat(290)
            + "1"
            + "}".repeat(290)
            + "}]}}";
    assertThat(canonical(allowed, POD)).contains("{\"a\":1}");
  }

  @Test
  void mutatedBodiesNeverEndInAnythingButAnAnswer() {
    String body =
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"\\ud83d\\ude00\",\"labels\":{\"a\":\"b\"},"
            + "\"creationTimestamp\":\"2026-01-02T03:04:05Z\",\"managedFields\":[{\"fieldsV1\":{\"f\":1.5e3}}]},"
            + "\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"1.5Gi\"}},\"livenessProbe\":{\"httpGet\":{\"port\":8080}}}],"
            + "\"terminationGracePeriodSeconds\":30,\"hostNetwork\":true}}";
    Random random = new Random(42);
    int good = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder mutated = new StringBuilder(body);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(mutated.length());
        switch (random.nextInt(4)) {
          case 0 -> mutated.setCharAt(at, (char) random.nextInt(256));
          case 1 -> mutated.deleteCharAt(at);
          case 2 -> mutated.insert(at, "\"\\{}[],:0eE.-nul".charAt(random.nextInt(16)));
          default -> mutated.insert(at, mutated.substring(at, Math.min(at + 20, mutated.length())));
        }
      }
      try {
        canonical(mutated.toString(), POD);
        good++;
      } catch (StatusException e) {
        assertThat(e.code()).isEqualTo(400);
      }
    }
    assertThat(good).isPositive();
  }
}

package io.jukung.registry.defaults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.TypeSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DefaultsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final Instant NOW = Instant.parse("2026-11-20T13:22:50.123Z");
  private static final Defaults DEFAULTS = new Defaults(CATALOG, () -> NOW);

  /**
   * One case a line: a type, an object, and what a kube-apiserver 1.36 made of it, apart from what
   * it set itself (metadata, admission, strategies) and zeros it prints. What only conversion fills
   * in, the generation of a daemon set's template among it, is there.
   */
  static Stream<JsonNode> cases() throws IOException {
    try (InputStream in = DefaultsTest.class.getResourceAsStream("cases.jsonl")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(DefaultsTest::tree);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fillsInWhatUpstreamFillsIn(JsonNode line) {
    TypeSchema type = type(line.path("type").asText());
    ObjectNode object = (ObjectNode) line.path("input").deepCopy();
    DEFAULTS.apply(type, object);
    assertThat(tree(object.toString())).isEqualTo(line.path("expected"));
    DEFAULTS.apply(type, object);
    assertThat(tree(object.toString())).as("applied again").isEqualTo(line.path("expected"));
  }

  /** Missing structs have defaults too, and no kind breaks on an empty object. */
  @Test
  void emptyObjectsOfEveryKindAreFilledOnce() {
    for (ResourceType resource : CATALOG.resources()) {
      ObjectNode object = MAPPER.createObjectNode();
      DEFAULTS.apply(resource.schema(), object);
      String once = object.toString();
      DEFAULTS.apply(resource.schema(), object);
      assertThat(object).as(resource.toString()).hasToString(once);
    }
    ObjectNode pod = MAPPER.createObjectNode();
    DEFAULTS.apply(type("io.k8s.api.core.v1.Pod"), pod);
    assertThat(pod.at("/spec/restartPolicy").asText()).isEqualTo("Always");
    ObjectNode deployment = MAPPER.createObjectNode();
    DEFAULTS.apply(type("io.k8s.api.apps.v1.Deployment"), deployment);
    assertThat(deployment.at("/spec/template/spec/dnsPolicy").asText()).isEqualTo("ClusterFirst");
    assertThat(deployment.at("/spec/template/spec").has("enableServiceLinks")).isFalse();
  }

  /** Listed values win, nulls do not. */
  @Test
  void keepsWhatIsSet() {
    ObjectNode object =
        tree(
            """
            {"spec":{"replicas":0,"revisionHistoryLimit":null,"strategy":{"type":"Recreate"},
             "template":{"spec":{"terminationGracePeriodSeconds":0,"containers":[
               {"name":"c","image":"i","imagePullPolicy":"Never"}]}}}}
            """);
    DEFAULTS.apply(type("io.k8s.api.apps.v1.Deployment"), object);
    assertThat(object.at("/spec/replicas").asInt(-1)).isZero();
    assertThat(object.at("/spec/revisionHistoryLimit").asInt()).isEqualTo(10);
    assertThat(object.at("/spec/strategy")).hasToString("{\"type\":\"Recreate\"}");
    assertThat(object.at("/spec/template/spec/terminationGracePeriodSeconds").asInt(-1)).isZero();
    assertThat(object.at("/spec/template/spec/containers/0/imagePullPolicy").asText())
        .isEqualTo("Never");
  }

  @Test
  void datesTaintsOfDevices() {
    ObjectNode slice =
        tree("{\"spec\":{\"devices\":[{\"name\":\"d\",\"taints\":[{\"key\":\"k\"}]}]}}");
    DEFAULTS.apply(type("io.k8s.api.resource.v1.ResourceSlice"), slice);
    assertThat(slice.at("/spec/devices/0/taints/0/timeAdded").asText())
        .isEqualTo("2026-11-20T13:22:50Z");
  }

  /** Fields under two names, which conversion keeps equal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Pod|{'status':{'podIP':'1.2.3.4'}}|/status/podIPs|[{'ip':'1.2.3.4'}]",
        "Pod|{'status':{'podIPs':[{'ip':'1.2.3.4'},{'ip':'::1'}]}}|/status/podIP|'1.2.3.4'",
        "Pod|{'spec':{'serviceAccount':'a'}}|/spec/serviceAccountName|'a'",
        "Pod|{'spec':{'serviceAccount':'a','serviceAccountName':'b'}}|/spec/serviceAccount|'b'",
        "Node|{'spec':{'podCIDR':'10.0.0.0/24'}}|/spec/podCIDRs|['10.0.0.0/24']",
        "Node|{'spec':{'podCIDRs':['10.0.0.0/24']}}|/spec/podCIDR|'10.0.0.0/24'",
        "Secret|{'data':{'a':'eA=='},'stringData':{'a':'b'}}|/data|{'a':'Yg=='}",
        "Secret|{'stringData':{'a':'b'}}|/stringData|``",
      })
  void keepsTwinsEqual(String kind, String input, String path, String expected) {
    ObjectNode object = tree(input.replace('\'', '"'));
    DEFAULTS.apply(type("io.k8s.api.core.v1." + kind), object);
    assertThat(object.at(path)).hasToString(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource({
    "i, Always",
    "i:latest, Always",
    "i:1.0, IfNotPresent",
    "reg:5000/i, Always",
    "reg:5000/i:1, IfNotPresent",
    "a.b/c/d:latest, Always",
    "localhost/y, Always",
    "i:latest@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, Always",
    "i@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, IfNotPresent",
    "Upper, IfNotPresent",
    "a//b, IfNotPresent",
    "'', IfNotPresent",
  })
  void pullPolicyFollowsTheImage(String image, String policy) {
    assertThat(ImagePullPolicy.of(image)).isEqualTo(policy);
  }

  private static TypeSchema type(String name) {
    return CATALOG.type(name).orElseThrow();
  }

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}

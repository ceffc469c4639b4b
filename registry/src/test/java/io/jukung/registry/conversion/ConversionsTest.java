package io.jukung.registry.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The resources hold one object as a kube-apiserver 1.36 showed it in both versions. */
class ConversionsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final ResourceType AUTOSCALERS_V1 =
      type("autoscaling", "v1", "horizontalpodautoscalers");
  private static final ResourceType EVENTS = type("events.k8s.io", "v1", "events");

  @Test
  void showsAutoscalersInV1() {
    ObjectNode v1 = Conversions.fromStorage(AUTOSCALERS_V1, resource("autoscaler-v2.json"));
    assertThat(reread(v1)).isEqualTo(resource("autoscaler-v1.json"));
  }

  /** All comes back, but the CPU metric now stands last, as upstream's. */
  @Test
  void storesAutoscalersAsV2() {
    ObjectNode expected = resource("autoscaler-v2.json");
    ArrayNode metrics = (ArrayNode) expected.at("/spec/metrics");
    metrics.add(metrics.remove(0));
    ((ObjectNode) expected.at("/status/currentMetrics/4/containerResource/current"))
        .put("averageValue", "0");
    ObjectNode v2 = Conversions.toStorage(AUTOSCALERS_V1, resource("autoscaler-v1.json"));
    assertThat(reread(v2)).isEqualTo(expected);
  }

  @Test
  void autoscalersWithoutMetricsAimAtCpu() {
    ObjectNode v2 =
        Conversions.toStorage(
            AUTOSCALERS_V1,
            tree(
                """
                {"metadata":{"annotations":{"autoscaling.alpha.kubernetes.io/metrics":"no json",
                  "autoscaling.alpha.kubernetes.io/behavior":"{}"}},
                 "spec":{"maxReplicas":3},"status":{"currentCPUUtilizationPercentage":7}}
                """));
    assertThat(reread(v2))
        .isEqualTo(
            tree(
                """
                {"metadata":{},"apiVersion":"autoscaling/v2","spec":{"maxReplicas":3,
                 "metrics":[{"type":"Resource","resource":{"name":"cpu",
                   "target":{"type":"Utilization","averageUtilization":80}}}]},
                 "status":{"currentMetrics":[{"type":"Resource","resource":{"name":"cpu",
                   "current":{"averageUtilization":7}}}]}}
                """));
    ObjectNode v1 = Conversions.fromStorage(AUTOSCALERS_V1, v2);
    assertThat(v1.at("/spec/targetCPUUtilizationPercentage").asInt()).isEqualTo(80);
    assertThat(v1.at("/metadata/annotations").has("autoscaling.alpha.kubernetes.io/metrics"))
        .isFalse();
  }

  @Test
  void annotationsEscapeHtmlAsGoDoes() {
    ObjectNode v1 =
        Conversions.fromStorage(
            AUTOSCALERS_V1,
            tree("{\"status\":{\"conditions\":[{\"type\":\"T\",\"message\":\"a<b>&c\"}]}}"));
    assertThat(
            v1.path("metadata")
                .path("annotations")
                .path("autoscaling.alpha.kubernetes.io/conditions")
                .asText())
        .isEqualTo(
            "[{\"type\":\"T\",\"lastTransitionTime\":null,\"message\":\"a\\u003cb\\u003e\\u0026c\"}]");
  }

  @Test
  void renamesTheFieldsOfEvents() {
    String core =
        """
        {"kind":"Event","apiVersion":"v1","metadata":{"name":"e"},"involvedObject":{"name":"p"},
         "reason":"R","message":"M","source":{"component":"c"},
         "firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":null,"count":3,
         "type":"Normal","eventTime":null,"reportingComponent":"r","reportingInstance":"i"}
        """;
    String events =
        """
        {"kind":"Event","apiVersion":"events.k8s.io/v1","metadata":{"name":"e"},
         "regarding":{"name":"p"},"reason":"R","note":"M","deprecatedSource":{"component":"c"},
         "deprecatedFirstTimestamp":"2026-01-01T00:00:00Z","deprecatedLastTimestamp":null,
         "deprecatedCount":3,"type":"Normal","eventTime":null,"reportingController":"r",
         "reportingInstance":"i"}
        """;
    assertThat(Conversions.fromStorage(EVENTS, tree(core))).isEqualTo(tree(events));
    assertThat(Conversions.toStorage(EVENTS, tree(events))).isEqualTo(tree(core));
  }

  /** Every resource that is stored in another form has a conversion; all others have none. */
  @Test
  void everyResourceThatNeedsAConversionHasOne() {
    for (ResourceType type : CATALOG.resources()) {
      ObjectNode object = MAPPER.createObjectNode();
      ObjectNode stored = Conversions.toStorage(type, object);
      ObjectNode served = Conversions.fromStorage(type, stored);
      if (!Conversions.converts(type)) {
        assertThat(served).as(type.toString()).isSameAs(object);
      }
    }
  }

  private static ResourceType type(String group, String version, String resource) {
    return CATALOG.resource(new GroupVersionResource(group, version, resource)).orElseThrow();
  }

  private static JsonNode reread(ObjectNode object) {
    return tree(object.toString());
  }

  private static ObjectNode resource(String name) {
    try (InputStream in = ConversionsTest.class.getResourceAsStream(name)) {
      return (ObjectNode) MAPPER.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.jukung.registry.subresource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Expected trees and texts are those of a kube-apiserver 1.36 for the same input. */
class SubresourceTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final ResourceType DEPLOYMENTS =
      CATALOG.resource(new GroupVersionResource("apps", "v1", "deployments")).orElseThrow();
  private static final ResourceType PODS =
      CATALOG.resource(new GroupVersionResource("", "v1", "pods")).orElseThrow();
  private static final Instant NOW = Instant.parse("2026-11-20T13:22:50.123Z");

  private static final String DEPLOYMENT =
      """
      {"metadata":{"name":"d","namespace":"n","uid":"u","resourceVersion":"7",
        "generation":1,"creationTimestamp":"2026-11-20T13:22:49Z","labels":{"l":"m"}},
       "spec":{"replicas":1,"selector":{"matchLabels":{"b":"1","a":"x"},"matchExpressions":[
         {"key":"a","operator":"In","values":["y","x"]},
         {"key":"z","operator":"DoesNotExist"},{"key":"a","operator":"Exists"}]}},
       "status":{"replicas":3}}
      """;

  @Test
  void readsScales() {
    assertThat(Scale.read(tree(DEPLOYMENT)))
        .hasToString(
            tree("""
            {"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"d",
             "namespace":"n","uid":"u","resourceVersion":"7",
             "creationTimestamp":"2026-11-20T13:22:49Z"},"spec":{"replicas":1},
             "status":{"replicas":3,"selector":"a=x,a in (x,y),a,b=1,!z"}}
            """)
                .toString());
    assertThat(
            Scale.read(
                tree(
                    """
                    {"metadata":{"name":"rc"},"spec":{"replicas":0,"selector":{"b":"c","a":"d"}}}
                    """)))
        .hasToString(
            tree("""
            {"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"rc"},
             "spec":{},"status":{"replicas":0,"selector":"a=d,b=c"}}
            """)
                .toString());
  }

  @Test
  void writesScales() {
    ObjectNode written =
        Scale.write(
            DEPLOYMENTS,
            tree(DEPLOYMENT),
            tree("{\"metadata\":{\"resourceVersion\":\"5\"},\"spec\":{\"replicas\":4}}"));
    assertThat(written.at("/spec/replicas").asInt()).isEqualTo(4);
    assertThat(written.at("/metadata/resourceVersion").asText()).isEqualTo("5");
    assertThat(written.at("/metadata/labels/l").asText()).isEqualTo("m");
    ObjectNode unconditional = Scale.write(DEPLOYMENTS, tree(DEPLOYMENT), tree("{\"spec\":{}}"));
    assertThat(unconditional.at("/spec/replicas").asInt(-1)).isZero();
    assertThat(unconditional.path("metadata").has("resourceVersion")).isFalse();
  }

  @Test
  void refusesScales() {
    assertStatus(
        () -> Scale.write(DEPLOYMENTS, tree(DEPLOYMENT), tree("{\"spec\":{\"replicas\":-1}}")),
        422,
        "Scale.autoscaling \"d\" is invalid: spec.replicas: Invalid value: -1: must be greater"
            + " than or equal to 0");
    assertStatus(
        () -> Scale.write(DEPLOYMENTS, tree(DEPLOYMENT), tree("{\"metadata\":{\"uid\":\"x\"}}")),
        409,
        "Operation cannot be fulfilled on deployments.apps \"d\": StorageError: invalid object,"
            + " Code: 4, Key: /registry/deployments/n/d, ResourceVersion: 0, AdditionalErrorMsg:"
            + " Precondition failed: UID in precondition: x, UID in object meta: u");
  }

  @Test
  void bindsPods() {
    ObjectNode pod =
        tree(
            """
            {"metadata":{"name":"p","resourceVersion":"3","annotations":{"x":"y"}},"spec":{},
             "status":{"nominatedNodeName":"o","conditions":[{"type":"PodScheduled",
              "status":"False","lastTransitionTime":"2020-01-01T00:00:00Z"},{"type":"Z"}]}}
            """);
    ObjectNode binding =
        tree(
            """
            {"metadata":{"name":"p","annotations":{"a":"b"},"labels":{"l":"m"}},
             "target":{"name":"n"}}
            """);
    PodBinding.check("p", binding);
    assertThat(PodBinding.apply(PODS, pod, binding, NOW))
        .isEqualTo(
            tree(
                """
                {"metadata":{"name":"p","annotations":{"x":"y","a":"b"},"labels":{"l":"m"}},
                 "spec":{"nodeName":"n"},
                 "status":{"conditions":[{"type":"PodScheduled","status":"True",
                  "lastProbeTime":null,"lastTransitionTime":"2026-11-20T13:22:50Z"},{"type":"Z"}]}}
                """));
  }

  @Test
  void refusesBindings() {
    String pod = "{\"metadata\":{\"name\":\"p\",\"namespace\":\"n\"},\"spec\":{%s}}";
    ObjectNode binding = tree("{\"metadata\":{\"name\":\"p\"},\"target\":{\"name\":\"n\"}}");
    assertStatus(
        () -> PodBinding.check("q", binding),
        400,
        "name in URL does not match name in Binding object");
    assertStatus(
        () ->
            PodBinding.check(
                "p", tree("{\"metadata\":{\"name\":\"p\"},\"target\":{\"kind\":\"Foo\"}}")),
        500,
        "[target.kind: Unsupported value: \"Foo\": supported values: \"Node\", \"<empty>\","
            + " target.name: Required value]");
    assertStatus(
        () -> PodBinding.apply(PODS, tree(pod.formatted("\"nodeName\":\"m\"")), binding, NOW),
        409,
        "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node"
            + " \"m\"");
    assertStatus(
        () -> PodBinding.apply(PODS, tree(pod.formatted("\"schedulingGates\":[{}]")), binding, NOW),
        409,
        "Operation cannot be fulfilled on pods/binding \"p\": pod p has non-empty"
            + " .spec.schedulingGates");
    assertStatus(
        () ->
            PodBinding.apply(
                PODS,
                tree(pod.formatted("")),
                tree("{\"metadata\":{\"resourceVersion\":\"3\"},\"target\":{\"name\":\"n\"}}"),
                NOW),
        409,
        "Operation cannot be fulfilled on pods \"p\": StorageError: invalid object, Code: 4, Key:"
            + " /registry/pods/n/p, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed:"
            + " ResourceVersion in precondition: 3, ResourceVersion in object meta: ");
  }

  @Test
  void finalizesNamespaces() {
    ObjectNode current =
        tree("{\"metadata\":{\"name\":\"n\"},\"status\":{\"phase\":\"Terminating\"}}");
    assertThat(
            NamespaceFinalize.apply(
                current, tree("{\"spec\":{\"finalizers\":[]},\"status\":{\"phase\":\"x\"}}")))
        .isEqualTo(tree("{\"spec\":{\"finalizers\":[]},\"status\":{\"phase\":\"Terminating\"}}"));
    assertStatus(
        () -> NamespaceFinalize.apply(current, tree("{\"spec\":{\"finalizers\":[\"foo\"]}}")),
        422,
        "Namespace \"n\" is invalid: spec.finalizers[0]: Invalid value: \"foo\": name is neither"
            + " a standard finalizer name nor is it fully qualified");
  }

  private static void assertStatus(Runnable call, int code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.text()).isEqualTo(message);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}

package io.jukung.conformance.machinery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Namespaces as objects. Upstream: {@code apimachinery/namespace.go}. */
@ExtendWith(SharedCluster.class)
class NamespacesTest {
  private static Resource namespaces(Space space) {
    return space.resource("v1", "namespaces", "Namespace");
  }

  @Test
  void aPatchAddsALabel(Space space) throws Exception {
    Resource namespaces = namespaces(space);
    JsonNode before = namespaces.get(space.namespace());
    JsonNode patched =
        namespaces.patch(
            space.namespace(),
            "application/strategic-merge-patch+json",
            "{metadata: {labels: {added: value}}}");
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(before)));
    JsonNode labels = namespaces.get(space.namespace()).at("/metadata/labels");
    assertThat(labels.path("added").asText()).isEqualTo("value");
    assertThat(labels.path("run").asText()).isEqualTo(space.run());
    assertThat(labels.path("kubernetes.io/metadata.name").asText()).isEqualTo(space.namespace());
  }

  @Test
  void anUpdateAddsALabel(Space space) throws Exception {
    String name = space.namespace();
    JsonNode updated =
        namespaces(space)
            .edit(name, namespace -> namespace.withObject("/metadata/labels").put(name, "updated"));
    assertThat(updated.at("/metadata/labels").path(name).asText()).isEqualTo("updated");
    assertThat(namespaces(space).names(name + "=updated")).containsExactly(name);
  }

  @Test
  void theStatusIsPatchedAndUpdated(Space space) throws Exception {
    Resource namespaces = namespaces(space);
    String name = space.namespace();
    assertThat(namespaces.get(name + "/status").at("/status/phase").asText()).isEqualTo("Active");
    JsonNode patched =
        namespaces.merge(
            name + "/status",
            """
            metadata: {annotations: {patched: "true"}}
            status: {conditions: [{type: Patched, status: "True", reason: Test, message: patched}]}
            """);
    assertThat(patched.at("/metadata/annotations/patched").asText()).isEqualTo("true");
    JsonNode condition = patched.at("/status/conditions/0");
    assertThat(condition.path("reason").asText()).isEqualTo("Test");
    assertThat(condition.path("message").asText()).isEqualTo("patched");
    JsonNode updated =
        namespaces.edit(
            name,
            "status",
            namespace ->
                namespace
                    .withArray("/status/conditions")
                    .addObject()
                    .put("type", "Updated")
                    .put("status", "True")
                    .put("reason", "Test")
                    .put("message", "updated"));
    assertThat(updated.at("/status/conditions").findValuesAsText("type"))
        .containsExactly("Patched", "Updated");
    assertThat(updated.at("/status/conditions/1/message").asText()).isEqualTo("updated");
    assertThat(updated.at("/status/phase").asText()).isEqualTo("Active");
  }

  @Test
  void aFinalizerIsAddedAndRemoved(Space space) throws Exception {
    Resource namespaces = namespaces(space);
    String name = space.namespace();
    String own = "example.com/kept";
    JsonNode added =
        namespaces.edit(
            name, "", namespace -> namespace.withArray("/spec/finalizers").add("ignored.example"));
    assertThat(finalizers(added)).containsExactly("kubernetes");
    added = finalize(space, name, List.of("kubernetes", own));
    assertThat(finalizers(added)).containsExactlyInAnyOrder("kubernetes", own);
    assertThat(finalizers(namespaces.get(name))).contains(own);
    JsonNode removed = finalize(space, name, List.of("kubernetes"));
    assertThat(finalizers(removed)).containsExactly("kubernetes");
  }

  private static JsonNode finalize(Space space, String name, List<String> finalizers)
      throws Exception {
    Resource namespaces = namespaces(space);
    JsonNode namespace = namespaces.get(name);
    ArrayNode list = ((ObjectNode) namespace).withObject("/spec").putArray("finalizers");
    finalizers.forEach(list::add);
    return space
        .api()
        .call(
            200, ApiRequest.json("PUT", namespaces.path(name + "/finalize"), namespace.toString()));
  }

  private static List<String> finalizers(JsonNode namespace) {
    List<String> finalizers = new ArrayList<>();
    namespace.at("/spec/finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
    return finalizers;
  }
}

package io.jukung.conformance.customresources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Definition;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import io.jukung.conformance.objects.Watch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Definitions as objects, and what changes with them. */
@ExtendWith(SharedCluster.class)
class DefinitionsTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String JSON_PATCH = "application/json-patch+json";

  private static final String CLUSTER =
      """
      scope: Cluster
      versions:
      - name: v1
        served: true
        storage: true
        schema: {openAPIV3Schema: {type: object, properties: {a: {type: string}, b: {type: string}}}}
      """;

  @Test
  void aDefinitionIsMadeAndRemoved(Space space) throws Exception {
    Definition boats = Definition.of(space, "boats", "Boat", space.yaml(CLUSTER));
    JsonNode status = boats.get().path("status");
    assertThat(status.at("/acceptedNames/kind").asText()).isEqualTo("Boat");
    assertThat(status.at("/acceptedNames/listKind").asText()).isEqualTo("BoatList");
    assertThat(status.at("/storedVersions/0").asText()).isEqualTo("v1");
    assertThat(status.path("conditions").findValuesAsText("type"))
        .containsExactlyInAnyOrder("NamesAccepted", "Established");
    Resource objects = boats.clusterObjects("v1");
    objects.create("{metadata: {name: one}, a: x}");
    assertThat(objects.get("one").path("a").asText()).isEqualTo("x");
    boats.remove();
    Await.until(
        "its objects are not served", BOUND, () -> space.api().status(objects.path()) == 404);
  }

  @Test
  void definitionsAreListedAndRemovedByTheirLabel(Space space) throws Exception {
    Resource definitions = Definition.definitions(space);
    Map<String, JsonNode> specs = new HashMap<>();
    for (int number = 0; number < 10; number++) {
      Definition made =
          Definition.of(space, "boats" + number + "s", "Boat" + number, space.yaml(CLUSTER));
      specs.put(made.name(), made.get().path("spec"));
    }
    Definition other = Definition.of(space, "others", "Other", space.yaml(CLUSTER));
    definitions.merge(other.name(), "{metadata: {labels: {definition: other}}}");
    String selector = "definition=" + space.run();
    Map<String, JsonNode> listed = new HashMap<>();
    for (JsonNode item : definitions.list("labelSelector=" + selector).path("items")) {
      listed.put(Resource.name(item), item.path("spec"));
    }
    assertThat(listed).isEqualTo(specs);
    definitions.deleteAll(selector);
    for (String name : specs.keySet()) {
      definitions.awaitGone(name);
    }
    assertThat(other.get().at("/metadata/deletionTimestamp").isMissingNode()).isTrue();
  }

  @Test
  void theStatusIsReadUpdatedAndPatched(Space space) throws Exception {
    Resource definitions = Definition.definitions(space);
    Definition boats = Definition.of(space, "boats", "Boat", space.yaml(CLUSTER));
    JsonNode whole = boats.get();
    JsonNode read = definitions.get(boats.name() + "/status");
    assertThat(read.path("spec")).isEqualTo(whole.path("spec"));
    JsonNode updated =
        definitions.edit(
            boats.name(),
            "status",
            definition ->
                definition
                    .withArray("/status/conditions")
                    .addObject()
                    .put("type", "")
                    .put("status", "")
                    .put("message", "updated"));
    assertThat(updated.at("/status/conditions").findValuesAsText("message")).contains("updated");
    JsonNode patched =
        definitions.patch(
            boats.name() + "/status",
            JSON_PATCH,
            "[{op: add, path: /status/conditions, value: [{message: patched}]}]");
    assertThat(patched.at("/status/conditions").findValuesAsText("message")).contains("patched");
    assertThat(patched.path("spec")).isEqualTo(whole.path("spec"));
  }

  @Test
  void discoveryNamesDefinitions(Space space) throws Exception {
    ApiOperations.discovered(space, Definition.definitions(space), "status");
    JsonNode group = space.api().get("/apis/apiextensions.k8s.io");
    assertThat(group.path("name").asText()).isEqualTo("apiextensions.k8s.io");
    assertThat(group.at("/preferredVersion/version").asText()).isEqualTo("v1");
    assertThat(space.api().get("/apis/apiextensions.k8s.io/v1").path("groupVersion").asText())
        .isEqualTo("apiextensions.k8s.io/v1");
  }

  @Test
  void defaultsComeToRequestsAndToWhatIsStored(Space space) throws Exception {
    Resource definitions = Definition.definitions(space);
    Definition boats = Definition.of(space, "boats", "Boat", space.yaml(CLUSTER));
    Resource objects = boats.clusterObjects("v1");
    JsonNode first = objects.create("{metadata: {name: first}}");
    assertThat(first.has("a")).isFalse();
    String properties = "/spec/versions/0/schema/openAPIV3Schema/properties/";
    definitions.patch(
        boats.name(), JSON_PATCH, "[{op: add, path: " + properties + "a/default, value: A}]");
    Await.until(
        "what is stored has the default",
        BOUND,
        () -> objects.get("first").path("a").asText().equals("A"));
    assertThat(Resource.version(objects.get("first"))).isEqualTo(Resource.version(first));
    JsonNode second = objects.create("{metadata: {name: second}}");
    assertThat(second.path("a").asText()).isEqualTo("A");
    definitions.patch(
        boats.name(),
        JSON_PATCH,
        "[{op: remove, path: "
            + properties
            + "a/default}, {op: add, path: "
            + properties
            + "b/default, value: B}]");
    Await.until(
        "what is stored has the other default",
        BOUND,
        () -> objects.get("second").path("b").asText().equals("B"));
    assertThat(objects.get("second").path("a").asText()).as("was stored").isEqualTo("A");
    assertThat(objects.get("first").has("a")).as("was read only").isFalse();
  }

  @Test
  void eachWatchSeesTheObjectItNames(Space space) throws Exception {
    String open = CLUSTER.replace("type: object, ", "type: object, $OPEN, ");
    Definition boats =
        Definition.of(
            space,
            "boats",
            "Boat",
            space.yaml(open.replace("$OPEN", "x-kubernetes-preserve-unknown-fields: true")));
    Resource objects = boats.clusterObjects("v1");
    Watch first = objects.watch("fieldSelector=metadata.name=first");
    Watch second = objects.watch("fieldSelector=metadata.name=second");
    for (String name : new String[] {"first", "second"}) {
      Watch watch = name.equals("first") ? first : second;
      JsonNode created = objects.create("{metadata: {name: " + name + "}}");
      JsonNode patched = objects.patch(name, JSON_PATCH, "[{op: add, path: /dummy, value: test}]");
      objects.delete(name);
      Watch.Event added = watch.next();
      assertThat(added.type()).isEqualTo("ADDED");
      assertThat(added.object()).isEqualTo(created);
      Watch.Event modified = watch.next();
      assertThat(modified.type()).isEqualTo("MODIFIED");
      assertThat(modified.object()).isEqualTo(patched);
      assertThat(modified.object().path("dummy").asText()).isEqualTo("test");
      assertThat(watch.next().sign()).isEqualTo("DELETED " + name);
    }
  }
}

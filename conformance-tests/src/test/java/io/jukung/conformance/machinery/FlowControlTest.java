package io.jukung.conformance.machinery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Flow schemas and priority levels as objects. Upstream: {@code apimachinery/flowcontrol.go}. */
@ExtendWith(SharedCluster.class)
class FlowControlTest {
  private static final String VERSION = "flowcontrol.apiserver.k8s.io/v1";

  @Test
  void flowSchemas(Space space) throws Exception {
    Resource schemas = space.resource(VERSION, "flowschemas", "FlowSchema");
    ApiOperations.discovered(space, schemas, "status");
    ApiOperations operations =
        ApiOperations.begin(
            space,
            schemas,
            """
            metadata: {generateName: operations-}
            spec:
              matchingPrecedence: 10000
              priorityLevelConfiguration: {name: global-default}
              distinguisherMethod: {type: ByUser}
              rules:
              - subjects: [{kind: User, user: {name: nobody-$RUN}}]
                nonResourceRules: [{verbs: ["*"], nonResourceURLs: ["*"]}]
            """);
    operations.change("/spec/matchingPrecedence", "9999", "9000");
    status(schemas, operations.name());
    operations.end();
  }

  @Test
  void priorityLevels(Space space) throws Exception {
    Resource levels =
        space.resource(VERSION, "prioritylevelconfigurations", "PriorityLevelConfiguration");
    ApiOperations.discovered(space, levels, "status");
    ApiOperations operations =
        ApiOperations.begin(
            space,
            levels,
            """
            metadata: {generateName: operations-}
            spec:
              type: Limited
              limited: {nominalConcurrencyShares: 2, limitResponse: {type: Reject}}
            """);
    operations.change("/spec/limited/nominalConcurrencyShares", "4", "6");
    status(levels, operations.name());
    operations.end();
  }

  /** Conditions are written by patch and by update of the status, and the spec stays. */
  private static void status(Resource resource, String name) throws Exception {
    JsonNode before = resource.get(name);
    JsonNode read = resource.get(name + "/status");
    assertThat(read.path("kind").asText()).isEqualTo(before.path("kind").asText());
    assertThat(read.at("/metadata/uid")).isEqualTo(before.at("/metadata/uid"));
    JsonNode patched =
        resource.merge(
            name + "/status",
            "{status: {conditions: [{type: Patched, status: 'False', reason: ByTest}]}}");
    assertThat(patched.at("/status/conditions").findValuesAsText("type")).contains("Patched");
    JsonNode updated =
        resource.edit(
            name,
            "status",
            object ->
                object
                    .withArray("/status/conditions")
                    .addObject()
                    .put("type", "Updated")
                    .put("status", "False")
                    .put("reason", "ByTest")
                    .put("message", "set by a test"));
    assertThat(updated.at("/status/conditions").findValuesAsText("type"))
        .contains("Patched", "Updated");
    assertThat(updated.path("spec")).isEqualTo(before.path("spec"));
  }
}

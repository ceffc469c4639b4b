package io.jukung.conformance.policies;

import static io.jukung.conformance.policies.Policies.MUTATING;
import static io.jukung.conformance.policies.Policies.deployments;
import static io.jukung.conformance.policies.Policies.workload;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.ApiOperations;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mutating policies, which change what is written. */
@ExtendWith(SharedCluster.class)
class MutatingPolicyTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** The deployment as a dry run would make it. */
  private static JsonNode dryRun(Space space) throws Exception {
    Resource deployments = deployments(space);
    return space
        .api()
        .call(
            201,
            ApiRequest.json(
                "POST",
                deployments.path() + "?dryRun=All",
                deployments.body(workload("marker", 1)).toString()));
  }

  private static String mutation(String expression) {
    return "reinvocationPolicy: Never\nmutations:\n- patchType: ApplyConfiguration\n"
        + "  applyConfiguration:\n    expression: |\n"
        + expression.indent(6);
  }

  @Test
  void aDeploymentIsMutated(Space space) throws Exception {
    MUTATING.bind(space, mutation("Object{spec: Object.spec{replicas: 1337}}"));
    Await.until(
        "the policy counts", BOUND, () -> dryRun(space).at("/spec/replicas").asInt() == 1337);
    JsonNode made = deployments(space).create(workload("one", 1));
    assertThat(made.at("/spec/replicas").asInt()).isEqualTo(1337);
    assertThat(made.at("/spec/template/spec/containers/0/image").asText()).isEqualTo("i");
    assertThat(deployments(space).get("one")).isEqualTo(made);
    JsonNode other =
        space.namespaced("apps/v1", "replicasets", "ReplicaSet").create(workload("one", 1));
    assertThat(other.at("/spec/replicas").asInt()).as("not asked for").isEqualTo(1);
  }

  @Test
  void aDeploymentGetsAnnotations(Space space) throws Exception {
    MUTATING.bind(
        space,
        mutation("Object{metadata: Object.metadata{annotations: {\"mutated-by\": \"a-policy\"}}}"));
    String pointer = "/metadata/annotations/mutated-by";
    Await.until(
        "the policy counts", BOUND, () -> dryRun(space).at(pointer).asText().equals("a-policy"));
    JsonNode made = deployments(space).create(workload("one", 1));
    assertThat(made.at(pointer).asText()).isEqualTo("a-policy");
    assertThat(made.at("/metadata/name").asText()).isEqualTo("one");
    assertThat(deployments(space).get("one")).isEqualTo(made);
  }

  @Test
  void policies(Space space) throws Exception {
    Resource policies = MUTATING.policies(space);
    ApiOperations.discovered(space, policies);
    ApiOperations operations =
        ApiOperations.begin(
            space,
            policies,
            """
            metadata: {generateName: operations-}
            spec:
              reinvocationPolicy: Never
              mutations:
              - patchType: ApplyConfiguration
                applyConfiguration: {expression: "Object{spec: Object.spec{replicas: 100}}"}
              matchConstraints:
                resourceRules:
                - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
            """);
    operations.change("/spec/reinvocationPolicy", "IfNeeded", "Never");
    operations.end();
  }

  @Test
  void bindings(Space space) throws Exception {
    Resource bindings = MUTATING.bindings(space);
    ApiOperations.discovered(space, bindings);
    ApiOperations operations =
        ApiOperations.begin(
            space,
            bindings,
            "{metadata: {generateName: operations-}, spec: {policyName: one.example.com}}");
    operations.change("/spec/policyName", "new.example.com", "one.example.com");
    operations.end();
  }
}

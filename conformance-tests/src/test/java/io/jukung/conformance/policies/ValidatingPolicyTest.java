package io.jukung.conformance.policies;

import static io.jukung.conformance.policies.Policies.VALIDATING;
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

/** Validating policies, which may refuse. */
@ExtendWith(SharedCluster.class)
class ValidatingPolicyTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** Dry runs go through admission too, and leave nothing behind. */
  private static int dryRun(Space space, String deployment) throws Exception {
    Resource deployments = deployments(space);
    return space
        .client()
        .send(
            ApiRequest.json(
                "POST",
                deployments.path() + "?dryRun=All",
                deployments.body(deployment).toString()))
        .statusCode();
  }

  private static void othersAreNotAsked(Space space) throws Exception {
    Resource sets = space.namespaced("apps/v1", "replicasets", "ReplicaSet");
    sets.create(workload("single", 1));
  }

  @Test
  void aDeploymentIsValidated(Space space) throws Exception {
    VALIDATING.bind(
        space,
        """
        validations:
        - expression: object.spec.replicas > 1
          messageExpression: "'wants more than 1, got ' + string(object.spec.replicas)"
        - expression: namespaceObject.metadata.name == '$NS'
          message: Another namespace was asked.
        """);
    Await.until("the policy counts", BOUND, () -> dryRun(space, workload("marker", 1)) == 422);
    JsonNode status = deployments(space).refused(422, workload("single", 1));
    assertThat(status.path("reason").asText()).isEqualTo("Invalid");
    assertThat(status.path("message").asText())
        .isEqualTo(
            "deployments.apps \"single\" is forbidden: ValidatingAdmissionPolicy 'policy-"
                + space.run()
                + ".example.com' with binding 'binding-"
                + space.run()
                + ".example.com' denied request: wants more than 1, got 1");
    JsonNode made = deployments(space).create(workload("replicated", 2));
    assertThat(made.at("/spec/replicas").asInt()).isEqualTo(2);
    othersAreNotAsked(space);
  }

  @Test
  void expressionsReferToVariables(Space space) throws Exception {
    VALIDATING.bind(
        space,
        """
        variables:
        - {name: replicas, expression: object.spec.replicas}
        - {name: odd, expression: variables.replicas % 2 == 1}
        validations:
        - expression: variables.replicas > 1
        - expression: variables.odd
        """);
    Await.until("the policy counts", BOUND, () -> dryRun(space, workload("marker", 1)) == 422);
    assertThat(deployments(space).refused(422, workload("one", 1)).path("message").asText())
        .contains("denied request: failed expression: variables.replicas > 1");
    assertThat(deployments(space).refused(422, workload("two", 2)).path("message").asText())
        .contains("denied request: failed expression: variables.odd");
    deployments(space).create(workload("three", 3));
    othersAreNotAsked(space);
  }

  @Test
  void policies(Space space) throws Exception {
    Resource policies = VALIDATING.policies(space);
    ApiOperations.discovered(space, policies, "status");
    ApiOperations operations =
        ApiOperations.begin(
            space,
            policies,
            """
            metadata: {generateName: operations-}
            spec:
              validations: [{expression: object.spec.replicas <= 100}]
              matchConstraints:
                resourceRules:
                - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
            """);
    operations.change("/spec/failurePolicy", "Ignore", "Fail");
    Policies.conditions(policies, operations.name());
    operations.end();
  }

  @Test
  void bindings(Space space) throws Exception {
    Resource bindings = VALIDATING.bindings(space);
    ApiOperations.discovered(space, bindings);
    ApiOperations operations =
        ApiOperations.begin(
            space,
            bindings,
            """
            metadata: {generateName: operations-}
            spec: {policyName: one.example.com, validationActions: [Deny]}
            """);
    operations.change("/spec/policyName", "new.example.com", "one.example.com");
    operations.end();
  }
}

package io.jukung.conformance.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.Space;

/** The two kinds of policies, with their bindings, for a space's namespace only. */
enum Policies {
  VALIDATING("validating", "Validating", "validationActions: [Deny], "),
  MUTATING("mutating", "Mutating", "");

  static final String VERSION = "admissionregistration.k8s.io/v1";

  private final String name;
  private final String kind;
  private final String actions;

  Policies(String name, String kind, String actions) {
    this.name = name;
    this.kind = kind;
    this.actions = actions;
  }

  Resource policies(Space space) {
    return space.resource(VERSION, name + "admissionpolicies", kind + "AdmissionPolicy");
  }

  Resource bindings(Space space) {
    return space.resource(
        VERSION, name + "admissionpolicybindings", kind + "AdmissionPolicyBinding");
  }

  /** Makes a policy for new deployments, of which the text has what it does, and binds it. */
  void bind(Space space, String spec) throws Exception {
    space.namespace();
    policies(space)
        .create(
            """
            metadata: {name: policy-$RUN.example.com}
            spec:
              matchConstraints:
                namespaceSelector: {matchLabels: {run: $RUN}}
                resourceRules:
                - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
            """
                + spec.indent(2));
    bindings(space)
        .create(
            "{metadata: {name: binding-$RUN.example.com}, spec: {policyName:"
                + " policy-$RUN.example.com, "
                + actions
                + "matchResources: {namespaceSelector: {matchLabels: {run: $RUN}}}}}");
  }

  /** A deployment, or with another kind what looks like it. */
  static String workload(String name, int replicas) {
    return """
    metadata: {name: $NAME}
    spec:
      replicas: $REPLICAS
      selector: {matchLabels: {app: a}}
      template:
        metadata: {labels: {app: a}}
        spec: {containers: [{name: c, image: i}]}
    """
        .replace("$NAME", name)
        .replace("$REPLICAS", Integer.toString(replicas));
  }

  static Resource deployments(Space space) throws Exception {
    return space.namespaced("apps/v1", "deployments", "Deployment");
  }

  /** Conditions are written by patch and by update of a status. */
  static void conditions(Resource resource, String name) throws Exception {
    JsonNode whole = resource.get(name);
    JsonNode read = resource.get(name + "/status");
    assertThat(read).isEqualTo(whole);
    JsonNode patched =
        resource.merge(
            name + "/status",
            """
            status:
              conditions:
              - type: Patched
                status: "False"
                reason: Test
                message: patched
                lastTransitionTime: "2024-01-01T00:00:00Z"
            """);
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
                    .put("reason", "Test")
                    .put("message", "updated")
                    .put("lastTransitionTime", "2024-01-01T00:00:00Z"));
    assertThat(updated.at("/status/conditions").findValuesAsText("type"))
        .contains("Patched", "Updated");
  }
}

package io.jukung.conformance.controllers;

import static io.jukung.conformance.controllers.ControlledCluster.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.cluster.JsonApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policies are told which of their expressions can't be right. */
@ExtendWith(Controlled.class)
class PolicyStatusTest {
  private static final String POLICIES =
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";

  private final JsonApi api;

  PolicyStatusTest(ControlledCluster cluster) {
    api = new JsonApi(cluster.cluster().client());
  }

  private JsonNode status(String name, String group, String resource, String rest)
      throws Exception {
    String unique = name + "." + System.nanoTime() + ".example.com";
    api.create(
        POLICIES,
        api.parse(
            """
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy",
             "metadata":{"name":"%s"},"spec":{"matchConstraints":{"resourceRules":[{
               "apiGroups":["%s"],"apiVersions":["v1"],"operations":["CREATE"],
               "resources":["%s"]}]},%s}}\
            """
                .formatted(unique, group, resource, rest)));
    until(
        "the policy is checked",
        () -> api.get(POLICIES + "/" + unique).path("status").has("typeChecking"));
    JsonNode found = api.get(POLICIES + "/" + unique);
    api.delete(POLICIES + "/" + unique);
    assertThat(found.at("/status/observedGeneration").asInt()).isEqualTo(1);
    return found;
  }

  @Test
  void whatIsRightHasNoWarnings() throws Exception {
    JsonNode policy =
        status(
            "right",
            "apps",
            "deployments",
            """
            "variables":[{"name":"n","expression":"object.spec.replicas"}],
            "validations":[{"expression":"variables.n > 1 && has(object.metadata.labels)"},
              {"expression":"authorizer.group('').resource('pods').check('get').allowed()"}]\
            """);
    assertThat(policy.at("/status/typeChecking").toString()).isEqualTo("{}");
    JsonNode entry = policy.at("/metadata/managedFields/0");
    assertThat(entry.path("manager").asText())
        .isEqualTo("validatingadmissionpolicy-status-controller");
    assertThat(entry.path("operation").asText()).isEqualTo("Apply");
    assertThat(entry.path("subresource").asText()).isEqualTo("status");
  }

  @Test
  void confusedTypesAreTold() throws Exception {
    JsonNode warnings =
        status(
                "wrong",
                "apps",
                "deployments",
                """
                "variables":[{"name":"n","expression":"object.spec.replicas"}],
                "validations":[{"expression":"object.spec.replicas > '1'",
                  "messageExpression":"'got ' + variables.n"},{"expression":"object.spec.foo == 1"}]\
                """)
            .at("/status/typeChecking/expressionWarnings");
    assertThat(warnings).hasSize(3);
    assertThat(warnings.at("/0/fieldRef").asText()).isEqualTo("spec.validations[0].expression");
    assertThat(warnings.at("/0/warning").asText())
        .isEqualTo(
            """
            apps/v1, Kind=Deployment: ERROR: <input>:1:22: found no matching overload for '_>_' \
            applied to '(int, string)'
             | object.spec.replicas > '1'
             | .....................^
            """);
    assertThat(warnings.at("/1/fieldRef").asText())
        .isEqualTo("spec.validations[0].messageExpression");
    assertThat(warnings.at("/1/warning").asText())
        .contains("found no matching overload for '_+_' applied to '(string, int)'");
    assertThat(warnings.at("/2/warning").asText()).contains("undefined field 'foo'");
  }

  @Test
  void customKindsAreCheckedToo() throws Exception {
    String group = "g" + System.nanoTime() + ".example.com";
    api.create(
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        api.parse(
            """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
             "metadata":{"name":"crontabs.%1$s"},"spec":{"group":"%1$s","scope":"Namespaced",
              "names":{"plural":"crontabs","singular":"crontab","kind":"CronTab"},
              "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{
                "type":"object","properties":{"spec":{"type":"object","properties":{
                  "cronSpec":{"type":"string"},"replicas":{"type":"integer"}}}}}}}]}}\
            """
                .formatted(group)));
    JsonNode warnings =
        status(
                "custom",
                group,
                "crontabs",
                """
                "validations":[{"expression":"object.spec.replicas > '1'"},
                  {"expression":"object.spec.cronSpec == '* * * * *'"}]\
                """)
            .at("/status/typeChecking/expressionWarnings");
    assertThat(warnings).hasSize(1);
    assertThat(warnings.at("/0/warning").asText())
        .startsWith(group + "/v1, Kind=CronTab: ERROR: <input>:1:22: ");
    api.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/crontabs." + group);
  }
}

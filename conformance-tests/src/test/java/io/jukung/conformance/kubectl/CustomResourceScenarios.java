package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** A custom resource from its definition to its end. */
final class CustomResourceScenarios {
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: boats.$NS.example.com
      spec:
        group: $NS.example.com
        scope: Namespaced
        names:
          plural: boats
          kind: Boat
          shortNames: [bt]
        versions:
        - name: v1
          served: true
          storage: true
          subresources:
            status: {}
            scale:
              specReplicasPath: .spec.sails
              statusReplicasPath: .status.sails
          additionalPrinterColumns:
          - name: Sails
            type: integer
            jsonPath: .spec.sails
          - name: Hull
            type: string
            jsonPath: .spec.hull
          schema:
            openAPIV3Schema:
              type: object
              description: A boat.
              required: [spec]
              properties:
                spec:
                  type: object
                  required: [sails]
                  properties:
                    sails:
                      type: integer
                      minimum: 1
                      description: How many sails she has.
                    hull:
                      type: string
                      enum: [wood, steel]
                      default: wood
                status:
                  type: object
                  properties:
                    sails:
                      type: integer
      """;

  private static final String BOAT =
      """
      apiVersion: $NS.example.com/v1
      kind: Boat
      metadata:
        name: one
      spec:
        sails: 2
      """;

  private CustomResourceScenarios() {}

  static List<Scenario> all() {
    return List.of(new Scenario("custom resource", CustomResourceScenarios::boats));
  }

  private static void boats(Kubectl kubectl) throws Exception {
    String group = kubectl.namespace() + ".example.com";
    String crd = "crd/boats." + group;
    Path definition = kubectl.file("definition.yaml", DEFINITION);
    assertThat(kubectl.ok("create", "-f", definition.toString()).out())
        .isEqualTo("customresourcedefinition.apiextensions.k8s.io/boats." + group + " created\n");
    kubectl.ok("wait", "--for", "condition=established", "--timeout=10s", crd);
    Path boat = kubectl.file("boat.yaml", BOAT);
    assertThat(kubectl.ok("apply", "-f", boat.toString()).out())
        .isEqualTo("boat." + group + "/one created\n");
    assertThat(kubectl.ok("get", "bt").out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly("NAME SAILS HULL", "one 2 wood");
    assertThat(kubectl.ok("explain", "boats.spec.sails", "--api-version=" + group + "/v1").out())
        .contains("sails <integer>")
        .contains("How many sails she has.");
    assertThat(
            kubectl
                .ok("patch", "bt", "one", "--type=merge", "-p", "{\"spec\":{\"sails\":3}}")
                .out())
        .isEqualTo("boat." + group + "/one patched\n");
    assertThat(kubectl.ok("scale", "boats." + group, "one", "--replicas=4").out())
        .isEqualTo("boat." + group + "/one scaled\n");
    assertThat(kubectl.ok("get", "bt", "one", "-o", "jsonpath={.spec.sails}").out()).isEqualTo("4");
    Path bad =
        kubectl.file("bad.yaml", BOAT.replace("sails: 2", "sails: 0\n  hull: straw\n  oars: 4"));
    kubectl.fails(
        1, "strict decoding error: unknown field \"spec.oars\"", "apply", "-f", bad.toString());
    kubectl.fails(
        1,
        "spec.hull: Unsupported value: \"straw\": supported values: \"wood\", \"steel\"",
        "apply",
        "--validate=false",
        "-f",
        bad.toString());
    kubectl.ok("delete", crd, "--timeout=30s");
    kubectl.fails(1, "the server could not find the requested resource", "get", "bt");
  }
}

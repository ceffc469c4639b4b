package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/**
 * What kubectl makes of the published schemas of custom resources: what it refuses, and what it
 * explains. Upstream: {@code apimachinery/crd_publish_openapi.go}.
 */
final class SchemaScenarios {
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: ships.$NS.example.com}
      spec:
        group: $NS.example.com
        scope: Namespaced
        names: {plural: ships, kind: Ship}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
      """;

  private static final String TYPED =
      """
      type: object
      description: A ship to sail.
      properties:
        spec:
          type: object
          description: How she is to be.
          properties:
            sails:
              type: array
              description: Her sails and what they are made of.
              items:
                type: object
                required: [name]
                properties:
                  name: {type: string, description: Which sail.}
                  cloth: {type: string, enum: [Linen, Cotton]}
                  reefs: {type: array, description: Rows of reefs., items: {type: string}}
      """;

  private static final String OPEN = "{type: object, x-kubernetes-preserve-unknown-fields: true}";

  private static final String NESTED =
      """
      type: object
      description: A ship with room for anything.
      properties:
        spec:
          type: object
          x-kubernetes-preserve-unknown-fields: true
          description: Anything.
      """;

  private SchemaScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("custom resource with a schema", SchemaScenarios::typed),
        new Scenario("custom resource without a schema", SchemaScenarios::untyped),
        new Scenario("custom resource open at its root", SchemaScenarios::open),
        new Scenario("custom resource open below", SchemaScenarios::nested));
  }

  private static void define(Kubectl kubectl, String schema) throws Exception {
    String text = DEFINITION + schema.indent(12);
    String name = "crd/ships." + kubectl.namespace() + ".example.com";
    kubectl.pipe(text, "create", "-f", "-");
    kubectl.ok("wait", "--for", "condition=established", "--timeout=20s", name);
  }

  private static String ship(String fields) {
    return "apiVersion: $NS.example.com/v1\nkind: Ship\nmetadata: {name: one}\n" + fields + "\n";
  }

  /** The kind is qualified, so that scenarios do not meet. */
  private static String ships(Kubectl kubectl, String path) {
    return "ships." + kubectl.namespace() + ".example.com" + path;
  }

  private static void accepted(Kubectl kubectl, String ship) throws Exception {
    for (String verb : List.of("create", "apply")) {
      kubectl.pipe(ship, verb, "-f", "-");
      kubectl.ok("delete", ships(kubectl, ""), "one");
    }
  }

  private static void refused(Kubectl kubectl, String ship, String complaint) throws Exception {
    Path file = kubectl.file(kubectl.namespace() + ".yaml", ship);
    for (String verb : List.of("create", "apply")) {
      kubectl.fails(1, complaint, verb, "-f", file.toString());
    }
  }

  private static String explained(Kubectl kubectl, String path) throws Exception {
    return kubectl
        .ok("explain", "ships" + path, "--api-version=" + kubectl.namespace() + ".example.com/v1")
        .out();
  }

  private static void typed(Kubectl kubectl) throws Exception {
    define(kubectl, TYPED);
    accepted(kubectl, ship("spec: {sails: [{name: main}]}"));
    refused(
        kubectl,
        ship("spec: {sails: [{name: main, cloth: Straw}]}"),
        "Unsupported value: \"Straw\"");
    refused(kubectl, ship("spec: {oars: 4}"), "unknown field \"spec.oars\"");
    refused(kubectl, ship("spec: {sails: [{reefs: [one]}]}"), "spec.sails[0].name: Required value");
    assertThat(explained(kubectl, ""))
        .containsSubsequence(
            "DESCRIPTION:",
            "A ship to sail.",
            "FIELDS:",
            "apiVersion\t<string>",
            "APIVersion defines",
            "spec\t<Object>",
            "How she is to be.");
    assertThat(explained(kubectl, ".metadata"))
        .containsSubsequence(
            "Standard object's metadata",
            "creationTimestamp\t<string>",
            "CreationTimestamp is a timestamp");
    assertThat(explained(kubectl, ".spec"))
        .containsSubsequence("How she is to be.", "sails\t<[]Object>", "what they are made of.");
    assertThat(explained(kubectl, ".spec.sails"))
        .containsSubsequence(
            "FIELD: sails <[]Object>",
            "what they are made of.",
            "name\t<string> -required-",
            "Which sail.",
            "reefs\t<[]string>",
            "Rows of reefs.");
    kubectl.fails(
        1,
        "field \"masts\" does not exist",
        "explain",
        "ships.spec.masts",
        "--api-version=" + kubectl.namespace() + ".example.com/v1");
  }

  private static final String ANYTHING = ship("a: {b: [{c: d}]}");

  private static void untyped(Kubectl kubectl) throws Exception {
    define(kubectl, OPEN);
    accepted(kubectl, ANYTHING);
    assertThat(explained(kubectl, ""))
        .containsSubsequence("KIND:       Ship", "DESCRIPTION:", "<empty>");
  }

  private static void open(Kubectl kubectl) throws Exception {
    define(
        kubectl,
        OPEN.replace("type: object", "type: object, description: Open to all")
            .replace("}", ", properties: {spec: {type: object}}}"));
    accepted(kubectl, ANYTHING);
    kubectl.pipe(ANYTHING, "create", "-f", "-");
    assertThat(kubectl.ok("get", ships(kubectl, ""), "one", "-o", "jsonpath={.a.b[0].c}").out())
        .isEqualTo("d");
    assertThat(explained(kubectl, ""))
        .containsSubsequence("KIND:       Ship", "Open to all", "spec\t<Object>");
  }

  private static void nested(Kubectl kubectl) throws Exception {
    define(kubectl, NESTED);
    accepted(kubectl, ship("spec: {a: null, b: [{c: d}]}"));
    refused(kubectl, ANYTHING, "unknown field \"a\"");
    assertThat(explained(kubectl, "")).contains("A ship with room for anything.");
  }
}

package io.jukung.conformance.customresources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.Definition;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code fieldValidation=Strict} says of typed objects and of custom ones. */
@ExtendWith(SharedCluster.class)
class FieldValidationTest {
  private static final String STRICT = "fieldManager=test&fieldValidation=Strict";

  /** The marks stand in the places where tests put wrong fields. */
  private static final String DEPLOYMENT =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment",
       "metadata": {"name": "d", $METADATA "labels": {"app": "a"}},
       "spec": {$SPEC "selector": {"matchLabels": {"app": "a"}},
         "template": {"metadata": {"labels": {"app": "a"}},
           "spec": {"containers": [{"name": "c", "image": "i"}]}}}}
      """;

  private static JsonNode deploy(Space space, int status, String metadata, String spec)
      throws Exception {
    String path = "/apis/apps/v1/namespaces/" + space.namespace() + "/deployments?" + STRICT;
    String body = DEPLOYMENT.replace("$METADATA", metadata).replace("$SPEC", spec);
    return space.api().call(status, ApiRequest.json("POST", path, body));
  }

  @Test
  void unknownAndDuplicateFieldsOfATypedObjectAreNamed(Space space) throws Exception {
    JsonNode status =
        deploy(space, 400, "", "\"unknownField\": \"foo\", \"replicas\": 2, \"replicas\": 3,");
    assertThat(status.path("message").asText())
        .contains(
            "strict decoding error: unknown field \"spec.unknownField\", duplicate field"
                + " \"spec.replicas\"");
    assertThat(deploy(space, 201, "", "\"replicas\": 3,").at("/spec/replicas").asInt())
        .isEqualTo(3);
  }

  @Test
  void unknownMetadataOfATypedObjectIsNamed(Space space) throws Exception {
    assertThat(deploy(space, 400, "\"unknownMeta\": \"foo\",", "").path("message").asText())
        .contains("strict decoding error: unknown field \"metadata.unknownMeta\"");
  }

  private static final String PROPERTIES =
      """
      foo: {type: string}
      cronSpec: {type: string, pattern: '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$'}
      ports:
        type: array
        x-kubernetes-list-type: map
        x-kubernetes-list-map-keys: [containerPort, protocol]
        items:
          type: object
          required: [containerPort, protocol]
          properties:
            containerPort: {type: integer, format: int32}
            hostIP: {type: string}
            name: {type: string}
            protocol: {type: string}
      """;

  private static String schema(String more, String properties) {
    return "type: object\nproperties:\n  spec:\n    type: object\n"
        + more.indent(4)
        + "    properties:\n"
        + (PROPERTIES + properties).indent(6);
  }

  private static final String OBJECT =
      """
      apiVersion: $GROUP/v1
      kind: Cron
      metadata:
        name: one
      spec:
        foo: foo1
        cronSpec: "* * * * */5"
        ports:
        - name: x
          containerPort: 80
          protocol: TCP
      """;

  /** Applies an object of a kind with the schema; the answer, whatever it is. */
  private static JsonNode apply(Space space, int status, String schema, String object)
      throws Exception {
    Definition crons = Definition.namespaced(space, "crons", "Cron", schema);
    Resource objects = crons.objects();
    return space
        .api()
        .call(
            status,
            ApiRequest.of(
                "PATCH",
                objects.path("one") + "?" + STRICT,
                "application/apply-patch+yaml",
                object.replace("$GROUP", crons.group()).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aValidObjectIsApplied(Space space) throws Exception {
    JsonNode applied = apply(space, 201, schema("", ""), OBJECT);
    assertThat(applied.at("/spec/ports/0/containerPort").asInt()).isEqualTo(80);
    assertThat(applied.at("/metadata/managedFields/0/manager").asText()).isEqualTo("test");
    assertThat(applied.at("/metadata/managedFields/0/operation").asText()).isEqualTo("Apply");
  }

  @Test
  void withoutASchemaAnythingIsApplied(Space space) throws Exception {
    String object = OBJECT.replace("  foo: foo1", "  unknown: uk1");
    JsonNode applied = apply(space, 201, Definition.ANYTHING, object);
    assertThat(applied.at("/spec/unknown").asText()).isEqualTo("uk1");
  }

  @Test
  void aFieldThatIsNotInTheSchemaIsNamed(Space space) throws Exception {
    String object = OBJECT.replace("spec:", "unknownField: unknown\nspec:");
    assertThat(apply(space, 500, schema("", ""), object).path("message").asText())
        .contains(".unknownField: field not declared in schema");
  }

  @Test
  void unknownMetadataOfAnEmbeddedObjectIsNamed(Space space) throws Exception {
    String template =
        """
        template:
          type: object
          x-kubernetes-embedded-resource: true
          properties:
            metadata: {type: object, properties: {name: {type: string}}}
            spec: {type: object}
        """;
    String object =
        OBJECT.replace(
            "spec:",
            """
              unknownMeta: unknown
            spec:
              template:
                apiversion: foo/v1
                kind: Sub
                metadata:
                  unknownSubMeta: unknown
                  name: sub
                  namespace: any\
            """);
    JsonNode answer =
        apply(space, 500, schema("x-kubernetes-preserve-unknown-fields: true", template), object);
    assertThat(answer.path("message").asText())
        .containsAnyOf(
            ".spec.template.metadata.unknownSubMeta: field not declared in schema",
            ".metadata.unknownMeta: field not declared in schema");
  }

  @Test
  void duplicatesAreNamedWhereUnknownFieldsAreKept(Space space) throws Exception {
    String object = OBJECT.replace("  foo: foo1", "  unknown: uk1\n  foo: foo1\n  foo: foo2");
    String schema = schema("x-kubernetes-preserve-unknown-fields: true", "");
    assertThat(apply(space, 400, schema, object).path("message").asText())
        .contains("line 8: key \"foo\" already set in map");
  }
}

package io.jukung.conformance.customresources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.Definition;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The schemas of custom resources in both OpenAPI documents. What kubectl makes of them is tested
 * in {@code kubectl}.
 */
@ExtendWith(SharedCluster.class)
class PublishedSchemasTest {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final String FOO =
      """
      type: object
      description: A kind for tests
      properties:
        spec:
          type: object
          description: What it is to be
          properties:
            bars:
              type: array
              description: Bars and their specs.
              items:
                type: object
                required: [name]
                properties:
                  name: {type: string, description: Name of the bar.}
                  feeling: {type: string, enum: [Great, Down]}
                  bazs: {type: array, items: {type: string}}
        status:
          type: object
          properties:
            quxType: {type: string, pattern: in-tree|out-of-tree}
      """;

  private static final String WALDO =
      """
      type: object
      description: Another kind for tests
      properties:
        spec: {type: object, properties: {dummy: {type: string, description: A dummy.}}}
      """;

  /** A definition of the versions, all with the schema, the first stored. */
  private static Definition define(
      Space space, String group, String plural, String kind, String schema, String... versions)
      throws Exception {
    ObjectNode spec = space.yaml("{scope: Namespaced, versions: []}");
    for (String version : versions) {
      ObjectNode made = space.yaml("{served: true}");
      made.put("name", version).put("storage", version.equals(versions[0]));
      made.withObject("/schema").set("openAPIV3Schema", space.tree(schema));
      spec.withArray("/versions").add(made);
    }
    return Definition.of(space, group + "." + space.run() + ".example.com", plural, kind, spec);
  }

  /** The definition's schema in the version 2 document, without what the server adds. */
  private static Optional<JsonNode> published2(
      Space space, String group, String version, String name) throws Exception {
    JsonNode all = space.api().get("/openapi/v2").path("definitions");
    for (Map.Entry<String, JsonNode> definition : all.properties()) {
      for (JsonNode kind : definition.getValue().path("x-kubernetes-group-version-kind")) {
        if (kind.path("group").asText().equals(group)
            && kind.path("version").asText().equals(version)
            && kind.path("kind").asText().equals(name)) {
          return Optional.of(own(definition.getValue()));
        }
      }
    }
    return Optional.empty();
  }

  /** The schemas of a kind in the version 3 document of its group and version. */
  private static Optional<JsonNode> published3(
      Space space, String group, String version, String kind) throws Exception {
    String path = "/openapi/v3/apis/" + group + "/" + version;
    if (space.api().status(path) != 200) {
      return Optional.empty();
    }
    JsonNode schemas = space.api().get(path).at("/components/schemas");
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      if (schema.getKey().endsWith("." + version + "." + kind)) {
        return Optional.of(own(schema.getValue()));
      }
    }
    return Optional.empty();
  }

  private static JsonNode own(JsonNode schema) {
    ObjectNode own = schema.deepCopy();
    own.remove("x-kubernetes-group-version-kind");
    ObjectNode properties = own.withObject("/properties");
    if (!properties.isEmpty()) {
      assertThat(properties.properties().stream().map(Map.Entry::getKey))
          .contains("apiVersion", "kind", "metadata");
    }
    for (String added : new String[] {"apiVersion", "kind", "metadata"}) {
      properties.remove(added);
    }
    if (properties.isEmpty()) {
      own.remove("properties");
    }
    return own;
  }

  private static void published(
      Space space, Definition definition, String kind, String version, String schema)
      throws Exception {
    published(space, definition, kind, version, schema, schema);
  }

  private static void published(
      Space space, Definition definition, String kind, String version, String second, String third)
      throws Exception {
    Await.until(
        definition.name() + " " + version + " is published",
        BOUND,
        () ->
            published2(space, definition.group(), version, kind).isPresent()
                && published3(space, definition.group(), version, kind).isPresent());
    assertThat(published2(space, definition.group(), version, kind))
        .as("version 2")
        .contains(space.tree(second));
    assertThat(published3(space, definition.group(), version, kind))
        .as("version 3")
        .contains(space.tree(third));
  }

  /** In version 2: kube-apiserver keeps version 3's document of a version served no more. */
  private static void notPublished(Space space, Definition definition, String kind, String version)
      throws Exception {
    Await.until(
        definition.name() + " " + version + " is published no more",
        BOUND,
        () -> published2(space, definition.group(), version, kind).isEmpty());
  }

  @Test
  void aSchemaIsPublished(Space space) throws Exception {
    Definition foos = define(space, "one", "foos", "Foo", FOO, "v1");
    published(space, foos, "Foo", "v1", FOO);
    foos.remove();
    notPublished(space, foos, "Foo", "v1");
    Await.until(
        "version 3 has it no more",
        BOUND,
        () -> published3(space, foos.group(), "v1", "Foo").isEmpty());
  }

  /** What is open at its root is only an object in version 2. */
  @Test
  void aKindWithoutASchemaIsPublished(Space space) throws Exception {
    Definition foos = define(space, "one", "foos", "Foo", Definition.ANYTHING, "v1");
    published(space, foos, "Foo", "v1", "{type: object}", Definition.ANYTHING);
  }

  private static final String OPEN =
      """
      description: Open at its root
      type: object
      x-kubernetes-preserve-unknown-fields: true
      properties: {spec: {type: object, description: What it is to be}}
      """;

  @Test
  void aSchemaOpenAtItsRootIsPublished(Space space) throws Exception {
    Definition foos = define(space, "one", "foos", "Foo", OPEN, "v1");
    published(space, foos, "Foo", "v1", "{type: object}", OPEN);
  }

  private static final String NESTED =
      """
      description: Open below
      type: object
      properties:
        spec: {type: object, x-kubernetes-preserve-unknown-fields: true, description: Anything}
      """;

  @Test
  void aSchemaOpenBelowIsPublished(Space space) throws Exception {
    Definition foos = define(space, "one", "foos", "Foo", NESTED, "v1");
    published(space, foos, "Foo", "v1", NESTED.replace("type: object, x", "x"), NESTED);
  }

  @Test
  void groupsArePublishedSideBySide(Space space) throws Exception {
    Definition foos = define(space, "one", "foos", "Foo", FOO, "v1");
    Definition waldos = define(space, "two", "waldos", "Waldo", WALDO, "v1beta1");
    published(space, foos, "Foo", "v1", FOO);
    published(space, waldos, "Waldo", "v1beta1", WALDO);
  }

  @Test
  void versionsOfAGroupArePublishedSideBySide(Space space) throws Exception {
    Definition both = define(space, "one", "foos", "Foo", FOO, "v2", "v3");
    published(space, both, "Foo", "v2", FOO);
    published(space, both, "Foo", "v3", FOO);
    Definition fourth = define(space, "two", "foos", "Foo", FOO, "v4");
    Definition fifth = define(space, "two", "waldos", "Waldo", WALDO, "v5");
    published(space, fourth, "Foo", "v4", FOO);
    published(space, fifth, "Waldo", "v5", WALDO);
  }

  @Test
  void kindsOfAVersionArePublishedSideBySide(Space space) throws Exception {
    Definition foos = define(space, "one", "foos", "Foo", FOO, "v6");
    Definition waldos = define(space, "one", "waldos", "Waldo", WALDO, "v6");
    published(space, foos, "Foo", "v6", FOO);
    published(space, waldos, "Waldo", "v6", WALDO);
    waldos.remove();
    notPublished(space, waldos, "Waldo", "v6");
    published(space, foos, "Foo", "v6", FOO);
  }

  @Test
  void aRenamedVersionIsPublishedUnderItsNewName(Space space) throws Exception {
    Definition both = define(space, "one", "foos", "Foo", FOO, "v2", "v3");
    published(space, both, "Foo", "v3", FOO);
    Definition.definitions(space)
        .patch(
            both.name(),
            "application/json-patch+json",
            "[{op: test, path: /spec/versions/1/name, value: v3},"
                + " {op: replace, path: /spec/versions/1/name, value: v4}]");
    published(space, both, "Foo", "v4", FOO);
    notPublished(space, both, "Foo", "v3");
    published(space, both, "Foo", "v2", FOO);
  }

  @Test
  void aVersionThatIsNotServedIsNotPublished(Space space) throws Exception {
    Definition both = define(space, "one", "foos", "Foo", FOO, "v5", "v6alpha1");
    published(space, both, "Foo", "v6alpha1", FOO);
    JsonNode before = both.get();
    JsonNode after =
        both.edit(
            definition -> {
              ArrayNode versions = definition.withArray("/spec/versions");
              ((ObjectNode) versions.path(1)).put("served", false);
            });
    assertThat(Long.parseLong(Resource.version(after)))
        .isGreaterThan(Long.parseLong(Resource.version(before)));
    notPublished(space, both, "Foo", "v6alpha1");
    published(space, both, "Foo", "v5", FOO);
  }
}

package io.jukung.conformance.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.conformance.cluster.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** A kind that a test defines in a group of its space's own. Ends with the space. */
public final class Definition {
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** The schema that takes anything. */
  public static final String ANYTHING =
      "{type: object, x-kubernetes-preserve-unknown-fields: true}";

  private final Space space;
  private final Resource definitions;
  private final String plural;
  private final String kind;
  private final String group;

  private Definition(Space space, String group, String plural, String kind) {
    this.space = space;
    this.definitions = definitions(space);
    this.group = group;
    this.plural = plural;
    this.kind = kind;
  }

  /** The kind of definitions. */
  public static Resource definitions(Space space) {
    return space.resource(
        "apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition");
  }

  /** A namespaced kind with the one version {@code v1}, which takes anything. */
  public static Definition simple(Space space, String plural, String kind)
      throws IOException, InterruptedException {
    return namespaced(space, plural, kind, ANYTHING);
  }

  /** A namespaced kind with the one version {@code v1} and its schema, in YAML. */
  public static Definition namespaced(Space space, String plural, String kind, String schema)
      throws IOException, InterruptedException {
    ObjectNode version =
        space.yaml("{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {}}}");
    version.withObject("/schema").set("openAPIV3Schema", space.tree(schema));
    ObjectNode spec = space.yaml("{scope: Namespaced, versions: []}");
    spec.withArray("/versions").add(version);
    return of(space, plural, kind, spec);
  }

  /** A kind in the space's group, of which the spec has scope and versions; it is established. */
  public static Definition of(Space space, String plural, String kind, ObjectNode spec)
      throws IOException, InterruptedException {
    return of(space, space.run() + ".example.com", plural, kind, spec);
  }

  /** As {@link #of(Space, String, String, ObjectNode)}, in another group. */
  public static Definition of(
      Space space, String group, String plural, String kind, ObjectNode spec)
      throws IOException, InterruptedException {
    Definition definition = new Definition(space, group, plural, kind);
    definition.create(spec);
    definition.awaitEstablished();
    return definition;
  }

  private void create(ObjectNode spec) throws IOException, InterruptedException {
    ObjectNode body = definitions.body("{metadata: {labels: {definition: $RUN}}}");
    body.withObject("/metadata").put("name", name());
    ObjectNode whole = body.putObject("spec").put("group", group);
    whole
        .putObject("names")
        .put("plural", plural)
        .put("singular", kind.toLowerCase(Locale.ROOT))
        .put("kind", kind)
        .put("listKind", kind + "List");
    whole.setAll(spec);
    definitions.create(body);
  }

  private void awaitEstablished() throws InterruptedException {
    Await.until(
        name() + " is established and served",
        BOUND,
        () -> {
          JsonNode now = definitions.get(name());
          for (JsonNode condition : now.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Established")
                && condition.path("status").asText().equals("True")) {
              return served(now);
            }
          }
          return false;
        });
  }

  private boolean served(JsonNode definition) throws IOException, InterruptedException {
    for (JsonNode version : definition.at("/spec/versions")) {
      String path = "/apis/" + group + "/" + version.path("name").asText() + "/" + plural;
      if (version.path("served").asBoolean() && space.api().status(path) != 200) {
        return false;
      }
    }
    return true;
  }

  /** The definition's name. */
  public String name() {
    return plural + "." + group;
  }

  /** The group. */
  public String group() {
    return group;
  }

  /** The definition itself. */
  public JsonNode get() throws IOException, InterruptedException {
    return definitions.get(name());
  }

  /** Reads, changes and replaces the definition. */
  public JsonNode edit(Consumer<ObjectNode> change) throws IOException, InterruptedException {
    return definitions.edit(name(), change);
  }

  /** The objects in the space's namespace, as version {@code v1}. */
  public Resource objects() throws IOException, InterruptedException {
    return objects("v1");
  }

  /** The objects in the space's namespace, as a version. */
  public Resource objects(String version) throws IOException, InterruptedException {
    return space.namespaced(group + "/" + version, plural, kind);
  }

  /** The objects of a kind that has no namespaces, as a version. */
  public Resource clusterObjects(String version) {
    return space.resource(group + "/" + version, plural, kind);
  }

  /** Removes the definition and waits until it is gone. */
  public void remove() throws IOException, InterruptedException {
    definitions.end(name());
  }
}

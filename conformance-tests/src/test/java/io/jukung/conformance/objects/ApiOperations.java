package io.jukung.conformance.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * The way every kind goes: found in discovery, three objects made, read, listed, watched, changed
 * and removed. A test calls the steps in order and puts what is its kind's own in between. Used by
 * one thread.
 */
public final class ApiOperations {
  private final Space space;
  private final Resource resource;
  private final String selector;
  private final String name;
  private final Watch watch;

  private ApiOperations(Space space, Resource resource, String name, Watch watch) {
    this.space = space;
    this.resource = resource;
    this.selector = selector(space);
    this.name = name;
    this.watch = watch;
  }

  /**
   * Makes the three objects of a body, in which {@code $N} is 1, 2 and 3, and goes as far as the
   * watch. Without a name in the body they get one from its {@code generateName}, or a name of the
   * space's own.
   */
  public static ApiOperations begin(Space space, Resource resource, String yaml)
      throws IOException, InterruptedException {
    String name = create(space, resource, yaml);
    read(resource, name);
    return new ApiOperations(space, resource, name, list(resource, selector(space), name));
  }

  private static String selector(Space space) {
    return "operations=" + space.run();
  }

  /** The name of the object that is changed. */
  public String name() {
    return name;
  }

  /** The label all three have. */
  public String selector() {
    return selector;
  }

  /** Discovery's three documents name the kind, and the subresources. */
  public static void discovered(Space space, Resource resource, String... subresources)
      throws IOException, InterruptedException {
    String groupVersion = resource.groupVersion();
    int slash = groupVersion.indexOf('/');
    if (slash > 0) {
      JsonNode groups = space.api().get("/apis").path("groups");
      assertThat(groups.findValuesAsText("groupVersion")).contains(groupVersion);
      JsonNode group = space.api().get("/apis/" + groupVersion.substring(0, slash));
      assertThat(group.path("versions").findValuesAsText("groupVersion")).contains(groupVersion);
    }
    JsonNode resources = space.api().get(resource.root()).path("resources");
    List<String> names = resources.findValuesAsText("name");
    assertThat(names).contains(resource.plural());
    for (String subresource : subresources) {
      assertThat(names).contains(resource.plural() + "/" + subresource);
    }
    JsonNode own = resources.path(names.indexOf(resource.plural()));
    assertThat(own.path("kind").asText()).isEqualTo(resource.kind());
    assertThat(own.path("namespaced").asBoolean()).isEqualTo(resource.hasNamespace());
  }

  private static String create(Space space, Resource resource, String yaml)
      throws IOException, InterruptedException {
    String name = "";
    for (int number = 1; number <= 3; number++) {
      ObjectNode body = resource.body(yaml.replace("$N", Integer.toString(number)));
      ObjectNode metadata = body.withObject("/metadata");
      metadata.withObject("/labels").put("operations", space.run());
      if (!metadata.has("name") && !metadata.has("generateName")) {
        metadata.put("name", "operations-" + space.run() + "-" + number);
      }
      JsonNode created = resource.create(body);
      if (metadata.has("generateName")) {
        assertThat(Resource.name(created)).startsWith(metadata.path("generateName").asText());
      }
      name = Resource.name(created);
    }
    return name;
  }

  private static void read(Resource resource, String name)
      throws IOException, InterruptedException {
    JsonNode read = resource.get(name);
    assertThat(read.path("apiVersion").asText()).isEqualTo(resource.groupVersion());
    assertThat(read.path("kind").asText()).isEqualTo(resource.kind());
    assertThat(Resource.version(read)).matches("[1-9][0-9]*");
    assertThat(read.at("/metadata/uid").asText()).hasSize(36);
  }

  private static Watch list(Resource resource, String selector, String name)
      throws IOException, InterruptedException {
    JsonNode listed = resource.list("labelSelector=" + selector);
    assertThat(listed.path("kind").asText()).isEqualTo(resource.kind() + "List");
    assertThat(listed.path("items")).hasSize(3);
    if (resource.hasNamespace()) {
      Resource everywhere = resource.in("");
      assertThat(everywhere.names(selector)).hasSize(3).contains(name);
      everywhere.watch(listed, selector).close();
    }
    return resource.watch(listed, selector);
  }

  /**
   * Changes the last object by a merge patch and then by an update, and watches both.
   *
   * @param field a JSON pointer of what is changed besides the annotations
   * @param patched its value in the patch
   * @param updated its value in the update
   */
  public JsonNode change(String field, JsonNode patched, JsonNode updated)
      throws IOException, InterruptedException {
    ObjectNode patch = patched.isMissingNode() ? space.yaml("{}") : of(field, patched);
    patch.withObject("/metadata/annotations").put("patched", "true");
    JsonNode before = resource.get(name);
    JsonNode after = resource.merge(name, patch.toString());
    assertThat(after.at("/metadata/annotations/patched").asText()).isEqualTo("true");
    assertThat(after.at(field)).isEqualTo(patched);
    assertThat(Long.parseLong(Resource.version(after)))
        .isGreaterThan(Long.parseLong(Resource.version(before)));
    after =
        resource.edit(
            name,
            object -> {
              object.withObject("/metadata/annotations").put("updated", "true");
              if (!updated.isMissingNode()) {
                int slash = field.lastIndexOf('/');
                object
                    .withObject(field.substring(0, slash))
                    .set(field.substring(slash + 1), updated);
              }
            });
    assertThat(after.at("/metadata/annotations/updated").asText()).isEqualTo("true");
    assertThat(after.at(field)).isEqualTo(updated);
    expect("patched", field, patched);
    expect("updated", field, updated);
    return after;
  }

  /** As {@link #change(String, JsonNode, JsonNode)}, with values in YAML. */
  public JsonNode change(String field, String patched, String updated)
      throws IOException, InterruptedException {
    return change(field, space.tree(patched), space.tree(updated));
  }

  /** Changes annotations only, where nothing else of the kind may change. */
  public JsonNode change() throws IOException, InterruptedException {
    JsonNode nothing = space.yaml("{}").path("nothing");
    return change("/nothing", nothing, nothing);
  }

  /** Each type of patch sets a label of its own, and all stay. */
  public void patchTypes() throws IOException, InterruptedException {
    label("application/merge-patch+json", "merge", "{metadata: {labels: {merge: 'yes'}}}");
    label(
        "application/strategic-merge-patch+json",
        "strategic",
        "{metadata: {labels: {strategic: 'yes'}}}");
    label(
        "application/json-patch+json",
        "json",
        "[{op: add, path: /metadata/labels/json, value: 'yes'}]");
    resource.patch(
        name + "?fieldManager=operations",
        "application/apply-patch+yaml",
        "{apiVersion: "
            + resource.groupVersion()
            + ", kind: "
            + resource.kind()
            + ", metadata: {labels: {apply: 'yes'}}}");
    JsonNode labels = resource.get(name).at("/metadata/labels");
    for (String label : List.of("merge", "strategic", "json", "apply")) {
      assertThat(labels.path(label).asText()).as(label).isEqualTo("yes");
    }
    watch.next(event -> event.object().at("/metadata/labels/apply").asText().equals("yes"));
  }

  private void label(String type, String label, String patch)
      throws IOException, InterruptedException {
    JsonNode patched = resource.patch(name, type, patch);
    assertThat(patched.at("/metadata/labels/" + label).asText()).as(type).isEqualTo("yes");
  }

  private void expect(String annotation, String field, JsonNode value) throws InterruptedException {
    Watch.Event event =
        watch.next(
            seen ->
                seen.object().at("/metadata/annotations/" + annotation).asText().equals("true"));
    assertThat(event.sign()).isEqualTo("MODIFIED " + name);
    assertThat(event.object().at(field)).isEqualTo(value);
  }

  /** Removes the changed object, sees it go, and removes the others as a collection. */
  public void end() throws IOException, InterruptedException {
    resource.end(name);
    Watch.Event event = watch.next(seen -> seen.type().equals("DELETED"));
    assertThat(event.name()).isEqualTo(name);
    assertThat(resource.names(selector)).hasSize(2).doesNotContain(name);
    List<String> others = resource.names(selector);
    resource.deleteAll(selector);
    for (String other : others) {
      resource.awaitGone(other);
    }
    assertThat(resource.names(selector)).isEmpty();
    watch.next("DELETED", others.getFirst());
    watch.close();
  }

  private ObjectNode of(String pointer, JsonNode value) throws IOException, InterruptedException {
    ObjectNode root = space.yaml("{}");
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = slash == 0 ? root : root.withObject(pointer.substring(0, slash));
    parent.set(pointer.substring(slash + 1), value);
    return root;
  }
}

package io.jukung.conformance.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The requests about the objects of one kind in one place. Bodies are YAML as {@link Space#yaml}
 * reads it; their kind and version may be left out. Objects without a namespace end with the space.
 */
public final class Resource {
  private static final String MERGE = "application/merge-patch+json";
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int MAX_REPLACES = 10;

  private final Space space;
  private final String groupVersion;
  private final String namespace;
  private final String plural;
  private final String kind;

  Resource(Space space, String groupVersion, String namespace, String plural, String kind) {
    this.space = space;
    this.groupVersion = groupVersion;
    this.namespace = namespace;
    this.plural = plural;
    this.kind = kind;
  }

  String groupVersion() {
    return groupVersion;
  }

  String plural() {
    return plural;
  }

  String kind() {
    return kind;
  }

  boolean hasNamespace() {
    return !namespace.isEmpty();
  }

  /** The same kind in another namespace. */
  public Resource in(String other) {
    return new Resource(space, groupVersion, other, plural, kind);
  }

  /** The path of the group's version. */
  public String root() {
    return (groupVersion.contains("/") ? "/apis/" : "/api/") + groupVersion;
  }

  /** The path of the collection. */
  public String path() {
    return root() + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + plural;
  }

  /** The path of one object, or of what is below it. */
  public String path(String name) {
    return path() + "/" + name;
  }

  /** Reads a body and gives it its kind. */
  public ObjectNode body(String yaml) throws IOException, InterruptedException {
    ObjectNode read = space.yaml(yaml);
    ObjectNode body = read.objectNode().put("apiVersion", groupVersion).put("kind", kind);
    body.setAll(read);
    return body;
  }

  /** Creates, and expects it to be. */
  public JsonNode create(String yaml) throws IOException, InterruptedException {
    return create(body(yaml));
  }

  /** Creates, and expects it to be. */
  public JsonNode create(ObjectNode body) throws IOException, InterruptedException {
    JsonNode created = space.api().create(path(), body);
    if (namespace.isEmpty()) {
      String made = path(name(created));
      space.undo(() -> space.client().send(ApiRequest.of("DELETE", made)));
    }
    return created;
  }

  /** Tries to create; the HTTP status. */
  public int tryCreate(String yaml) throws IOException, InterruptedException {
    return space.client().send(ApiRequest.json("POST", path(), body(yaml).toString())).statusCode();
  }

  /** Creates in vain; the Status. */
  public JsonNode refused(int code, String yaml) throws IOException, InterruptedException {
    return space.api().call(code, ApiRequest.json("POST", path(), body(yaml).toString()));
  }

  /** Reads one object, or what is below it. */
  public JsonNode get(String name) throws IOException, InterruptedException {
    return space.api().get(path(name));
  }

  /** Whether there is none of that name. */
  public boolean absent(String name) throws IOException, InterruptedException {
    return space.api().status(path(name)) == 404;
  }

  /** Lists with a query such as {@code labelSelector=a=b}, or none. */
  public JsonNode list(String query) throws IOException, InterruptedException {
    return space.api().get(path() + query(query));
  }

  /** The names of those with the labels. */
  public List<String> names(String selector) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    list("labelSelector=" + selector).path("items").forEach(item -> names.add(name(item)));
    return names;
  }

  /** Replaces by what was read and changed. */
  public JsonNode update(JsonNode object) throws IOException, InterruptedException {
    return space.api().update(path(name(object)), object);
  }

  /** Reads, changes and replaces, as often as somebody else was faster. */
  public JsonNode edit(String name, Consumer<ObjectNode> change)
      throws IOException, InterruptedException {
    return edit(name, "", change);
  }

  /** As {@link #edit(String, Consumer)}, for a subresource such as {@code status}. */
  public JsonNode edit(String name, String subresource, Consumer<ObjectNode> change)
      throws IOException, InterruptedException {
    String target = path(name) + (subresource.isEmpty() ? "" : "/" + subresource);
    for (int attempt = 1; ; attempt++) {
      ObjectNode object = (ObjectNode) space.api().get(target);
      change.accept(object);
      HttpResponse<byte[]> answer =
          space.client().send(ApiRequest.json("PUT", target, object.toString()));
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      if (answer.statusCode() != 409 || attempt == MAX_REPLACES) {
        assertThat(answer.statusCode()).as(text).isEqualTo(200);
        return space.api().parse(text);
      }
    }
  }

  /** A merge patch of the object, or of what is below it such as {@code name/status}. */
  public JsonNode merge(String name, String yaml) throws IOException, InterruptedException {
    return patch(name, MERGE, yaml);
  }

  /** A patch of another type. */
  public JsonNode patch(String name, String type, String yaml)
      throws IOException, InterruptedException {
    return space.api().patch(path(name), type, space.tree(yaml).toString());
  }

  /** A merge patch in vain; the Status. */
  public JsonNode refusedPatch(int code, String name, String yaml)
      throws IOException, InterruptedException {
    return space
        .api()
        .call(
            code,
            ApiRequest.json("PATCH", path(name), space.tree(yaml).toString())
                .with("Content-Type", MERGE));
  }

  /** Removes, and expects it to be accepted. */
  public JsonNode delete(String name) throws IOException, InterruptedException {
    return space.api().delete(path(name));
  }

  /** Removes and waits until it is gone. */
  public void end(String name) throws IOException, InterruptedException {
    delete(name);
    awaitGone(name);
  }

  /** Waits until there is none of that name. */
  public void awaitGone(String name) throws InterruptedException {
    Await.until(path(name) + " is gone", BOUND, () -> absent(name));
  }

  /** Removes all with the labels. */
  public void deleteAll(String selector) throws IOException, InterruptedException {
    space.api().delete(path() + query("labelSelector=" + selector));
  }

  /** Watches with a query such as {@code resourceVersion=1&labelSelector=a=b}, or none. */
  public Watch watch(String query) throws IOException, InterruptedException {
    String all = "watch=true&timeoutSeconds=120" + (query.isEmpty() ? "" : "&" + query);
    Watch watch = Watch.open(space.client(), path() + query(all));
    space.undo(watch::close);
    return watch;
  }

  /** Watches those with the labels from a list on. */
  public Watch watch(JsonNode from, String selector) throws IOException, InterruptedException {
    return watch("labelSelector=" + selector + "&resourceVersion=" + version(from));
  }

  /** An object's name. */
  public static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** An object's or a list's version. */
  public static String version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asText();
  }

  /** The values of a query that is written plainly, encoded. */
  private static String query(String plain) {
    if (plain.isEmpty()) {
      return "";
    }
    StringBuilder query = new StringBuilder();
    for (String parameter : plain.split("&", -1)) {
      int equals = parameter.indexOf('=');
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(parameter, 0, equals + 1)
          .append(URLEncoder.encode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query.toString();
  }
}

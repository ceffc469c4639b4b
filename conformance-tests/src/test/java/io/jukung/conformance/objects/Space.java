package io.jukung.conformance.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * One test's part of a server: a namespace that is made when somebody asks for it, names nobody
 * else has, and the end of everything made here. Used by one thread, and by others once it has its
 * namespace.
 */
public final class Space implements AutoCloseable {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** What takes back something a test did. */
  @FunctionalInterface
  public interface Undo {
    /** Takes it back; that it is gone already is no failure. */
    void run() throws IOException, InterruptedException;
  }

  private final TestCluster cluster;
  private final JsonApi api;
  private final String run = Long.toString(System.nanoTime() % 99_999_999, 36);
  private final Deque<Undo> undo = new ConcurrentLinkedDeque<>();
  private Optional<String> namespace = Optional.empty();

  Space(TestCluster cluster) {
    this.cluster = cluster;
    this.api = new JsonApi(cluster.client());
  }

  /** The server the space is in. */
  public TestCluster cluster() {
    return cluster;
  }

  /** The administrator's client. */
  public ApiClient client() {
    return cluster.client();
  }

  /** The administrator's requests. */
  public JsonApi api() {
    return api;
  }

  /** A part of names that nobody else has: lower case letters and digits. */
  public String run() {
    return run;
  }

  /**
   * The space's own namespace. It has the account pods run as and the label {@code run} with the
   * space's own value.
   */
  public String namespace() throws IOException, InterruptedException {
    if (namespace.isEmpty()) {
      namespace = Optional.of(anotherNamespace("space"));
    }
    return namespace.get();
  }

  /** One more namespace like {@link #namespace()}. */
  public String anotherNamespace(String prefix) throws IOException, InterruptedException {
    String name = prefix + "-" + run;
    ObjectNode body = yaml("{apiVersion: v1, kind: Namespace, metadata: {labels: {run: $RUN}}}");
    body.withObject("/metadata").put("name", name);
    api.create("/api/v1/namespaces", body);
    undo(() -> client().send(ApiRequest.of("DELETE", "/api/v1/namespaces/" + name)));
    String account = "{\"metadata\":{\"name\":\"default\"}}";
    int status =
        client()
            .send(
                ApiRequest.json("POST", "/api/v1/namespaces/" + name + "/serviceaccounts", account))
            .statusCode();
    assertThat(status).as("the account, by us or a controller").isIn(201, 409);
    return name;
  }

  /** A kind whose objects have no namespace. */
  public Resource resource(String groupVersion, String plural, String kind) {
    return new Resource(this, groupVersion, "", plural, kind);
  }

  /** A kind, for its objects in the space's namespace. */
  public Resource namespaced(String groupVersion, String plural, String kind)
      throws IOException, InterruptedException {
    return new Resource(this, groupVersion, namespace(), plural, kind);
  }

  /**
   * Reads a YAML object in which {@code $NS} is the space's namespace and {@code $RUN} its name.
   */
  public ObjectNode yaml(String text) throws IOException, InterruptedException {
    return (ObjectNode) tree(text);
  }

  /** Reads any YAML as {@link #yaml} does. */
  public JsonNode tree(String text) throws IOException, InterruptedException {
    String filled = text.replace("$RUN", run);
    if (filled.contains("$NS")) {
      filled = filled.replace("$NS", namespace());
    }
    return YAML.readTree(filled);
  }

  /** Has something done when the test is over, the last first. */
  public void undo(Undo what) {
    undo.push(what);
  }

  @Override
  public void close() throws IOException {
    try {
      while (!undo.isEmpty()) {
        undo.pop().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the space was cleared", e);
    }
  }
}

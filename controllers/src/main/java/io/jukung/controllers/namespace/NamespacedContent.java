package io.jukung.controllers.namespace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.discovery.ApiResource;
import io.jukung.controllers.discovery.Discovery;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies in a namespace: found through discovery, deleted and counted through the API. Safe for
 * all threads.
 */
final class NamespacedContent {
  /** One page of objects to count; more than that is told as "at least". */
  private static final int PAGE = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A namespaced resource that can be listed and deleted. */
  record Resource(ApiResource resource, boolean collectionDelete) {
    String path(String namespace) {
      return resource.path(namespace);
    }

    /** The name conditions show, such as {@code deployments.apps}. */
    String groupResource() {
      return resource.plural() + "." + resource.group();
    }
  }

  /**
   * What is left of one resource.
   *
   * @param finalizers how many objects wait for each finalizer
   */
  record Remaining(Resource resource, int count, Map<String, Integer> finalizers) {}

  private final KubernetesClient client;
  private final Discovery discovery;

  NamespacedContent(KubernetesClient client) {
    this.client = client;
    this.discovery = new Discovery(client);
  }

  /**
   * Every resource of the preferred versions that can be deleted in a namespace, sorted by path.
   */
  List<Resource> discover() {
    return discovery.read().preferred().stream()
        .filter(ApiResource::namespaced)
        .filter(r -> r.verbs().contains("delete") && r.verbs().contains("list"))
        .map(r -> new Resource(r, r.verbs().contains("deletecollection")))
        .sorted(Comparator.comparing(r -> r.path("")))
        .toList();
  }

  /**
   * Deletes all objects of a resource in the namespace, as far as finalizers and grace periods let
   * them go.
   */
  void delete(Resource resource, String namespace) {
    String path = resource.path(namespace);
    if (resource.collectionDelete()) {
      call(path, "DELETE");
      return;
    }
    for (JsonNode item : list(path)) {
      if (!item.at("/metadata").has("deletionTimestamp")) {
        call(path + "/" + item.at("/metadata/name").asText(), "DELETE");
      }
    }
  }

  /** What is still there of a resource. */
  Remaining remaining(Resource resource, String namespace) {
    Map<String, Integer> finalizers = new TreeMap<>();
    int count = 0;
    for (JsonNode item : list(resource.path(namespace))) {
      count++;
      for (JsonNode finalizer : item.at("/metadata/finalizers")) {
        finalizers.merge(finalizer.asText(), 1, Integer::sum);
      }
    }
    return new Remaining(resource, count, finalizers);
  }

  private JsonNode list(String path) {
    try {
      String body = client.raw(path + "?limit=" + PAGE);
      return body == null ? JSON.createArrayNode() : JSON.readTree(body).path("items");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unreadable list from " + path, e);
    }
  }

  private void call(String path, String method) {
    try {
      client.raw(path, method, null);
    } catch (KubernetesClientException e) {
      // Gone, or not to be had this way: what is really left is counted afterwards.
      if (e.getCode() != 404 && e.getCode() != 405) {
        throw e;
      }
    }
  }
}

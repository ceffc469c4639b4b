package io.jukung.controllers.namespace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
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
  record Resource(String apiVersion, String plural, boolean collectionDelete) {
    String path(String namespace) {
      String root = apiVersion.contains("/") ? "/apis/" : "/api/";
      return root + apiVersion + "/namespaces/" + namespace + "/" + plural;
    }

    /** The name conditions show, such as {@code deployments.apps}. */
    String groupResource() {
      int slash = apiVersion.indexOf('/');
      return plural + "." + (slash < 0 ? "" : apiVersion.substring(0, slash));
    }
  }

  /**
   * What is left of one resource.
   *
   * @param finalizers how many objects wait for each finalizer
   */
  record Remaining(Resource resource, int count, Map<String, Integer> finalizers) {}

  private final Client client;

  NamespacedContent(Client client) {
    this.client = client;
  }

  /**
   * Every resource of the preferred versions that can be deleted in a namespace, sorted by path.
   */
  List<Resource> discover() {
    List<Resource> found = new ArrayList<>(resources("v1"));
    for (APIGroup group : client.getApiGroups().getGroups()) {
      found.addAll(resources(group.getPreferredVersion().getGroupVersion()));
    }
    found.sort(Comparator.comparing(r -> r.path("")));
    return found;
  }

  private List<Resource> resources(String apiVersion) {
    return client.getApiResources(apiVersion).getResources().stream()
        .filter(r -> r.getNamespaced() && !r.getName().contains("/"))
        .filter(r -> r.getVerbs().contains("delete") && r.getVerbs().contains("list"))
        .map(r -> new Resource(apiVersion, r.getName(), canDeleteCollection(r)))
        .toList();
  }

  private static boolean canDeleteCollection(APIResource resource) {
    return resource.getVerbs().contains("deletecollection");
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

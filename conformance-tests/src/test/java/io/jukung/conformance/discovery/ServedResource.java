package io.jukung.conformance.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.cluster.JsonApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One resource a discovery document names.
 *
 * @param groupVersion such as {@code v1} or {@code apps/v1}
 * @param verbs what may be done with it
 * @param subresources the names behind the slash
 */
public record ServedResource(
    String groupVersion,
    String name,
    String kind,
    boolean namespaced,
    Set<String> verbs,
    Set<String> subresources) {

  private static final int SERVICE_UNAVAILABLE = 503;

  /** Everything the server says it serves, through the documents old clients read. */
  public static List<ServedResource> discover(JsonApi api)
      throws IOException, InterruptedException {
    List<String> groupVersions = new ArrayList<>();
    for (JsonNode version : api.get("/api").path("versions")) {
      groupVersions.add(version.asText());
    }
    for (JsonNode group : api.get("/apis").path("groups")) {
      for (JsonNode version : group.path("versions")) {
        groupVersions.add(version.path("groupVersion").asText());
      }
    }
    List<ServedResource> found = new ArrayList<>();
    for (String groupVersion : groupVersions) {
      if (api.status(root(groupVersion)) == SERVICE_UNAVAILABLE) {
        continue; // an aggregated API whose own server is away
      }
      JsonNode resources = api.get(root(groupVersion)).path("resources");
      for (JsonNode resource : resources) {
        if (!resource.path("name").asText().contains("/")) {
          found.add(of(groupVersion, resource, resources));
        }
      }
    }
    return found;
  }

  /** The path of all its objects in the namespace, if it has namespaces. */
  public String collection(String namespace) {
    return root(groupVersion) + (namespaced ? "/namespaces/" + namespace : "") + "/" + name;
  }

  /** How the file of bodies calls it: the same in every version. */
  public String key() {
    int slash = groupVersion.indexOf('/');
    return slash < 0 ? name : name + "." + groupVersion.substring(0, slash);
  }

  /** Whether it has the verbs of stored objects. */
  public boolean stored() {
    return verbs.containsAll(Set.of("create", "get", "list", "watch", "update", "patch", "delete"));
  }

  private static String root(String groupVersion) {
    return (groupVersion.contains("/") ? "/apis/" : "/api/") + groupVersion;
  }

  private static ServedResource of(String groupVersion, JsonNode resource, JsonNode all) {
    Set<String> verbs = new TreeSet<>();
    resource.path("verbs").forEach(verb -> verbs.add(verb.asText()));
    String prefix = resource.path("name").asText() + "/";
    Set<String> subresources = new TreeSet<>();
    for (JsonNode other : all) {
      if (other.path("name").asText().startsWith(prefix)) {
        subresources.add(other.path("name").asText().substring(prefix.length()));
      }
    }
    return new ServedResource(
        groupVersion,
        resource.path("name").asText(),
        resource.path("kind").asText(),
        resource.path("namespaced").asBoolean(),
        verbs,
        subresources);
  }
}

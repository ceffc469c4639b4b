package io.jukung.controllers.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Asks the API server what it has. Safe for all threads. */
public final class Discovery {
  private static final String ACCEPT =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What there is.
   *
   * @param all every resource in every version
   * @param preferred every resource once, in the version its group prefers
   * @param stale group versions whose server did not answer, whose resources may be missing
   */
  public record Resources(List<ApiResource> all, List<ApiResource> preferred, Set<String> stale) {
    /** Copies the collections. */
    public Resources {
      all = List.copyOf(all);
      preferred = List.copyOf(preferred);
      stale = Set.copyOf(stale);
    }
  }

  private final KubernetesClient client;

  /** Asks through {@code client}. */
  public Discovery(KubernetesClient client) {
    this.client = client;
  }

  /**
   * What there is now.
   *
   * @throws KubernetesClientException when the API server does not say
   */
  public Resources read() {
    List<ApiResource> all = new ArrayList<>();
    List<ApiResource> preferred = new ArrayList<>();
    Set<String> stale = new HashSet<>();
    for (String root : List.of("api", "apis")) {
      for (JsonNode group : get(root).path("items")) {
        Set<String> seen = new HashSet<>();
        String name = group.at("/metadata/name").asText("");
        for (JsonNode version : group.path("versions")) {
          if (version.path("freshness").asText("Current").equals("Stale")) {
            stale.add(groupVersion(name, version.path("version").asText()));
          }
          for (ApiResource resource : resources(name, version)) {
            all.add(resource);
            if (seen.add(resource.plural())) {
              preferred.add(resource);
            }
          }
        }
      }
    }
    if (all.isEmpty()) {
      throw new KubernetesClientException("the API server lists no resources");
    }
    return new Resources(all, preferred, stale);
  }

  private static List<ApiResource> resources(String group, JsonNode version) {
    List<ApiResource> found = new ArrayList<>();
    for (JsonNode resource : version.path("resources")) {
      Set<String> verbs = new HashSet<>();
      resource.path("verbs").forEach(verb -> verbs.add(verb.asText()));
      String kind = resource.at("/responseKind/kind").asText("");
      if (!kind.isEmpty()) {
        found.add(
            new ApiResource(
                group,
                version.path("version").asText(),
                resource.path("resource").asText(),
                kind,
                resource.path("scope").asText().equals("Namespaced"),
                verbs));
      }
    }
    return found;
  }

  private static String groupVersion(String group, String version) {
    return group.isEmpty() ? version : group + "/" + version;
  }

  private JsonNode get(String root) {
    HttpClient http = client.getHttpClient();
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(URI.create(client.getMasterUrl().toString()).resolve("/" + root))
            .setHeader("Accept", ACCEPT)
            .build();
    try {
      HttpResponse<String> answer = http.sendAsync(request, String.class).join();
      if (answer.code() != OK) {
        throw new KubernetesClientException(answer.body(), answer.code(), null);
      }
      return JSON.readTree(answer.body());
    } catch (CompletionException | IOException e) {
      throw new KubernetesClientException("no discovery of /" + root, e);
    }
  }
}

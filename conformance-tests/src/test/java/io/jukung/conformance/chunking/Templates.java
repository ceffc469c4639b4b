package io.jukung.conformance.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many pod templates with names in order, and the pages of their list. Used by one thread. */
final class Templates {
  private final ApiClient client;
  private final JsonApi api;
  private final String path;
  private final int count;

  /** Makes them in a namespace that is there. */
  Templates(ApiClient client, String namespace, int count)
      throws IOException, InterruptedException {
    this.client = client;
    this.api = new JsonApi(client);
    this.path = "/api/v1/namespaces/" + namespace + "/podtemplates";
    this.count = count;
    for (int number = 0; number < count; number++) {
      api.call(
          201,
          ApiRequest.json(
              "POST",
              path,
              "{\"metadata\":{\"name\":\""
                  + name(number)
                  + "\"},\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}"));
    }
  }

  private static String name(int number) {
    return "template-%04d".formatted(number);
  }

  /** The answer for a page, whatever it is. */
  HttpResponse<byte[]> send(int limit, String token) throws IOException, InterruptedException {
    String query =
        token.isEmpty() ? "" : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    return client.send(ApiRequest.of("GET", path + "?limit=" + limit + query));
  }

  /** A page, which begins with the given template and tells how many follow. */
  JsonNode page(int limit, String token, int first) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(limit, token);
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as(text).isEqualTo(200);
    JsonNode page = api.parse(text);
    List<String> expected = new ArrayList<>();
    for (int number = first; number < Math.min(first + limit, count); number++) {
      expected.add(name(number));
    }
    List<String> names = new ArrayList<>();
    page.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    assertThat(names).isEqualTo(expected);
    int left = count - first - expected.size();
    JsonNode metadata = page.path("metadata");
    assertThat(metadata.has("continue")).isEqualTo(left > 0);
    assertThat(metadata.has("remainingItemCount")).isEqualTo(left > 0);
    if (left > 0) {
      assertThat(metadata.path("remainingItemCount").asInt()).isEqualTo(left);
    }
    return page;
  }

  /** All pages from one on; each is of the same version. */
  void rest(int limit, String token, int first, String version)
      throws IOException, InterruptedException {
    String next = token;
    for (int number = first; number < count; number += limit) {
      JsonNode page = page(limit, next, number);
      assertThat(page.at("/metadata/resourceVersion").asText()).isEqualTo(version);
      next = page.at("/metadata/continue").asText();
    }
    assertThat(next).isEmpty();
  }
}

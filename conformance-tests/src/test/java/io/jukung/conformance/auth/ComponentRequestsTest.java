package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.Person;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.house.Repository;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What upstream's scheduler and controller manager may do by their certificates, and what not. */
class ComponentRequestsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String SPACE = "/api/v1/namespaces/default";

  private static ApiRequest request(JsonNode row) {
    String method = row.path("do").asText();
    String path = row.path("at").asText();
    String body = row.path("send").asText("");
    if (body.isEmpty()) {
      return ApiRequest.of(method, path);
    }
    return method.equals("PATCH")
        ? ApiRequest.of(
            method, path, "application/merge-patch+json", body.getBytes(StandardCharsets.UTF_8))
        : ApiRequest.json(method, path, body);
  }

  private static void objects(JsonApi api) throws Exception {
    for (String object :
        List.of(
            "/api/v1/nodes {metadata: {name: n}}",
            SPACE + "/secrets {metadata: {name: s}}",
            SPACE + "/configmaps {metadata: {name: c}}",
            SPACE + "/serviceaccounts {metadata: {name: a}}",
            SPACE + "/pods {metadata: {name: p}, spec: {containers: [{name: c, image: i}]}}",
            SPACE + "/pods {metadata: {name: q}, spec: {containers: [{name: c, image: i}]}}")) {
      String[] parts = object.split(" ", 2);
      api.create(parts[0], YAML.readTree(parts[1]));
    }
  }

  @Test
  void eachMayDoItsWorkAndNothingElse() throws Exception {
    try (TestCluster cluster = TestCluster.start();
        Person scheduler = Person.of(cluster, "system:kube-scheduler", List.of());
        Person manager = Person.of(cluster, "system:kube-controller-manager", List.of())) {
      objects(new JsonApi(cluster.client()));
      Map<String, Integer> expected = new LinkedHashMap<>();
      Map<String, Integer> answered = new LinkedHashMap<>();
      JsonNode rows =
          YAML.readTree(
              Repository.find()
                  .root()
                  .resolve("conformance-tests/src/test/resources/auth/component-requests.yaml")
                  .toFile());
      for (JsonNode row : rows) {
        Person who = row.path("who").asText().equals("scheduler") ? scheduler : manager;
        expected.put(row.toString(), row.path("is").asInt());
        answered.put(row.toString(), who.status(request(row)));
      }
      assertThat(answered).isEqualTo(expected);
    }
  }
}

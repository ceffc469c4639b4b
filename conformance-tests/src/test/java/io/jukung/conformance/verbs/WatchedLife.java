package io.jukung.conformance.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.discovery.ServedResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One object's life, and the watches that see it afterwards from the revision before it: in each
 * form, and with selectors that it begins and ceases to match. Used by one thread.
 */
final class WatchedLife {
  private static final String JSON = "application/json";
  private static final String MERGE = "application/merge-patch+json";

  private final ApiClient client;
  private final VerbAnswers answers;
  private final ObjectMapper mapper = new ObjectMapper();
  private final ServedResource resource;
  private final String collection;
  private final String path;
  private final String one;
  private String before = "";

  WatchedLife(
      ApiClient client,
      VerbAnswers answers,
      ServedResource resource,
      String namespace,
      ObjectNode body) {
    String name = body.at("/metadata/name").asText();
    this.client = client;
    this.answers = answers;
    this.resource = resource;
    this.collection = resource.collection(namespace);
    this.path = collection + "/" + name;
    this.one = "fieldSelector=metadata.name%3D" + name;
  }

  /** Creates the object, changes it and deletes it. */
  void live(ObjectNode body) throws IOException, InterruptedException {
    JsonNode list =
        mapper.readTree(client.send(ApiRequest.of("GET", collection + "?" + one)).body());
    before = list.at("/metadata/resourceVersion").asText();
    send("POST", collection, JSON, body.toString());
    for (String value : List.of("\"yes\"", "\"still\"", "\"no\"")) {
      send("PATCH", path, MERGE, "{\"metadata\":{\"labels\":{\"watched\":" + value + "}}}");
    }
    if (resource.subresources().contains("status")) {
      String status = "{\"metadata\":{\"annotations\":{\"watched\":\"status\"}}}";
      send("PATCH", path + "/status", MERGE, status);
    }
    String options = "{\"gracePeriodSeconds\":0,\"propagationPolicy\":\"Background\"}";
    send("DELETE", path, JSON, options);
    send("PATCH", path, MERGE, "{\"metadata\":{\"finalizers\":null}}");
  }

  private void send(String method, String target, String type, String body)
      throws IOException, InterruptedException {
    client.send(ApiRequest.of(method, target, type, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** The watches by name: Accept and query. */
  Map<String, List<String>> watches() {
    String labels = "&labelSelector=watched+in+(yes,still)";
    Map<String, List<String>> watches = new LinkedHashMap<>();
    watches.put("watch", List.of(JSON, one));
    watches.put("watch labels", List.of(JSON, one + labels));
    watches.put(
        "watch labels table",
        List.of("application/json;as=Table;v=v1;g=meta.k8s.io", one + labels));
    watches.put(
        "watch metadata",
        List.of("application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io", one));
    return watches;
  }

  /** What a watch from before the object's life says, up to the first deletion. */
  JsonNode seen(String accept, String query) throws IOException, InterruptedException {
    String target =
        collection + "?watch=true&timeoutSeconds=5&resourceVersion=" + before + "&" + query;
    HttpResponse<InputStream> response =
        client.open(ApiRequest.of("GET", target).with("Accept", accept));
    ArrayNode events = mapper.createArrayNode();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String type = "";
      for (String line = lines.readLine();
          line != null && !type.equals("DELETED");
          line = type.equals("DELETED") ? null : lines.readLine()) {
        JsonNode event = mapper.readTree(line);
        type = event.path("type").asText();
        withoutManagedFields(event.path("object"));
        events.add(answers.masked(event));
      }
    }
    return mapper.createObjectNode().put("code", response.statusCode()).set("events", events);
  }

  /** The steps of the verbs show who owns what; here it would be most of the file. */
  private static void withoutManagedFields(JsonNode object) {
    if (object.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    for (JsonNode row : object.path("rows")) {
      withoutManagedFields(row.path("object"));
    }
  }
}

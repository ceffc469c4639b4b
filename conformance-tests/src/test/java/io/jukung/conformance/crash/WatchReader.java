package io.jukung.conformance.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads one watch until the server is gone or an object of a given name appears. */
final class WatchReader {
  /**
   * One event.
   *
   * @param resourceVersion of the object, where the next watch may begin
   */
  record Seen(String type, String name, String uid, String resourceVersion) {}

  private final ApiClient client;
  private final String collection;
  private final String last;
  private final ObjectMapper mapper = new ObjectMapper();
  private final List<Seen> seen = new ArrayList<>();

  /**
   * A reader not yet started.
   *
   * @param last the name whose event ends the reading
   */
  WatchReader(ApiClient client, String collection, String last) {
    this.client = client;
    this.collection = collection;
    this.last = last;
  }

  /** Opens the watch; its events are read by {@link #read}. */
  HttpResponse<InputStream> open(String fromVersion) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.open(
            ApiRequest.of(
                "GET",
                collection + "?watch=true&timeoutSeconds=300&resourceVersion=" + fromVersion));
    if (response.statusCode() != 200) {
      throw new AssertionError("watch from " + fromVersion + ": " + response.statusCode());
    }
    return response;
  }

  /** Reads until the end; a cut line is no event. */
  List<Seen> read(HttpResponse<InputStream> response) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = mapper.readTree(line);
        JsonNode metadata = event.path("object").path("metadata");
        seen.add(
            new Seen(
                event.path("type").asText(),
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                metadata.path("resourceVersion").asText()));
        if (metadata.path("name").asText().equals(last)) {
          return seen;
        }
      }
    } catch (IOException e) {
      // The server was killed.
      return seen;
    }
    return seen;
  }
}

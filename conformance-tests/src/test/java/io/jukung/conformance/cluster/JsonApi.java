package io.jukung.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import java.io.IOException;
import java.net.http.HttpResponse;

/** Requests whose bodies and answers are JSON trees. Thread-safe as its client. */
public final class JsonApi {
  private final ApiClient client;
  private final ObjectMapper mapper = new ObjectMapper();

  /** Requests through the client. */
  public JsonApi(ApiClient client) {
    this.client = client;
  }

  /** Reads, and expects 200. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return call(200, ApiRequest.of("GET", path));
  }

  /** Creates, and expects 201. */
  public JsonNode create(String path, JsonNode body) throws IOException, InterruptedException {
    return call(201, ApiRequest.of("POST", path, "application/json", bytes(body)));
  }

  /** Replaces, and expects 200. */
  public JsonNode update(String path, JsonNode body) throws IOException, InterruptedException {
    return call(200, ApiRequest.of("PUT", path, "application/json", bytes(body)));
  }

  /** Patches with a body of the given media type, and expects 200. */
  public JsonNode patch(String path, String type, String body)
      throws IOException, InterruptedException {
    return call(200, ApiRequest.json("PATCH", path, body).with("Content-Type", type));
  }

  /** Removes, and expects 200. */
  public JsonNode delete(String path) throws IOException, InterruptedException {
    return call(200, ApiRequest.of("DELETE", path));
  }

  /** The HTTP status of a GET. */
  public int status(String path) throws IOException, InterruptedException {
    return client.send(ApiRequest.of("GET", path)).statusCode();
  }

  /** Sends any request and expects the status; the answer's body. */
  public JsonNode call(int status, ApiRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(request.with("Accept", "application/json"));
    JsonNode body = mapper.readTree(answer.body());
    assertThat(answer.statusCode())
        .as("%s %s: %s", request.method(), request.path(), body)
        .isEqualTo(status);
    return body;
  }

  /** Reads JSON text. */
  public JsonNode parse(String text) throws IOException {
    return mapper.readTree(text);
  }

  private byte[] bytes(JsonNode body) throws IOException {
    return mapper.writeValueAsBytes(body);
  }
}

package io.jukung.conformance.weaknesses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.Space;
import java.io.IOException;
import java.net.http.HttpResponse;

/** Requests as somebody else than the administrator. Used by one thread. */
final class Caller {
  private final Space space;
  private final String user;
  private final String group;

  Caller(Space space, String user, String group) {
    this.space = space;
    this.user = user;
    this.group = group;
  }

  /** Somebody without any rights but those a test gives. */
  static Caller somebody(Space space) {
    return new Caller(space, "somebody-" + space.run(), "system:authenticated");
  }

  /** A node's kubelet. */
  static Caller node(Space space, String name) {
    return new Caller(space, "system:node:" + name, "system:nodes");
  }

  String user() {
    return user;
  }

  HttpResponse<byte[]> send(ApiRequest request) throws IOException, InterruptedException {
    return space
        .client()
        .send(request.with("Impersonate-User", user).with("Impersonate-Group", group));
  }

  /** The answer's text, whatever the answer is. */
  String text(ApiRequest request) throws IOException, InterruptedException {
    return new String(send(request).body(), UTF_8);
  }

  /** Asks in vain; what the caller is told. */
  String refused(int status, ApiRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(request);
    String text = new String(answer.body(), UTF_8);
    assertThat(answer.statusCode()).as(request.path() + " " + text).isEqualTo(status);
    JsonNode told = space.api().parse(text);
    return told.path("message").asText();
  }

  /** A patch of the caller's. */
  static ApiRequest patch(String path, String type, String body) {
    return ApiRequest.json("PATCH", path, body).with("Content-Type", type);
  }
}

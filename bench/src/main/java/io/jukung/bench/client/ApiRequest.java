package io.jukung.bench.client;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request to an API server. Immutable; the body's bytes are not copied and must not change.
 *
 * @param path the path and query, percent-encoded, from the slash on
 */
public record ApiRequest(
    String method, String path, Map<String, String> headers, Optional<Body> body) {

  /** What is sent. */
  public interface Body {
    /** The bytes; the same array each time. */
    byte[] bytes();
  }

  /** Copies the headers. */
  public ApiRequest {
    headers = Map.copyOf(headers);
  }

  /** A request without a body. */
  public static ApiRequest of(String method, String path) {
    return new ApiRequest(method, path, Map.of(), Optional.empty());
  }

  /** A request with a body of the content type. */
  public static ApiRequest of(String method, String path, String contentType, byte[] body) {
    return new ApiRequest(
        method, path, Map.of("Content-Type", contentType), Optional.of(() -> body));
  }

  /** A request with a JSON body. */
  public static ApiRequest json(String method, String path, String body) {
    return of(method, path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same request with one more header, or another value of it. */
  public ApiRequest with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ApiRequest(method, path, more, body);
  }
}

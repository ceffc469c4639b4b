package io.jukung.server.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.Header;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Passes a request on to a backend and its answer back, bodies streamed both ways (Go's {@code
 * httputil.ReverseProxy}). Safe for all threads.
 */
public final class Forwarder {
  private static final String REDIRECTED =
      "the backend attempted to redirect this request, which is not permitted";

  private final BackendClient client;

  /** Forwards over the connections of {@code client}. */
  public Forwarder(BackendClient client) {
    this.client = client;
  }

  /** Changes the backend's answer before the client sees it. */
  public interface Rewrite {
    /** Leaves it as it is. */
    Rewrite NONE = (_, headers) -> headers;

    /** Refuses answers that send the client elsewhere, with what it has for this server. */
    Rewrite NO_REDIRECTS =
        new Rewrite() {
          @Override
          public List<Header> of(BackendConnection.Head head, List<Header> headers) {
            return headers;
          }

          @Override
          public boolean redirects() {
            return false;
          }
        };

    /** Whether redirects pass; else they are answered 502 (CVE-2022-3172). */
    default boolean redirects() {
      return true;
    }

    /** The headers for the client, of those that pass. */
    List<Header> of(BackendConnection.Head head, List<Header> headers);

    /**
     * Writes the body, and closes the answer.
     *
     * @throws IOException when either side is gone
     */
    default void copy(BackendClient.Answer answer, OutputStream out) throws IOException {
      PodLogs.copy(answer, out);
    }
  }

  /**
   * Passes the request on.
   *
   * @param further headers for the backend; they replace the client's of the same names
   * @throws IOException with Go's text when the backend can't be reached
   */
  public ApiResponse forward(ApiCall call, Backend backend, List<Header> further, Rewrite rewrite)
      throws IOException {
    List<Header> headers = new ArrayList<>(ProxyHeaders.plain(call));
    headers.removeIf(header -> replaced(header, further));
    headers.addAll(further);
    BackendClient.Answer answer = client.send(backend, call.method(), headers, body(call));
    int status = answer.head().status();
    if (!rewrite.redirects()
        && status / 100 == 3
        && !answer.head().header("Location").orElse("").isEmpty()) {
      answer.close();
      return ApiResponse.of(502, ApiResponse.TEXT, Bytes.wrap(REDIRECTED.getBytes(UTF_8)));
    }
    call.onClientGone(answer.connection()::close);
    List<Header> answered = new ArrayList<>();
    String type = "";
    for (Header header :
        rewrite.of(answer.head(), ProxyHeaders.response(answer.head().headers()))) {
      if (header.name().equalsIgnoreCase("Content-Type")) {
        type = header.value();
      } else if (!header.name().equalsIgnoreCase("Date")) {
        answered.add(header);
      }
    }
    return new ApiResponse(
        status, type, answered, new ApiResponse.Body.Streamed(out -> rewrite.copy(answer, out)));
  }

  /**
   * Passes an upgrade on; see {@link Upgrader}.
   *
   * @param further as for plain requests
   */
  public static ApiResponse upgrade(ApiCall call, Backend backend, List<Header> further) {
    return Upgrader.pass(call, backend, further);
  }

  /**
   * Asks a backend on this server's own behalf.
   *
   * @param limit the most bytes of the answer that are read
   * @throws IOException when the backend can't be reached, or answers with another status than 2xx
   */
  public byte[] get(Backend backend, List<Header> headers, int limit) throws IOException {
    List<Header> all = new ArrayList<>(headers);
    all.add(new Header("Host", backend.authority()));
    try (BackendClient.Answer answer = client.send(backend, "GET", all, Optional.empty())) {
      int status = answer.head().status();
      if (status < 200 || status > 299) {
        throw new IOException("bad status from " + backend.uri() + ": " + status);
      }
      return answer.body().readNBytes(limit);
    }
  }

  private static boolean replaced(Header header, List<Header> further) {
    return further.stream().anyMatch(other -> other.name().equalsIgnoreCase(header.name()));
  }

  private static Optional<InputStream> body(ApiCall call) {
    String length = call.header("Content-Length");
    boolean none =
        length.equals("0")
            || (length.isEmpty()
                && switch (call.method().toUpperCase(Locale.ROOT)) {
                  case "GET", "HEAD", "OPTIONS" -> call.header("Transfer-Encoding").isEmpty();
                  default -> false;
                });
    return none ? Optional.empty() : Optional.of(call.bodyStream());
  }
}

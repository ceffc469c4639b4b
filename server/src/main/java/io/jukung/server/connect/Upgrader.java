package io.jukung.server.connect;

import io.jukung.registry.status.StatusException;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.ConnectionUser;
import io.jukung.server.response.ApiResponse.Header;
import io.jukung.server.response.Duplex;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes an upgrade on to a backend. The client's connection changes only after the backend has
 * answered 101: anything else is an answer, and what the client sends behind it stays a request to
 * this server, authenticated and authorized (CVE-2018-1002105). Redirects are never followed, nor
 * passed on (CVE-2020-8559). Upstream: {@code UpgradeAwareHandler} in {@code
 * apimachinery/pkg/util/proxy}.
 */
final class Upgrader {
  /** How much of a backend's refusal is passed on. */
  private static final int MAX_REFUSAL_BYTES = 1 << 20;

  private Upgrader() {}

  /** Passes the client's own upgrade on. */
  static ApiResponse pass(ApiCall call, Backend backend) {
    return pass(call, backend, List.of());
  }

  /** Passes the client's own upgrade on, with further headers. */
  static ApiResponse pass(ApiCall call, Backend backend, List<Header> further) {
    BackendConnection connection = dial(backend);
    try {
      List<Header> headers = new ArrayList<>(withoutBody(ProxyHeaders.upgrade(call)));
      headers.addAll(further);
      connection.request(call.method(), backend.target(), headers);
      BackendConnection.Head head = connection.head();
      if (head.status() == 101) {
        return ApiResponse.upgraded(head.headers(), new Piped(connection));
      }
      return refusal(connection, head);
    } catch (IOException e) {
      connection.close();
      throw failed(String.valueOf(e.getMessage()));
    }
  }

  /** Upgrades carry no body before the answer. */
  private static List<Header> withoutBody(List<Header> headers) {
    List<Header> kept = new ArrayList<>(headers);
    kept.removeIf(header -> header.name().equalsIgnoreCase("Content-Length"));
    kept.add(new Header("Content-Length", "0"));
    return kept;
  }

  /** Connects, or fails as clients expect it. */
  static BackendConnection dial(Backend backend) {
    try {
      return BackendConnection.open(backend);
    } catch (IOException e) {
      throw failed("error dialing backend: " + e.getMessage());
    }
  }

  /** The backend's own refusal as the answer; the connection is closed. */
  static ApiResponse refusal(BackendConnection connection, BackendConnection.Head head)
      throws IOException {
    try (connection) {
      if (head.status() < 400) {
        throw failed("invalid upgrade response: status code " + head.status());
      }
      byte[] body = connection.body(head, MAX_REFUSAL_BYTES);
      List<Header> headers = new ArrayList<>(ProxyHeaders.response(head.headers()));
      headers.removeIf(header -> header.name().equalsIgnoreCase("Content-Length"));
      return new ApiResponse(
          head.status(), "", headers, new ApiResponse.Body.Fixed(Bytes.wrap(body)));
    }
  }

  /** A failure with nothing but a text, as upstream tells those it has no class for. */
  static StatusException failed(String text) {
    return new StatusException(500, "", text, StatusException.Details.NONE);
  }

  private record Piped(BackendConnection backend) implements ConnectionUser {
    @Override
    public void use(Duplex client) {
      Pipes.join(client, backend);
    }

    @Override
    public void abandon() {
      backend.close();
    }
  }
}

package io.jukung.server.connect;

import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.ConnectionUser;
import io.jukung.server.response.ApiResponse.Header;
import io.jukung.server.response.Duplex;
import io.jukung.server.upgrade.WebSocket;
import io.jukung.server.upgrade.WebSocketHandshake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Carries a SPDY connection to a kubelet inside of the client's WebSocket, as kubectl's
 * port-forward asks for; the bytes of SPDY pass as they are. Upstream: {@code TunnelingHandler} in
 * {@code apiserver/pkg/util/proxy/streamtunnel.go}.
 */
final class Tunnel {
  private static final String PREFIX = "SPDY/3.1+";
  private static final String SUFFIX = ".k8s.io";
  private static final int BUFFER_BYTES = 32 << 10;

  private Tunnel() {}

  /** Whether the client wants a tunnel. */
  static boolean requested(ApiCall call) {
    return WebSocketHandshake.requested(call) && !protocols(call).isEmpty();
  }

  private static List<String> protocols(ApiCall call) {
    return WebSocketHandshake.protocols(call).stream()
        .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
        .map(name -> name.substring(PREFIX.length()))
        .toList();
  }

  /** Opens the tunnel, the kubelet's end first. */
  static ApiResponse open(ApiCall call, Backend backend) {
    Optional<ApiResponse> refusal = WebSocketHandshake.refusal(call);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    BackendConnection connection = Upgrader.dial(backend);
    try {
      connection.request("POST", backend.target(), headers(call));
      BackendConnection.Head head = connection.head();
      if (head.status() != 101) {
        return Upgrader.refusal(connection, head);
      }
      if (!head.upgraded("SPDY/3.1")) {
        connection.close();
        return ApiResponse.text(500, "unable to upgrade: missing upgrade headers in response\n");
      }
      Optional<String> protocol = head.header("X-Stream-Protocol-Version").map(PREFIX::concat);
      return WebSocketHandshake.accepted(call, protocol, new Carried(connection));
    } catch (IOException e) {
      connection.close();
      throw Upgrader.failed(String.valueOf(e.getMessage()));
    }
  }

  private static List<Header> headers(ApiCall call) {
    List<Header> headers = new ArrayList<>(ProxyHeaders.plain(call));
    headers.removeIf(header -> header.name().toLowerCase(Locale.ROOT).startsWith("sec-websocket-"));
    headers.removeIf(header -> header.name().equalsIgnoreCase("Content-Length"));
    headers.removeIf(header -> header.name().equalsIgnoreCase("X-Stream-Protocol-Version"));
    headers.add(new Header("Connection", "Upgrade"));
    headers.add(new Header("Upgrade", "SPDY/3.1"));
    protocols(call).forEach(name -> headers.add(new Header("X-Stream-Protocol-Version", name)));
    headers.add(new Header("Content-Length", "0"));
    return headers;
  }

  /** The two ends of an open tunnel. */
  private record Carried(BackendConnection backend) implements ConnectionUser {
    @Override
    public void use(Duplex client) throws IOException {
      // Closing the socket ends the thread that reads from the client.
      try (backend;
          WebSocket socket = new WebSocket(client)) {
        Thread.ofVirtual().name("tunnel-to-backend").start(() -> send(socket, client));
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = backend.in().read(buffer); read >= 0; read = backend.in().read(buffer)) {
          socket.write(false, java.util.Arrays.copyOf(buffer, read));
        }
      }
    }

    private void send(WebSocket socket, Duplex client) {
      try {
        for (Optional<WebSocket.Message> message = socket.read();
            message.isPresent();
            message = socket.read()) {
          backend.out().write(message.get().bytes().array());
        }
      } catch (IOException e) {
        // Either side is gone.
      } finally {
        backend.close();
        client.close();
      }
    }

    @Override
    public void abandon() {
      backend.close();
    }
  }
}

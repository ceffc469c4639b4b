package io.jukung.server.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.status.StatusException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which addresses backends are reached at. */
final class BackendTest {
  private static Backend named(String host, int port) throws Exception {
    return new Backend("http", host, port, "", "", BackendTls.of(Optional.empty(), List.of()));
  }

  @Test
  @DisplayName("CVE-2020-8562: a name that says another address once it was checked")
  void theAddressThatWasCheckedIsConnectedTo() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Backend checked = named("localhost", server.getLocalPort()).reachable(_ -> true);
      assertThat(checked.address().map(InetAddress::isLoopbackAddress)).contains(true);
      // The same with a name that nobody knows any more.
      Backend later =
          new Backend(
              checked.scheme(),
              "gone.invalid",
              checked.port(),
              "",
              "",
              checked.trust(),
              Optional.of(InetAddress.getLoopbackAddress()));
      BackendConnection connection = BackendConnection.open(later.at("/", ""));
      connection.request("GET", "/", List.of());
      try (Socket peer = server.accept()) {
        assertThat(new String(peer.getInputStream().readNBytes(5), US_ASCII)).isEqualTo("GET /");
      }
      connection.close();
    }
  }

  @Test
  void noneOfItsAddressesMayBeForbidden() throws Exception {
    Backend local = named("localhost", 1);
    assertThatThrownBy(() -> local.reachable(Backend::allowed))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("address not allowed");
  }
}

package io.jukung.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks at a port before anything is started, so that a busy one costs nothing. */
final class Ports {
  private Ports() {}

  /**
   * Checks that a port can be listened on.
   *
   * @param port 0 takes a free one
   * @return the port
   * @throws StartFailure when it can't
   */
  static int reserve(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      return socket.getLocalPort();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          ExitCode.USAGE, "--bind-address must be an IP address, not " + address);
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.PORT_UNAVAILABLE,
          "can't listen on " + address + ":" + port + " (" + e.getMessage() + ")");
    }
  }
}

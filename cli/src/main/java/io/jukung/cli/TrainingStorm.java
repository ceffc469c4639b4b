package io.jukung.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Connections that come anew for each request, as those of health checks do and, after a server was
 * away, those of all clients at once: so that a server that just started knows its part of a
 * handshake, which is its dearest work by far. Used by one thread.
 *
 * @param context without a certificate of the client's, as clients with a token have none
 * @param server where the API is
 */
record TrainingStorm(SSLContext context, URI server) {
  private static final int CONNECTIONS = 150;

  /** Connects again and again, and asks for {@code path} as the holder of {@code token}. */
  void run(String path, String token) throws IOException {
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
            .formatted(path, server.getAuthority(), token)
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < CONNECTIONS; i++) {
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(server.getHost(), server.getPort())) {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
        InputStream in = socket.getInputStream();
        byte[] answer = in.readAllBytes();
        if (!new String(answer, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 200")) {
          throw new IOException("a connection of its own was not answered with 200");
        }
        // The next one is to make a whole handshake again.
        socket.getSession().invalidate();
      }
    }
  }
}

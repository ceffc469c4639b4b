package io.jukung.server.connect;

import io.jukung.server.response.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies bytes between two connections until either ends. */
final class Pipes {
  private static final int BUFFER_BYTES = 32 << 10;

  private Pipes() {}

  /**
   * Copies both ways; returns when one side has ended, both closed. One thread more runs meanwhile,
   * and ends with them.
   */
  static void join(Duplex client, Duplex backend) {
    Thread towards =
        Thread.ofVirtual().name("to-backend").start(() -> run(client, backend, client, backend));
    run(backend, client, client, backend);
    try {
      towards.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Duplex from, Duplex to, Duplex client, Duplex backend) {
    try {
      copy(from.in(), to.out());
    } catch (IOException e) {
      // One of the two is gone; so is the other, now.
    } finally {
      client.close();
      backend.close();
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }
}

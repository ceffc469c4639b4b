package io.jukung.server.resource;

import io.jukung.registry.store.ObjectEvent;
import io.jukung.registry.store.ObjectWatch;
import io.jukung.server.response.ApiResponse.ConnectionUser;
import io.jukung.server.response.Duplex;
import io.jukung.server.response.Format;
import io.jukung.server.upgrade.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A watch whose events are WebSocket messages, one each: text for JSON, binary for protobuf
 * (upstream: {@code WatchServer.HandleWS}). What the client sends is ignored; that it closes is
 * not.
 */
record WebSocketWatch(
    ObjectWatch watch, WatchFrames frames, Format format, WatchSessions sessions, Duration timeout)
    implements ConnectionUser {
  /** What stands before a protobuf event in a stream of bytes; messages need none. */
  private static final int LENGTH_PREFIX_BYTES = 4;

  @Override
  public void use(Duplex connection) throws IOException {
    try (watch;
        WatchSessions.Session session = sessions.open();
        WebSocket socket = new WebSocket(connection)) {
      Thread.ofVirtual().name("watch-client").start(() -> awaitClose(socket, session));
      long end = System.nanoTime() + timeout.toNanos();
      while (!session.ended()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return;
        }
        Optional<ObjectEvent> event = session.await(watch, Duration.ofNanos(left));
        if (event.isPresent()) {
          if (event.get() instanceof ObjectEvent.Ended) {
            return;
          }
          send(event.get(), socket);
          if (event.get() instanceof ObjectEvent.Failed) {
            return;
          }
        }
      }
    }
  }

  @Override
  public void abandon() {
    watch.close();
  }

  private static void awaitClose(WebSocket socket, WatchSessions.Session session) {
    try {
      while (socket.read().isPresent()) {
        // Clients have nothing to say.
      }
    } catch (IOException e) {
      // Gone without a goodbye.
    } finally {
      session.end();
    }
  }

  private void send(ObjectEvent event, WebSocket socket) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frames.write(event, bytes);
    byte[] frame = bytes.toByteArray();
    switch (format) {
      case PROTOBUF ->
          socket.write(false, Arrays.copyOfRange(frame, LENGTH_PREFIX_BYTES, frame.length));
      case JSON, YAML -> socket.write(true, frame);
    }
  }
}

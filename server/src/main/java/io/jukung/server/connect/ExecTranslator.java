package io.jukung.server.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.ApiResponse.ConnectionUser;
import io.jukung.server.response.ApiResponse.Header;
import io.jukung.server.response.Duplex;
import io.jukung.server.upgrade.WebSocket;
import io.jukung.server.upgrade.WebSocketHandshake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Exec and attach from a client that speaks WebSocket ({@code v5.channel.k8s.io}, a channel's
 * number in front of each message) to a kubelet that speaks SPDY (a stream for each channel).
 * Upstream: {@code StreamTranslatorHandler} in {@code apiserver/pkg/util/proxy}.
 */
record ExecTranslator(Backend backend, ExecStreams streams) implements ConnectionUser {
  private static final String PROTOCOL = "v5.channel.k8s.io";
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int RESIZE = 4;
  private static final int CLOSE = 255;

  /** The longest outcome a kubelet may tell. */
  private static final int MAX_OUTCOME_BYTES = 1 << 20;

  private static final int MAX_REFUSAL_BYTES = 1 << 16;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Whether the client wants this. */
  static boolean requested(ApiCall call) {
    return WebSocketHandshake.requested(call)
        && WebSocketHandshake.protocols(call).contains(PROTOCOL);
  }

  /** Accepts the client; the kubelet is asked afterwards, and its refusal told on a channel. */
  static ApiResponse open(ApiCall call, Backend backend, ExecStreams streams) {
    return WebSocketHandshake.refusal(call)
        .orElseGet(
            () ->
                WebSocketHandshake.accepted(
                    call, Optional.of(PROTOCOL), new ExecTranslator(backend, streams)));
  }

  @Override
  public void use(Duplex client) throws IOException {
    try (WebSocket socket = new WebSocket(client)) {
      // Tells the client that the connection stands.
      send(socket, streams.stdout() ? STDOUT : streams.stderr() ? STDERR : ERROR, new byte[0]);
      send(socket, ERROR, run(socket).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Runs the command; its outcome as a {@code Status}. */
  private String run(WebSocket socket) {
    try (BackendConnection connection = BackendConnection.open(backend)) {
      connection.request("POST", backend.target(), headers());
      BackendConnection.Head head = connection.head();
      if (!head.upgraded("SPDY/3.1")) {
        String refusal =
            new String(connection.body(head, MAX_REFUSAL_BYTES), StandardCharsets.UTF_8);
        return ExecOutcome.refused(refusal.strip());
      }
      Session session = new Session(socket, new SpdyClient(connection), streams);
      session.open();
      Thread input = Thread.ofVirtual().name("exec-input").start(() -> session.input(connection));
      session.output();
      String outcome = session.outcome();
      // The client's thread may still wait for input; its end is the end of the connection.
      input.setName("exec-input-ending");
      return outcome;
    } catch (IOException e) {
      return ExecOutcome.internal(String.valueOf(e.getMessage()));
    }
  }

  private List<Header> headers() {
    return List.of(
        new Header("Host", backend.authority()),
        new Header("Connection", "Upgrade"),
        new Header("Upgrade", "SPDY/3.1"),
        new Header("X-Stream-Protocol-Version", PROTOCOL),
        new Header("X-Stream-Protocol-Version", "v4.channel.k8s.io"),
        new Header("Content-Length", "0"));
  }

  private static void send(WebSocket socket, int channel, byte[] bytes) throws IOException {
    socket.write(false, new byte[] {(byte) channel}, bytes);
  }

  /** One command's streams. Input and output have a thread each. */
  private static final class Session implements SpdyClient.Listener {
    private final WebSocket socket;
    private final SpdyClient spdy;
    private final ExecStreams wanted;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Set<Integer> open = new HashSet<>();
    private int error;
    private int stdin;
    private int stdout;
    private int stderr;
    private int resize;

    Session(WebSocket socket, SpdyClient spdy, ExecStreams wanted) {
      this.socket = socket;
      this.spdy = spdy;
      this.wanted = wanted;
    }

    /** In the order in which Go's client opens them. */
    void open() throws IOException {
      error = spdy.open("error");
      open.add(error);
      if (wanted.stdin()) {
        stdin = spdy.open("stdin");
      }
      if (wanted.stdout()) {
        stdout = spdy.open("stdout");
        open.add(stdout);
      }
      if (wanted.stderr() && !wanted.tty()) {
        stderr = spdy.open("stderr");
        open.add(stderr);
      }
      if (wanted.tty()) {
        resize = spdy.open("resize");
      }
    }

    /** Passes on what the client sends; a client that is gone takes the command with it. */
    void input(Duplex backend) {
      try {
        for (Optional<WebSocket.Message> message = socket.read();
            message.isPresent();
            message = socket.read()) {
          received(message.get().bytes().array());
        }
      } catch (IOException e) {
        // Either side is gone.
      } finally {
        backend.close();
      }
    }

    private void received(byte[] message) throws IOException {
      if (message.length == 0) {
        return;
      }
      switch (message[0] & 0xff) {
        case STDIN -> {
          if (stdin != 0 && message.length > 1) {
            spdy.data(stdin, message, 1, false);
          }
        }
        case RESIZE -> {
          if (resize != 0) {
            spdy.data(resize, message, 1, false);
          }
        }
        case CLOSE -> {
          if (stdin != 0 && message.length == 2 && message[1] == STDIN) {
            spdy.data(stdin, new byte[0], 0, true);
          }
        }
        default -> {}
      }
    }

    void output() throws IOException {
      spdy.read(this);
    }

    @Override
    public void data(int stream, byte[] bytes, boolean last) throws IOException {
      if (bytes.length > 0) {
        if (stream == error) {
          if (told.size() + bytes.length > MAX_OUTCOME_BYTES) {
            throw new IOException("the outcome is too long");
          }
          told.writeBytes(bytes);
        } else if (stream == stdout) {
          send(socket, STDOUT, bytes);
        } else if (stream == stderr) {
          send(socket, STDERR, bytes);
        }
      }
      if (last) {
        open.remove(stream);
      }
    }

    @Override
    public boolean done() {
      return open.isEmpty();
    }

    String outcome() {
      if (told.size() == 0) {
        return ExecOutcome.success();
      }
      try {
        JsonNode status = MAPPER.readTree(told.toByteArray());
        return ExecOutcome.of(status);
      } catch (JsonProcessingException e) {
        return ExecOutcome.internal(
            "error stream protocol error: " + told.toString(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException("reading from memory", e);
      }
    }
  }
}

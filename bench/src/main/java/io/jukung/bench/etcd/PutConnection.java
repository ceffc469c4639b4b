package io.jukung.bench.etcd;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.HdrHistogram.Histogram;

/**
 * One connection with some puts on it at all times: each answer makes room for the next. One thread
 * reads, and writes what its answers made room for.
 */
final class PutConnection implements AutoCloseable {
  private static final int READ_TIMEOUT_MS = 60_000;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int ROOM_STEP = 1 << 20;
  private static final long HIGHEST_NS = 600_000_000_000L;
  private static final int FRAME_HEAD = 9;

  /** When a round counts; what is sent by its end counts, too, whenever it is answered. */
  record Times(long fromNs, long untilNs) {}

  private final PutLoad load;
  private final PutKeys keys;
  private final SplittableRandom random;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final FrameWriter frames;
  private final Map<Integer, Long> sentNs = new HashMap<>();
  private final Histogram latencies = new Histogram(HIGHEST_NS, 3);
  private Times times = new Times(0, 0);
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int filled;
  private int nextStream = 1;
  private long window = 65_535;
  private int waiting;
  private int received;
  private long failures;
  private long lastAnswerNs;

  PutConnection(
      URI endpoint, Optional<SSLContext> tls, PutLoad load, PutKeys keys, SplittableRandom random)
      throws IOException {
    this.load = load;
    this.keys = keys;
    this.random = random;
    this.socket = connect(endpoint, tls);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.frames =
        new FrameWriter(endpoint.getScheme(), endpoint.getAuthority(), "/etcdserverpb.KV/Put");
  }

  private static Socket connect(URI endpoint, Optional<SSLContext> tls) throws IOException {
    Socket plain = new Socket(endpoint.getHost(), endpoint.getPort());
    plain.setTcpNoDelay(true);
    plain.setSoTimeout(READ_TIMEOUT_MS);
    if (tls.isEmpty()) {
      return plain;
    }
    SSLSocket secure =
        (SSLSocket)
            tls.get()
                .getSocketFactory()
                .createSocket(plain, endpoint.getHost(), endpoint.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /** Keeps {@code slots} puts under way until the round is over and all are answered. */
  void run(int slots, Times when) throws IOException {
    times = when;
    frames.begin();
    waiting = slots;
    sendWaiting();
    while (!sentNs.isEmpty()) {
      frames.flush(out);
      read();
      sendWaiting();
    }
    frames.flush(out);
  }

  Histogram latencies() {
    return latencies;
  }

  long failures() {
    return failures;
  }

  /** When the last answer came. */
  long lastAnswerNs() {
    return lastAnswerNs;
  }

  private void sendWaiting() {
    while (waiting > 0 && window > load.valueBytes() + 100) {
      long now = System.nanoTime();
      long key = now < times.untilNs() ? keys.next(random) : -1;
      if (key < 0) {
        waiting = 0;
        return;
      }
      sentNs.put(nextStream, now);
      window -=
          frames.put(
              nextStream, PutKeys.key(key), keys.pool(), keys.valueAt(random), load.valueBytes());
      nextStream += 2;
      waiting--;
    }
  }

  /** Waits for bytes and handles the whole frames among them. */
  private void read() throws IOException {
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    filled += count;
    int at = 0;
    while (filled - at >= FRAME_HEAD) {
      int length = number(at, 3);
      if (filled - at < FRAME_HEAD + length) {
        break;
      }
      frame(length, buffer[at + 3] & 0xff, buffer[at + 4] & 0xff, number(at + 5, 4), at + 9);
      at += FRAME_HEAD + length;
    }
    System.arraycopy(buffer, at, buffer, 0, filled - at);
    filled -= at;
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }

  private void frame(int length, int type, int flags, int stream, int at) throws IOException {
    boolean ends = (flags & FrameWriter.END_STREAM) != 0;
    switch (type) {
      case FrameWriter.DATA -> {
        received += length;
        if (received > ROOM_STEP) {
          frames.windowUpdate(received);
          received = 0;
        }
        // A failed call has trailers and no message; a put's answer is never empty.
        answered(stream, length > 5);
      }
      case FrameWriter.HEADERS -> {
        if (ends && sentNs.containsKey(stream)) {
          answered(stream, false);
        }
      }
      case FrameWriter.RST_STREAM -> answered(stream, false);
      case FrameWriter.SETTINGS -> {
        if (flags == 0) {
          frames.settingsAck();
        }
      }
      case FrameWriter.PING -> {
        if (flags == 0) {
          frames.pingAck(buffer, at);
        }
      }
      case FrameWriter.WINDOW_UPDATE -> {
        if (stream == 0) {
          window += number(at, 4);
        }
      }
      case FrameWriter.GOAWAY -> throw new IOException("the server ended the connection");
      default -> {}
    }
  }

  private void answered(int stream, boolean success) {
    Long sent = sentNs.remove(stream);
    if (sent == null) {
      return;
    }
    waiting++;
    long now = System.nanoTime();
    if (now < times.fromNs()) {
      return;
    }
    if (success) {
      latencies.recordValue(Math.min(HIGHEST_NS, now - sent));
      lastAnswerNs = now;
    } else {
      failures++;
    }
  }

  private int number(int at, int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value = (value << 8) | (buffer[at + i] & 0xff);
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

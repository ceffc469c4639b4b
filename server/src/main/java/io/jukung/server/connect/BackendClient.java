package io.jukung.server.connect;

import io.jukung.server.response.ApiResponse.Header;
import io.jukung.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends requests to backends and keeps connections that may serve again. Requests block the thread
 * that sends them. Safe for all threads.
 */
public final class BackendClient implements AutoCloseable {
  /** How many idle connections are kept for each backend, and how long. */
  private static final int MAX_IDLE = 8;

  private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);
  private static final int MAX_BACKENDS = 1000;

  /** Connections to an address that was looked up before serve no one else. */
  private record Key(String authority, Optional<InetAddress> address, BackendTls trust) {
    static Key of(Backend backend) {
      return new Key(backend.authority(), backend.address(), backend.trust());
    }
  }

  private record Idle(BackendConnection connection, long sinceNs) {}

  private final Map<Key, Deque<Idle>> idle = new HashMap<>();
  private boolean closed;

  /** An answer; closing it without having read all of it closes the connection. */
  public record Answer(BackendConnection.Head head, InputStream body, BackendConnection connection)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Sends a request and waits for the head of the answer.
   *
   * @param headers with the body's {@code Content-Length} when it is known
   * @param body empty for none
   * @throws IOException with Go's text when the backend can't be reached
   */
  public Answer send(
      Backend backend, String method, List<Header> headers, Optional<InputStream> body)
      throws IOException {
    Key key = Key.of(backend);
    Optional<BackendConnection> kept = body.isEmpty() ? take(key) : Optional.empty();
    if (kept.isPresent()) {
      try {
        return exchange(key, kept.get(), backend, method, headers, body, Duration.ZERO);
      } catch (IOException e) {
        // The backend has closed it meanwhile; nothing was answered, nothing is lost.
        kept.get().close();
      }
    }
    BackendConnection fresh = BackendConnection.open(backend);
    try {
      return exchange(key, fresh, backend, method, headers, body, Duration.ZERO);
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
  }

  /**
   * Posts bytes, which may be sent twice when a kept connection turns out to be gone.
   *
   * @param headers without {@code Content-Length}
   * @param timeout for the head of the answer, and for each further part of it to come
   * @throws java.net.SocketTimeoutException when that takes too long
   * @throws IOException with Go's text when the backend can't be reached
   */
  public Answer post(Backend backend, List<Header> headers, Bytes body, Duration timeout)
      throws IOException {
    List<Header> all = new ArrayList<>(headers);
    all.add(new Header("Content-Length", Integer.toString(body.length())));
    Key key = Key.of(backend);
    Optional<BackendConnection> kept = take(key);
    while (kept.isPresent()) {
      try {
        return posted(key, kept.get(), backend, all, body, timeout);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        kept = take(key);
      }
    }
    return posted(key, BackendConnection.open(backend), backend, all, body, timeout);
  }

  private Answer posted(
      Key key,
      BackendConnection connection,
      Backend backend,
      List<Header> headers,
      Bytes body,
      Duration timeout)
      throws IOException {
    try {
      InputStream in = new ByteArrayInputStream(body.array());
      Answer answer = exchange(key, connection, backend, "POST", headers, Optional.of(in), timeout);
      connection.readWithin(timeout);
      return answer;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private Answer exchange(
      Key key,
      BackendConnection connection,
      Backend backend,
      String method,
      List<Header> headers,
      Optional<InputStream> body,
      Duration timeout)
      throws IOException {
    BackendBodies.send(connection, method, backend.target(), headers, body);
    BackendConnection.Head head = connection.head(timeout);
    while (head.status() < 200 && head.status() != 101) {
      head = connection.head(timeout);
    }
    boolean keeps = !head.header("Connection").orElse("").equalsIgnoreCase("close");
    InputStream content =
        BackendBodies.receive(connection, method, head, () -> release(key, connection, keeps));
    return new Answer(head, content, connection);
  }

  private synchronized Optional<BackendConnection> take(Key key) {
    Deque<Idle> waiting = idle.get(key);
    while (waiting != null && !waiting.isEmpty()) {
      Idle last = waiting.pollLast();
      if (last != null && System.nanoTime() - last.sinceNs() < MAX_IDLE_TIME.toNanos()) {
        return Optional.of(last.connection());
      }
      if (last != null) {
        last.connection().close();
      }
    }
    return Optional.empty();
  }

  private synchronized void release(Key key, BackendConnection connection, boolean keeps) {
    if (!keeps || closed || (idle.size() >= MAX_BACKENDS && !idle.containsKey(key))) {
      connection.close();
      return;
    }
    Deque<Idle> waiting = idle.computeIfAbsent(key, _ -> new ArrayDeque<>());
    waiting.addLast(new Idle(connection, System.nanoTime()));
    if (waiting.size() > MAX_IDLE) {
      Idle first = waiting.pollFirst();
      if (first != null) {
        first.connection().close();
      }
    }
  }

  /** Closes the connections that wait; those in use are closed by their users. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(waiting -> waiting.forEach(each -> each.connection().close()));
    idle.clear();
  }
}

package io.jukung.bench.overload;

import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.bench.client.TlsConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that list again and again, each on its connection and virtual thread. One that is told to
 * come again later waits as long as it was told. Started once, closed once.
 */
public final class ListLoad implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final int ADDRESSES = 250;
  private static final Duration STOP_BOUND = Duration.ofSeconds(10);

  private final ApiRequest list;
  private final List<TlsConnection.Factory> users = new ArrayList<>();
  private final boolean oneAddress;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final LongAdder bytes = new LongAdder();
  private volatile Optional<TlsConnection.Answer> refusal = Optional.empty();

  /**
   * A load that is not started.
   *
   * @param users who ask, in turn
   * @param path the list
   * @param gzip whether answers may be compressed, as Go's clients ask
   * @param oneAddress whether all have this machine's usual address; otherwise, and when the server
   *     is at 127.0.0.1, each has one of its own in 127.0.0.0/8, as clients on other machines have
   */
  public ListLoad(List<KubeConfig> users, String path, boolean gzip, boolean oneAddress)
      throws IOException {
    this.oneAddress = oneAddress;
    for (KubeConfig user : users) {
      this.users.add(TlsConnection.Factory.of(user, TIMEOUT));
    }
    ApiRequest plain = ApiRequest.of("GET", path);
    this.list = gzip ? plain.with("Accept-Encoding", "gzip") : plain;
  }

  /** Starts so many clients. */
  public void start(int clients) {
    for (int i = 0; i < clients; i++) {
      TlsConnection.Factory user = place(users.get(i % users.size()), i);
      threads.add(Thread.ofVirtual().name("client-" + i).start(() -> run(user)));
    }
  }

  private TlsConnection.Factory place(TlsConnection.Factory user, int client) {
    return oneAddress || !user.config().server().getHost().equals("127.0.0.1")
        ? user
        : user.from(
            InetAddress.ofLiteral(
                "127.1." + client / ADDRESSES % ADDRESSES + "." + (1 + client % ADDRESSES)));
  }

  private void run(TlsConnection.Factory user) {
    try {
      while (stop.getCount() > 0) {
        try (TlsConnection connection = user.open()) {
          while (stop.getCount() > 0) {
            long wait = ask(connection);
            if (wait > 0 && stop.await(wait, TimeUnit.SECONDS)) {
              return;
            }
          }
        } catch (IOException e) {
          if (stop.getCount() > 0) {
            count(String.valueOf(e.getMessage()));
            if (stop.await(1, TimeUnit.SECONDS)) {
              return;
            }
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many seconds to wait before the next. */
  private long ask(TlsConnection connection) throws IOException {
    TlsConnection.Answer answer = connection.send(list);
    count(Integer.toString(answer.status()));
    bytes.add(answer.length());
    if (answer.status() != 429) {
      return answer.status() == 200 ? 0 : 1;
    }
    refusal = Optional.of(answer);
    if (answer.header("retry-after").isEmpty()) {
      count("429 without Retry-After");
    }
    return Long.parseLong(answer.header("retry-after").orElse("1"));
  }

  private void count(String what) {
    counts.computeIfAbsent(what, key -> new LongAdder()).increment();
  }

  /** How often each status was answered, and each failure of a connection happened. */
  public Map<String, Long> counts() {
    Map<String, Long> read = new java.util.TreeMap<>();
    counts.forEach((what, count) -> read.put(what, count.sum()));
    return read;
  }

  /** How many answers had the status. */
  public long count(int status) {
    return counts().getOrDefault(Integer.toString(status), 0L);
  }

  /** Bytes of bodies received. */
  public long bytes() {
    return bytes.sum();
  }

  /** One of the answers with 429. */
  public Optional<TlsConnection.Answer> refusal() {
    return refusal;
  }

  /** Ends the load: requests under way are cut off. */
  @Override
  public void close() {
    stop.countDown();
    threads.forEach(Thread::interrupt);
    long end = System.nanoTime() + STOP_BOUND.toNanos();
    try {
      for (Thread thread : threads) {
        boolean _ = thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

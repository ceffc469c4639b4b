package io.jukung.bench.overload;

import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.TlsConnection;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One request, sent again and again at a pace, and how long its answers took. Closed once. */
public final class Steady implements AutoCloseable {
  private static final int MAX_ANSWERS = 100_000;

  private final TlsConnection.Factory client;
  private final Function<String, ApiRequest> request;
  private final boolean fresh;
  private final long everyMillis;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private final long startNs = System.nanoTime();
  private final long[] nanos = new long[MAX_ANSWERS];
  private final long[] beganNs = new long[MAX_ANSWERS];
  private long lateNs;
  private int answers;
  private int failures;
  private String firstFailure = "";

  /**
   * Starts at once.
   *
   * @param request made from the body of the last answer, empty at first
   * @param fresh whether each goes over a connection of its own, as a kubelet's probes do
   */
  public Steady(
      TlsConnection.Factory client,
      Function<String, ApiRequest> request,
      boolean fresh,
      long everyMillis) {
    this.client = client;
    this.request = request;
    this.fresh = fresh;
    this.everyMillis = everyMillis;
    this.thread = Thread.ofPlatform().daemon().name("steady").start(this::run);
  }

  private void run() {
    Optional<TlsConnection> kept = Optional.empty();
    String last = "";
    try {
      long before = System.nanoTime();
      while (!stop.await(everyMillis, TimeUnit.MILLISECONDS)) {
        long start = System.nanoTime();
        late(start - before - TimeUnit.MILLISECONDS.toNanos(everyMillis));
        try {
          TlsConnection connection = kept.isPresent() ? kept.get() : client.open();
          kept = Optional.of(connection);
          TlsConnection.Answer answer = connection.send(request.apply(last));
          last = answer.start();
          told(start, answer.status() == 200 ? "" : told(answer));
          if (fresh) {
            connection.close();
            kept = Optional.empty();
          }
        } catch (IOException e) {
          last = "";
          told(start, String.valueOf(e.getMessage()));
          kept.ifPresent(TlsConnection::close);
          kept = Optional.empty();
        }
        before = System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kept.ifPresent(TlsConnection::close);
    }
  }

  private static String told(TlsConnection.Answer answer) {
    return answer.status() + " " + answer.start().strip();
  }

  private synchronized void late(long late) {
    lateNs = Math.max(lateNs, late);
  }

  private synchronized void told(long start, String failure) {
    if (answers < MAX_ANSWERS) {
      beganNs[answers] = start - startNs;
      nanos[answers++] = System.nanoTime() - start;
    }
    if (!failure.isEmpty()) {
      failures++;
      firstFailure = firstFailure.isEmpty() ? failure : firstFailure;
    }
  }

  /** How many were answered, failures included. */
  public synchronized int answers() {
    return answers;
  }

  /** How many were answered with another status than 200, or not at all. */
  public synchronized int failures() {
    return failures;
  }

  /** The first failure. */
  public synchronized String firstFailure() {
    return firstFailure;
  }

  /** The latency below which so many of a hundred lie, in milliseconds. */
  public synchronized double millis(double percent) {
    long[] sorted = Arrays.copyOf(nanos, answers);
    Arrays.sort(sorted);
    return answers == 0
        ? Double.NaN
        : sorted[(int) Math.min(answers - 1, Math.floor(answers * percent / 100))] / 1e6;
  }

  /**
   * The slowest and when they were asked, in seconds from the start; and how much later than meant
   * this asked once, which is what the machine and not the server makes requests wait.
   */
  public synchronized String slowest(int count) {
    return IntStream.range(0, answers)
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> nanos[i]).reversed())
            .limit(count)
            .map(i -> "%.0f ms at %.1f s".formatted(nanos[i] / 1e6, beganNs[i] / 1e9))
            .collect(Collectors.joining(", "))
        + "; asked up to %.0f ms late".formatted(lateNs / 1e6);
  }

  /** Stops after the request under way. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

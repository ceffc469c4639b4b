package io.jukung.bench.overload;

import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.TlsConnection;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One request, sent again and again at a pace, and how long its answers took. Closed once. */
public final class Steady implements AutoCloseable {
  private static final int MAX_ANSWERS = 100_000;

  private final TlsConnection.Factory client;
  private final Function<String, ApiRequest> request;
  private final boolean fresh;
  private final long everyMillis;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private final long[] nanos = new long[MAX_ANSWERS];
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
      while (!stop.await(everyMillis, TimeUnit.MILLISECONDS)) {
        long start = System.nanoTime();
        try {
          TlsConnection connection = kept.isPresent() ? kept.get() : client.open();
          kept = Optional.of(connection);
          TlsConnection.Answer answer = connection.send(request.apply(last));
          last = answer.start();
          told(System.nanoTime() - start, answer.status() == 200 ? "" : told(answer));
          if (fresh) {
            connection.close();
            kept = Optional.empty();
          }
        } catch (IOException e) {
          last = "";
          told(System.nanoTime() - start, String.valueOf(e.getMessage()));
          kept.ifPresent(TlsConnection::close);
          kept = Optional.empty();
        }
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

  private synchronized void told(long took, String failure) {
    if (answers < MAX_ANSWERS) {
      nanos[answers++] = took;
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

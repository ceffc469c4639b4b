package io.jukung.bench;

import io.jukung.bench.CountingSubscriber.Counted;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The watch workload: opens watches on all objects, patches objects, and waits until every watch
 * has delivered every patch or the deadline is over. An operation is one event at one watcher; its
 * latency runs from before the patch was sent until the event was read.
 */
final class WatchFanOut {
  /** Under the 100 streams a server allows on one connection. */
  private static final int WATCHES_PER_CONNECTION = 50;

  private static final Pattern RESOURCE_VERSION =
      Pattern.compile("\"resourceVersion\":\\s*\"([0-9]+)\"");

  private final ServerSession session;
  private final BenchOptions options;
  private final Tally tally;
  private final long deadlineNs;
  private final CountDownLatch unfinished;

  WatchFanOut(ServerSession session, BenchOptions options, Tally tally, long deadlineNs) {
    this.session = session;
    this.options = options;
    this.tally = tally;
    this.deadlineNs = deadlineNs;
    this.unfinished = new CountDownLatch(options.watchers());
  }

  /**
   * Opens the watches, then runs {@code started}, then patches and waits.
   *
   * @param started called when every watch is open: the measured time begins
   */
  void run(IntFunction<ApiRequest> patches, Runnable started)
      throws IOException, InterruptedException {
    List<ApiClient> connections = new ArrayList<>();
    try {
      List<Watcher> watchers = open(connections, currentVersion());
      started.run();
      Tally writes = new Tally();
      new RequestLoop(session, writes, deadlineNs)
          .run(options.events(), options.clients(), patches);
      if (writes.failures() > 0) {
        throw new IOException(
            session.server().name() + ": a patch for the watches failed: " + writes.firstFailure());
      }
      if (!unfinished.await(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        for (Watcher watcher : watchers) {
          int missing = options.events() - watcher.seen.get();
          if (missing > 0) {
            tally.failure(missing, "events not delivered, " + watcher.end());
          }
        }
      }
    } finally {
      connections.forEach(ApiClient::close);
    }
  }

  private List<Watcher> open(List<ApiClient> connections, String fromVersion)
      throws IOException, InterruptedException {
    List<Watcher> watchers = new ArrayList<>();
    List<CompletableFuture<HttpResponse<Void>>> heads = new ArrayList<>();
    for (int i = 0; i < options.watchers(); i++) {
      if (i % WATCHES_PER_CONNECTION == 0) {
        connections.add(session.newConnection());
      }
      Watcher watcher = new Watcher();
      watchers.add(watcher);
      heads.add(session.watch(connections.getLast(), fromVersion, info -> watcher));
    }
    for (CompletableFuture<HttpResponse<Void>> head : heads) {
      int status = head.join().statusCode();
      if (status != 200) {
        throw new IOException(session.server().name() + ": a watch answered " + status);
      }
    }
    return watchers;
  }

  /** Asked for as JSON always; a list's version stands in its first bytes. */
  private String currentVersion() throws IOException, InterruptedException {
    HttpResponse<Counted> answer =
        session.send(
            ApiRequest.of("GET", session.collection() + "?limit=1&resourceVersion=")
                .with("Accept", "application/json"));
    Matcher version = RESOURCE_VERSION.matcher(answer.body().head());
    if (answer.statusCode() != 200 || !version.find()) {
      throw new IOException(
          session.server().name() + ": a list answered " + ServerSession.describe(answer));
    }
    return version.group(1);
  }

  /** One watch's events; its head completes the response at once, the body goes on. */
  private final class Watcher implements BodySubscriber<Void> {
    private final AtomicInteger seen = new AtomicInteger();
    private final SentMarker marker = new SentMarker(this::event);
    private volatile String end = "the watch was still open";

    @Override
    public CompletionStage<Void> getBody() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
      for (ByteBuffer item : items) {
        tally.received(item.remaining());
        marker.scan(item);
      }
    }

    @Override
    public void onError(Throwable failure) {
      end = "the watch broke: " + failure;
    }

    @Override
    public void onComplete() {
      end = "the server ended the watch";
    }

    String end() {
      return end;
    }

    private void event(long sentNs) {
      tally.success(System.nanoTime() - sentNs);
      if (seen.incrementAndGet() == options.events()) {
        unfinished.countDown();
      }
    }
  }
}

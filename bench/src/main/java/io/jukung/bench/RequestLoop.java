package io.jukung.bench;

import io.jukung.bench.CountingSubscriber.Counted;
import io.jukung.bench.client.ApiRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Sends numbered requests from several threads until a count or a deadline is reached. A closed
 * loop: each thread sends its next request when the last one is answered.
 */
final class RequestLoop {
  private final ServerSession session;
  private final Tally tally;
  private final long deadlineNs;

  /**
   * A loop.
   *
   * @param deadlineNs on {@link System#nanoTime()}'s scale
   */
  RequestLoop(ServerSession session, Tally tally, long deadlineNs) {
    this.session = session;
    this.tally = tally;
    this.deadlineNs = deadlineNs;
  }

  /** Sends requests 0 to {@code count - 1} from {@code threads} threads and joins them. */
  void run(int count, int threads, IntFunction<ApiRequest> requests) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, count); i++) {
      workers.add(
          Thread.ofPlatform().name("bench-client-" + i).start(() -> work(next, count, requests)));
    }
    for (Thread worker : workers) {
      worker.join();
    }
  }

  private void work(AtomicInteger next, int count, IntFunction<ApiRequest> requests) {
    for (int number = next.getAndIncrement();
        number < count && System.nanoTime() - deadlineNs < 0;
        number = next.getAndIncrement()) {
      try {
        one(requests.apply(number));
      } catch (IOException e) {
        tally.failure(1, e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void one(ApiRequest request) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<Counted> answer = session.send(request);
    long elapsed = System.nanoTime() - start;
    if (answer.statusCode() / 100 == 2) {
      tally.success(elapsed);
      tally.received(answer.body().length());
    } else {
      tally.failure(1, ServerSession.describe(answer));
    }
  }
}

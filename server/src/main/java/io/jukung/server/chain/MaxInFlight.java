package io.jukung.server.chain;

import io.jukung.server.http.ApiCall;
import io.jukung.server.http.PlainFailure;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many requests run at once, those that write apart from those that read. Over the bound
 * a request waits in line; when the line is full or the wait too long, it is told to come again
 * (429).
 */
public final class MaxInFlight implements FlowController {
  /** How long a request waits in line at most: a quarter of the request timeout, as upstream. */
  private static final Duration MAX_WAIT = AuthenticationStage.REQUEST_TIMEOUT.dividedBy(4);

  /** How many may wait in line for each that may run. */
  private static final int QUEUE_FACTOR = 10;

  private final Lane reading;
  private final Lane writing;
  private final Duration maxWait;

  /**
   * Bounds for both kinds.
   *
   * @param maxReading how many requests that only read run at once
   * @param maxWriting how many others
   */
  public MaxInFlight(int maxReading, int maxWriting) {
    this(maxReading, maxWriting, QUEUE_FACTOR * maxReading, QUEUE_FACTOR * maxWriting, MAX_WAIT);
  }

  MaxInFlight(int maxReading, int maxWriting, int readQueue, int writeQueue, Duration maxWait) {
    this.reading = new Lane(new Semaphore(maxReading, true), readQueue);
    this.writing = new Lane(new Semaphore(maxWriting, true), writeQueue);
    this.maxWait = maxWait;
  }

  private record Lane(Semaphore seats, int maxQueue) {}

  @Override
  public Seat enter(ApiCall call) throws InterruptedException {
    if (call.info().longRunning()) {
      return () -> {};
    }
    Lane lane = call.info().readOnly() ? reading : writing;
    Semaphore seats = lane.seats();
    if (!seats.tryAcquire()) {
      boolean lineFull = seats.getQueueLength() >= lane.maxQueue();
      if (lineFull || !seats.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PlainFailure(429, "Too many requests, please try again later.", 1);
      }
    }
    return seats::release;
  }
}

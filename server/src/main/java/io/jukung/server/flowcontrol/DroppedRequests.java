package io.jukung.server.flowcontrol;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * After how many seconds rejected clients shall come again: longer while many are rejected, one
 * when few are ({@code dropped_requests_tracker.go} at v1.36). Safe for all threads.
 */
final class DroppedRequests {
  private static final int MOST_SECONDS = 32;

  private record Second(long time, long count) {}

  private final Deque<Second> history = new ArrayDeque<>();
  private long current;
  private long count;
  private long changed;
  private int retryAfter = 1;

  /** One was rejected; returns the seconds to tell it. */
  synchronized int dropped(long nowSeconds) {
    if (nowSeconds != current) {
      history.addLast(new Second(current, count));
      current = nowSeconds;
      count = 0;
      adjust(nowSeconds);
      long oldest = nowSeconds - Math.min(MOST_SECONDS, 2L * retryAfter);
      while (!history.isEmpty() && history.getFirst().time < oldest) {
        history.removeFirst();
      }
    }
    count++;
    return retryAfter;
  }

  private void adjust(long now) {
    long dropped = 0;
    for (Second second : history) {
      if (now - second.time <= retryAfter && second.time < now) {
        dropped += second.count;
      }
    }
    if (now - changed >= retryAfter && dropped >= 3L * retryAfter) {
      retryAfter = Math.min(MOST_SECONDS, retryAfter * 2);
      changed = now;
    } else if (dropped < retryAfter && retryAfter > 1) {
      retryAfter--;
    }
  }
}

package io.jukung.server.flowcontrol;

import io.jukung.server.http.ApiCall;
import io.jukung.server.request.RequestInfo;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * How many seats requests take: lists by the bytes they move, writes by how many watch ({@code
 * pkg/util/flowcontrol/request} at v1.36). Safe for all threads.
 */
final class Estimates {
  private static final int SEAT_BYTES = 100_000;

  /** Lists come from memory and are streamed, so more than this is never held at once. */
  private static final long STREAMED_BYTES = 1_000_000;

  private static final int MOST_LIST_SEATS = 100;
  private static final int MOST_WRITE_SEATS = 10;
  private static final int WATCHES_PER_SEAT = 10;
  private static final double EVENT_SECONDS = 0.005;

  /** How many objects of a resource there are, and how many bytes they take together. */
  record Size(long objects, long bytes) {}

  private final Function<RequestInfo, Size> sizes;
  private final ConcurrentHashMap<String, AtomicInteger> watches = new ConcurrentHashMap<>();

  Estimates(Function<RequestInfo, Size> sizes) {
    this.sizes = sizes;
  }

  /**
   * What a request is thought to take.
   *
   * @param most the most seats its level gives one request
   */
  Work of(ApiCall call, int most) {
    RequestInfo info = call.info();
    return switch (info.verb()) {
      case "list" -> list(call, Math.min(most, MOST_LIST_SEATS));
      case "watch" -> tellsAll(call) ? list(call, Math.min(most, MOST_LIST_SEATS)) : Work.ONE;
      case "create", "update", "patch", "delete" -> write(info, Math.min(most, MOST_WRITE_SEATS));
      default -> Work.ONE;
    };
  }

  /** Whether a watch begins with all that is there. */
  private static boolean tellsAll(ApiCall call) {
    String version = call.query().text("resourceVersion");
    String initial = call.query().text("sendInitialEvents");
    return initial.equals("true")
        || initial.equals("1")
        || version.isEmpty()
        || version.equals("0");
  }

  private Work list(ApiCall call, int most) {
    Size size = sizes.apply(call.info());
    if (size.objects == 0) {
      return Work.ONE;
    }
    long objects = size.objects;
    if (!call.info().name().isEmpty()) {
      objects = 1;
    } else {
      objects = Math.min(objects, limit(call));
    }
    long bytes = Math.min(STREAMED_BYTES, size.bytes / size.objects * objects);
    int seats = (int) Math.min(most, (bytes + SEAT_BYTES - 1) / SEAT_BYTES);
    return seats <= 1 ? Work.ONE : new Work(seats, 0, 0);
  }

  private static long limit(ApiCall call) {
    try {
      String text = call.query().text("limit");
      long limit = text.isEmpty() ? 0 : Long.parseLong(text);
      return limit > 0 ? limit : Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private Work write(RequestInfo info, int most) {
    if (info.resource().equals("serviceaccounts") && info.subresource().equals("token")) {
      return Work.ONE;
    }
    int watching = count(key(info, "")) + (info.namespace().isEmpty() ? 0 : count(key(info)));
    if (watching < WATCHES_PER_SEAT) {
      return Work.ONE;
    }
    int seats = (watching + WATCHES_PER_SEAT - 1) / WATCHES_PER_SEAT;
    double work = seats * EVENT_SECONDS;
    int held = Math.min(seats, most);
    return new Work(1, held, (long) (work / held * 1e9));
  }

  private int count(String key) {
    AtomicInteger count = watches.get(key);
    return count == null ? 0 : count.get();
  }

  private static String key(RequestInfo info) {
    return key(info, info.namespace());
  }

  private static String key(RequestInfo info, String namespace) {
    return info.group() + "/" + info.resource() + "/" + namespace;
  }

  /** Tells of a watch that has begun, or of one that is over. */
  void watching(RequestInfo info, boolean begun) {
    watches.compute(
        key(info),
        (key, count) -> {
          AtomicInteger counted = count == null ? new AtomicInteger() : count;
          int left = begun ? counted.incrementAndGet() : counted.decrementAndGet();
          return left <= 0 ? null : counted;
        });
  }
}

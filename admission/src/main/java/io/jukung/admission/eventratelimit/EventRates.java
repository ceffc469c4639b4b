package io.jukung.admission.eventratelimit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One limit at work: a bucket of tokens for each key, the least recently asked for forgotten when
 * there are too many. Safe for all threads.
 */
final class EventRates {
  private final EventLimit limit;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets;

  /** Full buckets. */
  EventRates(EventLimit limit, LongSupplier nanos) {
    this.limit = limit;
    this.nanos = nanos;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > limit.remembered();
          }
        };
  }

  private static final class Bucket {
    private double tokens;
    private long filledNs;

    Bucket(double tokens, long filledNs) {
      this.tokens = tokens;
      this.filledNs = filledNs;
    }
  }

  EventLimit limit() {
    return limit;
  }

  /** Takes a token; false when there is none. */
  synchronized boolean take(String key) {
    long now = nanos.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(key, k -> new Bucket(limit.burst(), now));
    double grown = (now - bucket.filledNs) / 1e9 * limit.perSecond();
    bucket.tokens = Math.min(limit.burst(), bucket.tokens + grown);
    bucket.filledNs = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }
}

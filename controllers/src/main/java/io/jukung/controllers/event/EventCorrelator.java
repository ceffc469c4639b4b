package io.jukung.controllers.event;

import io.jukung.controllers.queue.TokenBucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides what becomes of a recorded event: a new object, one more count on an old one, or nothing.
 * Used by one thread; remembers a bounded number of events.
 */
final class EventCorrelator {
  private static final int REMEMBERED = 4096;
  private static final int MAX_SIMILAR = 10;
  private static final Duration SIMILAR_WITHIN = Duration.ofMinutes(10);
  private static final int BURST = 25;
  private static final double PER_SECOND = 1.0 / 300;

  /**
   * An event as it is to be written.
   *
   * @param count 1 for a new object
   */
  record Observed(RecordedEvent event, String name, Instant first, Instant last, int count) {}

  private record Similar(Set<String> messages, Instant last) {}

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Map<String, Similar> similar = new Recent<>();
  private final Map<String, Observed> observed = new Recent<>();
  private final Map<String, TokenBucket> buckets = new Recent<>();

  EventCorrelator(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** What to write; empty when the object has been told about too often. */
  Optional<Observed> correlate(RecordedEvent event) {
    Instant now = Instant.now(clock);
    boolean combined = countSimilar(event, now) >= MAX_SIMILAR;
    RecordedEvent told =
        combined ? event.withMessage("(combined from similar events): " + event.message()) : event;
    String key = combined ? event.aggregate() : event.identity();
    Observed before = observed.get(key);
    Observed after =
        before == null
            ? new Observed(told, name(event, now), now, now, 1)
            : new Observed(told, before.name(), before.first(), now, before.count() + 1);
    observed.put(key, after);
    TokenBucket bucket =
        buckets.computeIfAbsent(
            event.source(), source -> new TokenBucket(nanoTime, PER_SECOND, BURST));
    return bucket.tryTake() ? Optional.of(after) : Optional.empty();
  }

  /** Forgets what was written of an event, so that it is made anew. */
  void forget(Observed lost) {
    observed.values().removeIf(o -> o.name().equals(lost.name()));
  }

  private int countSimilar(RecordedEvent event, Instant now) {
    Similar before = similar.get(event.aggregate());
    Set<String> messages =
        before == null || Duration.between(before.last(), now).compareTo(SIMILAR_WITHIN) > 0
            ? new HashSet<>()
            : before.messages();
    messages.add(event.message());
    int count = messages.size();
    if (count >= MAX_SIMILAR) {
      messages.remove(messages.iterator().next());
    }
    similar.put(event.aggregate(), new Similar(messages, now));
    return count;
  }

  private static String name(RecordedEvent event, Instant now) {
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return event.about().getName() + "." + Long.toHexString(nanos);
  }

  /** A map that forgets what was used longest ago. */
  private static final class Recent<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}

package io.jukung.registry.store;

import io.jukung.registry.status.StatusException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A watch that reads the event log while its place is there and the store's history while it is
 * not. A reader that falls behind costs its place and a bounded queue, and loses nothing as long as
 * the history is not compacted. Used by one thread.
 */
final class SwitchingWatch implements ObjectWatch {
  private final Function<WatchPlace, WatchSource> sources;
  private WatchSource source;
  private boolean ended;

  /**
   * A watch.
   *
   * @param first where to begin
   * @param sources finds where to go on from a place
   */
  SwitchingWatch(WatchSource first, Function<WatchPlace, WatchSource> sources) {
    this.source = first;
    this.sources = sources;
  }

  @Override
  public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
    long deadlineNs = System.nanoTime() + wait.toNanos();
    Duration left = wait;
    while (!ended) {
      Optional<ObjectEvent> event;
      try {
        event = source.next(left);
      } catch (StatusException e) {
        event = Optional.of(new ObjectEvent.Failed(e));
      }
      if (event.isPresent()) {
        ended =
            event.get() instanceof ObjectEvent.Failed || event.get() instanceof ObjectEvent.Ended;
        return event;
      }
      if (!source.over()) {
        return Optional.empty();
      }
      source.close();
      try {
        source = sources.apply(source.place());
      } catch (StatusException e) {
        ended = true;
        return Optional.of(new ObjectEvent.Failed(e));
      }
      left = Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime()));
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    ended = true;
    source.close();
  }
}

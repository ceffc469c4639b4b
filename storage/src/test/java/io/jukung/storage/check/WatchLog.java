package io.jukung.storage.check;

import io.jukung.storage.StoreException;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A listener that keeps all it hears, and the check of it against what happened: changes come in
 * order, each once, none is left out, all of a revision in one call, from the revision asked for
 * on, and progress tells of nothing that was not delivered. Safe for all threads.
 */
public final class WatchLog implements WatchListener {
  private final WatchRequest request;
  private final List<Heard> heard = new ArrayList<>();
  private Optional<StoreException> end = Optional.empty();
  private Optional<String> fault = Optional.empty();

  private sealed interface Heard {
    long revision();

    record Events(long revision, List<WatchEvent> events) implements Heard {}

    record Progress(long revision) implements Heard {}
  }

  /**
   * A log of one watch.
   *
   * @param request what it asks for; the start revision must be above 0
   */
  public WatchLog(WatchRequest request) {
    if (request.startRevision() == 0) {
      throw new IllegalArgumentException("a watch from an unknown revision can't be checked");
    }
    this.request = request;
  }

  /** What the watch asks for. */
  public WatchRequest request() {
    return request;
  }

  @Override
  public synchronized void onEvents(long revision, List<WatchEvent> events) {
    add(new Heard.Events(revision, List.copyOf(events)));
  }

  @Override
  public synchronized void onProgress(long revision) {
    add(new Heard.Progress(revision));
  }

  @Override
  public synchronized void onEnd(StoreException cause) {
    if (end.isPresent()) {
      fault = Optional.of("ended twice");
    }
    end = Optional.of(cause);
  }

  private void add(Heard call) {
    if (end.isPresent()) {
      fault = Optional.of(call + " after the end");
    }
    heard.add(call);
  }

  /** Why it ended; empty while it runs. */
  public synchronized Optional<StoreException> end() {
    return end;
  }

  /** The last revision it knows everything of: one before the start when it heard nothing. */
  public synchronized long through() {
    return Math.max(request.startRevision() - 1, heard.isEmpty() ? 0 : heard.getLast().revision());
  }

  /** How many revisions with changes it was told of. */
  public synchronized int changes() {
    return (int) heard.stream().filter(Heard.Events.class::isInstance).count();
  }

  /**
   * Compares with what happened.
   *
   * @param compacted the newest revision compacted at: what was before a change of that revision or
   *     an older one may be missing
   * @return what is wrong; empty when all is well
   */
  public synchronized Optional<String> violation(Story story, long compacted) {
    long next = request.startRevision();
    long told = 0;
    for (Heard call : heard) {
      Optional<String> wrong = violation(story, compacted, call, next, told);
      if (wrong.isPresent()) {
        return wrong;
      }
      told = call.revision();
      next = Math.max(next, told + 1);
    }
    return fault;
  }

  private Optional<String> violation(
      Story story, long compacted, Heard call, long next, long told) {
    return switch (call) {
      case Heard.Events events when events.revision < next ->
          Optional.of("change " + events.revision + " again or out of order, after " + next);
      case Heard.Events events ->
          gap(story, next, events.revision - 1).or(() -> different(story, events, compacted));
      case Heard.Progress progress when progress.revision < told ->
          Optional.of("progress " + progress.revision + " after " + told);
      case Heard.Progress progress -> gap(story, next, progress.revision);
    };
  }

  private Optional<String> gap(Story story, long from, long to) {
    for (long revision = from; revision <= to; revision++) {
      if (!story.at(revision, request.range()).isEmpty()) {
        return Optional.of("knows all up to " + to + " without the change of " + revision);
      }
    }
    return to > story.newest()
        ? Optional.of("knows all up to " + to + ", newest is " + story.newest())
        : Optional.empty();
  }

  private Optional<String> different(Story story, Heard.Events events, long compacted) {
    List<WatchEvent> expected = story.at(events.revision, request.range());
    boolean same = expected.size() == events.events.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = same(expected.get(i), events.events.get(i), compacted);
    }
    return same
        ? Optional.empty()
        : Optional.of("change " + events.revision + " is " + events.events + " not " + expected);
  }

  private boolean same(WatchEvent expected, WatchEvent got, long compacted) {
    boolean mayLackPrevious = !request.previous() || expected.revision() <= compacted;
    WatchEvent bare = Story.withoutPrevious(expected);
    return (got.equals(expected) && request.previous()) || (mayLackPrevious && got.equals(bare));
  }
}

package io.jukung.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A listener that keeps all it hears as text: {@code rev key=value}, {@code rev key-}, each with
 * {@code (was value)} when there is a previous value. It checks the order of calls by itself.
 */
public final class WatchRecorder implements WatchListener, AutoCloseable {
  private static final long LIMIT_SECONDS = 20;

  private final List<String> events = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();
  private final CompletableFuture<Watch> watch = new CompletableFuture<>();
  private Optional<StoreException> end = Optional.empty();
  private Optional<String> fault = Optional.empty();
  private long last;
  private long progress;
  private int progressCalls;
  private boolean calling;

  /** A recorder on a new watch of a store. */
  public static WatchRecorder start(Store store, WatchRequest request) {
    WatchRecorder recorder = new WatchRecorder();
    recorder.started(store.watch(request, recorder));
    return recorder;
  }

  private void started(Watch started) {
    watch.complete(started);
  }

  @Override
  public void onEvents(long revision, List<WatchEvent> delivered) {
    enter(revision > last && revision > progress && !delivered.isEmpty(), "events " + revision);
    synchronized (this) {
      last = revision;
      batches.add(delivered.size());
      for (WatchEvent event : delivered) {
        if (event.revision() != revision) {
          fault = Optional.of("event of " + event.revision() + " in " + revision);
        }
        events.add(text(event));
      }
    }
    leave();
  }

  @Override
  public void onProgress(long revision) {
    enter(revision >= last && revision >= progress, "progress " + revision);
    synchronized (this) {
      progress = revision;
      progressCalls++;
    }
    leave();
  }

  @Override
  public void onEnd(StoreException cause) {
    enter(true, "end");
    synchronized (this) {
      end = Optional.of(cause);
    }
    leave();
  }

  private synchronized void enter(boolean inOrder, String call) {
    if (!inOrder || calling || end.isPresent()) {
      fault = Optional.of(call + " after " + last + "/" + progress + "/" + calling + "/" + end);
    }
    calling = true;
  }

  private synchronized void leave() {
    calling = false;
    notifyAll();
  }

  private static String text(WatchEvent event) {
    String was = event.previous().map(p -> " (was " + p.value().utf8() + ")").orElse("");
    return switch (event) {
      case WatchEvent.Put put ->
          put.revision() + " " + put.key().utf8() + "=" + put.current().value().utf8() + was;
      case WatchEvent.Delete delete -> delete.revision() + " " + delete.key().utf8() + "-" + was;
    };
  }

  private synchronized void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    try {
      while (!condition.getAsBoolean() && fault.isEmpty()) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (leftMs <= 0) {
          throw new AssertionError(
              "no %s; heard %d events, last %d, progress %d, end %s"
                  .formatted(what, events.size(), last, progress, end));
        }
        wait(leftMs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    assertThat(fault).isEmpty();
  }

  /** Waits for as many events; returns all heard. */
  public synchronized List<String> awaitEvents(int count) {
    await(count + " events", () -> events.size() >= count);
    return List.copyOf(events);
  }

  /** Waits until everything up to a revision has been heard; returns all. */
  public List<String> awaitAllUpTo(long revision) {
    watch().requestProgress();
    return awaitProgress(revision);
  }

  /** Waits for unasked progress; returns all events heard. */
  public synchronized List<String> awaitProgress(long revision) {
    await("progress " + revision, () -> progress >= revision);
    return List.copyOf(events);
  }

  /** Waits for the end. */
  public synchronized StoreException awaitEnd() {
    await("end", () -> end.isPresent());
    return end.orElseThrow();
  }

  /** How many events each call brought. */
  public synchronized List<Integer> batches() {
    return List.copyOf(batches);
  }

  /** How many calls of any kind were made. */
  public synchronized int calls() {
    return batches.size() + progressCalls + (end.isPresent() ? 1 : 0);
  }

  /** The running watch. */
  public Watch watch() {
    return watch.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    watch().close();
  }
}

package io.jukung.controllers.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does the same many times: once, then in batches twice as large each, all of a batch at the same
 * time, until a batch has a failure. What is bound to fail for all fails only a few times.
 */
public final class SlowStart {
  private SlowStart() {}

  /**
   * How it went.
   *
   * @param failure the first one, if any
   */
  public record Outcome(int successes, Optional<RuntimeException> failure) {}

  /** Runs {@code work} up to {@code count} times on virtual threads, and waits for them. */
  public static Outcome run(int count, int first, Runnable work) {
    int successes = 0;
    int remaining = count;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int size = Math.min(first, remaining); size > 0; size = Math.min(2 * size, remaining)) {
        List<Runnable> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          batch.add(work);
        }
        Outcome outcome = all(threads, batch);
        successes += outcome.successes();
        if (outcome.failure().isPresent()) {
          return new Outcome(successes, outcome.failure());
        }
        remaining -= size;
      }
    }
    return new Outcome(successes, Optional.empty());
  }

  /** Runs all of the work at the same time, and waits for it. */
  public static Outcome all(List<Runnable> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return all(threads, work);
    }
  }

  private static Outcome all(ExecutorService threads, List<Runnable> work) {
    List<Future<?>> running = new ArrayList<>();
    work.forEach(one -> running.add(threads.submit(one)));
    int successes = 0;
    Optional<RuntimeException> failure = Optional.empty();
    for (Future<?> one : running) {
      try {
        one.get();
        successes++;
      } catch (ExecutionException e) {
        RuntimeException cause =
            e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
        failure = failure.or(() -> Optional.of(cause));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Outcome(successes, Optional.of(new IllegalStateException(e)));
      }
    }
    return new Outcome(successes, failure);
  }
}

package io.jukung.conformance.watches;

import io.jukung.conformance.objects.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes, changes and removes config maps by chance, some steps ahead of what is allowed, in a
 * thread of its own.
 */
final class Churn implements AutoCloseable {
  private static final int AHEAD = 20;

  private final Resource maps;
  private final Random random;
  private final Semaphore steps = new Semaphore(AHEAD);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<String> there = new ArrayList<>();
  private final Thread thread;
  private int made;

  Churn(Resource maps, Random random) {
    this.maps = maps;
    this.random = random;
    this.thread = Thread.ofVirtual().name("churn").start(this::run);
  }

  void allow(int more) {
    steps.release(more);
  }

  /** Fails as the writer did. */
  void check() {
    if (failure.get() != null) {
      throw new AssertionError("the writer failed", failure.get());
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        steps.acquire();
        step();
      }
    } catch (InterruptedException e) {
      // The test is over.
      Thread.currentThread().interrupt();
    } catch (Exception | AssertionError e) {
      failure.set(e);
    }
  }

  private void step() throws Exception {
    int what = there.isEmpty() ? 0 : random.nextInt(3);
    if (what == 0) {
      String name = "map-" + made++;
      maps.create("{metadata: {name: " + name + "}}");
      there.add(name);
      return;
    }
    String name = there.get(random.nextInt(there.size()));
    if (what == 1) {
      maps.merge(name, "{data: {step: '" + random.nextInt() + "'}}");
    } else {
      maps.delete(name);
      there.remove(name);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

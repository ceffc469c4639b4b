package io.jukung.server.health;

import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Whether the store confirms the newest revision, which takes most of its members. Answers in two
 * seconds. The store is asked once a second at most: an answer younger than that is given again,
 * and who asks meanwhile shares the one question on its way. Upstream's check of etcd does the same
 * ({@code storage/storagebackend/factory/etcd3.go} at v1.36: half of the timeout). Safe for all
 * threads.
 *
 * <p>The question is asked on a platform thread, which lives while it is asked: one that waited for
 * its turn among virtual threads would tell how busy the server is and not how the store does.
 */
public final class StoreProbe implements HealthCheck.Probe {
  private static final long LIMIT_SECONDS = 2;
  private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(1);

  private final Store store;
  private final Executor threads;
  private final LongSupplier nanos;
  // Guarded by this.
  private CompletableFuture<Optional<String>> asked =
      CompletableFuture.completedFuture(Optional.empty());
  private long askedNs;

  /** Asks a store. */
  public StoreProbe(Store store) {
    this(
        store,
        task -> Thread.ofPlatform().daemon().name("store-probe").start(task),
        System::nanoTime);
  }

  /**
   * Asks a store.
   *
   * @param threads where it is asked
   * @param nanos as {@link System#nanoTime}
   */
  StoreProbe(Store store, Executor threads, LongSupplier nanos) {
    this.store = store;
    this.threads = threads;
    this.nanos = nanos;
    this.askedNs = nanos.getAsLong() - FRESH_NS;
  }

  @Override
  public Optional<String> failure() {
    try {
      return ask().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return Optional.of("the store did not answer in " + LIMIT_SECONDS + " seconds");
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private synchronized CompletableFuture<Optional<String>> ask() {
    if (asked.isDone() && nanos.getAsLong() - askedNs >= FRESH_NS) {
      askedNs = nanos.getAsLong();
      asked = CompletableFuture.supplyAsync(this::probe, threads);
    }
    return asked;
  }

  private Optional<String> probe() {
    try {
      long _ = store.readBarrier();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}

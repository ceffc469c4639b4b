package io.jukung.server.health;

import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether the store confirms the newest revision, which takes most of its members. Answers in two
 * seconds, as upstream's check of etcd does; who asks meanwhile shares the one question on its way.
 * Safe for all threads.
 */
public final class StoreProbe implements HealthCheck.Probe {
  private static final long LIMIT_SECONDS = 2;

  private final Store store;
  private CompletableFuture<Optional<String>> asked =
      CompletableFuture.completedFuture(Optional.empty());

  /** Asks a store. */
  public StoreProbe(Store store) {
    this.store = store;
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
    if (asked.isDone()) {
      asked =
          CompletableFuture.supplyAsync(
              this::probe, task -> Thread.ofVirtual().name("store-probe").start(task));
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

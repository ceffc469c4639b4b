package io.jukung.controllers.pod;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What a controller has done and not yet seen in its informer: as long as that is open it must not
 * count, or it would do it twice. Safe for all threads; one entry per controlled object.
 *
 * <p>Upstream's counterpart: {@code UIDTrackingControllerExpectations}.
 *
 * @param <K> the controlling objects' keys
 * @param <D> the keys of what they delete
 */
public final class Expectations<K, D> {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final class Open<D> {
    int creations;
    final Set<D> deletions = new HashSet<>();
    long sinceNs;
  }

  private final LongSupplier nanoTime;
  private final Map<K, Open<D>> open = new HashMap<>();

  /**
   * Nothing expected.
   *
   * @param nanoTime the clock, {@link System#nanoTime} outside tests
   */
  public Expectations(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether all that was expected was seen, or has been waited for long enough. */
  public synchronized boolean satisfied(K key) {
    Open<D> expected = open.get(key);
    return expected == null
        || (expected.creations <= 0 && expected.deletions.isEmpty())
        || nanoTime.getAsLong() - expected.sinceNs > TIMEOUT.toNanos();
  }

  /** So many creations will be seen, and nothing else. */
  public synchronized void expectCreations(K key, int count) {
    fresh(key).creations = count;
  }

  /** These deletions will be seen, and nothing else. */
  public synchronized void expectDeletions(K key, Collection<D> deleted) {
    fresh(key).deletions.addAll(deleted);
  }

  /** So many creations and these deletions will be seen. */
  public synchronized void expect(K key, int creations, Collection<D> deleted) {
    Open<D> expected = fresh(key);
    expected.creations = creations;
    expected.deletions.addAll(deleted);
  }

  /** A creation was seen, or will never be. */
  public synchronized void creationObserved(K key) {
    Open<D> expected = open.get(key);
    if (expected != null) {
      expected.creations--;
    }
  }

  /** A deletion was seen, or will never be. */
  public synchronized void deletionObserved(K key, D deleted) {
    Open<D> expected = open.get(key);
    if (expected != null) {
      expected.deletions.remove(deleted);
    }
  }

  /** The controlling object is gone. */
  public synchronized void forget(K key) {
    open.remove(key);
  }

  private Open<D> fresh(K key) {
    Open<D> expected = new Open<>();
    expected.sinceNs = nanoTime.getAsLong();
    open.put(key, expected);
    return expected;
  }
}

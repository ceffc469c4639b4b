package io.jukung.controllers.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * Brings what a key names to the state it should have. Must be able to run again at any time.
 *
 * @param <K> the keys
 */
@FunctionalInterface
public interface Reconciler<K> {
  /**
   * One attempt.
   *
   * @return when to look again although nothing failed; empty when the next change is soon enough
   * @throws RuntimeException when it failed; the key comes again after a growing wait
   */
  Optional<Duration> reconcile(K key);
}

package io.jukung.storage;

/**
 * What a backend adds to run the contract suite: one place to keep data, opened again and again.
 */
public interface StoreLab {
  /**
   * Opens the store; what the last one opened here left is there again when {@link #durable}. It
   * looks for ended leases every few milliseconds of real time, tells idle watches of progress as
   * often, and never compacts by itself.
   */
  Store open(TestClock clock);

  /** Whether data outlives {@link Store#close}. */
  boolean durable();
}

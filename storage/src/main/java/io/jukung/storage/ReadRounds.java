package io.jukung.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares one confirmation of the newest revision between all who ask for it at the same time: a
 * caller gets the answer of a round that began after it called, so a round under way never serves a
 * late-comer. At most one round runs and one gathers callers; no thread is added, the first caller
 * of a round runs it.
 *
 * <p>Safe for use by any number of threads; callers block.
 */
public final class ReadRounds {
  private final LongSupplier confirm;
  private final Object turn = new Object();

  // Guarded by this.
  private @Nullable CompletableFuture<Long> gathering;

  /**
   * Rounds over a confirmation.
   *
   * @param confirm asks a quorum for a revision at least that of every write acknowledged before;
   *     may throw {@link StoreException}, which all callers of the round get
   */
  public ReadRounds(LongSupplier confirm) {
    this.confirm = confirm;
  }

  /** The revision a round that began after this call confirmed. */
  public long confirmed() {
    CompletableFuture<Long> mine;
    boolean first;
    synchronized (this) {
      first = gathering == null;
      if (gathering == null) {
        gathering = new CompletableFuture<>();
      }
      mine = gathering;
    }
    if (first) {
      run(mine);
    }
    try {
      return mine.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException expected) {
        throw expected;
      }
      throw e;
    }
  }

  private void run(CompletableFuture<Long> round) {
    synchronized (turn) {
      synchronized (this) {
        gathering = null;
      }
      try {
        round.complete(confirm.getAsLong());
      } catch (RuntimeException e) {
        round.completeExceptionally(e);
      }
    }
  }
}

package io.jukung.storage.migrate;

import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Brings a store's revision up by writing one key over and over, which is the only way over the
 * API; some ten thousand a second. Each write of the key supersedes the one before.
 */
public final class RevisionRaise {
  /** How far this goes; beyond it takes too long, and etcd has an own tool. */
  public static final long MOST = 5_000_000;

  private static final int WRITERS = 64;

  private final Store store;
  private final Bytes key;

  /** Raises a store by writing a key that nobody else uses. */
  public RevisionRaise(Store store, Bytes key) {
    this.store = store;
    this.key = key;
  }

  /**
   * Returns when the store's revision is above one.
   *
   * @throws StoreException.Invalid when that is more than {@link #MOST} away
   */
  public void above(long revision) {
    long now = store.readBarrier();
    if (revision - now > MOST) {
      throw new StoreException.Invalid(
          "the target is at revision "
              + now
              + ", which is too far below "
              + revision
              + " to raise it by writes: restore an empty snapshot into it with etcdutl's"
              + " --bump-revision "
              + (revision - now + 1)
              + " --mark-compacted first");
    }
    if (now <= revision) {
      try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all =
            IntStream.range(0, WRITERS)
                .<Future<?>>mapToObj(i -> writers.submit(() -> writeUntilAbove(revision)))
                .toList();
        for (Future<?> one : all) {
          one.get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException.Unavailable("interrupted");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof StoreException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
  }

  private void writeUntilAbove(long revision) {
    Txn put = new Txn(List.of(), List.of(new Operation.Put(key, Bytes.EMPTY, 0)), List.of());
    long reached = 0;
    while (reached <= revision) {
      reached = store.txn(put).revision();
    }
  }
}

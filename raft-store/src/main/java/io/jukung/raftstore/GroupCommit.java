package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers waiting writes into log entries.
 *
 * <p>There is no thread of its own: a caller that finds room for another entry on its way takes all
 * that waits and sends it, and so does the apply thread when an entry is done. So a lone write goes
 * straight out, and under load each entry carries what gathered while the ones before it were made
 * durable. Safe for use by any number of threads.
 *
 * <p>A batch is bound to a term: it gets into the log in that term or never. So it is known not to
 * be in the log, and is sent again, when the log refuses it or when an entry of a later term has
 * been applied before it. Until one of these nobody can tell, and its callers wait.
 */
final class GroupCommit {
  /** Where entries go. */
  interface Log {
    /** The newest term known, in which the next batch is to get in or not at all. */
    long term();

    /**
     * Hands a batch over without waiting. The batch comes back through {@link #applied}, {@link
     * #refused}, {@link #termPassed} or {@link #lost}, on any thread, possibly within this call.
     */
    void append(Batch batch);
  }

  private final RaftStoreConfig.Batches limits;
  private final long writeTimeoutNs;
  private final Log log;
  private final Runnable retryLater;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private volatile long lastRefused;

  // Guarded by lock.
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Map<Long, Batch> inFlight = new HashMap<>();
  private long queuedBytes;
  private long lastId;
  private @Nullable StoreException stopped;

  /**
   * A group commit over a log.
   *
   * @param retryLater arranges for {@link #pump} to be called soon, as the log would not take a
   *     batch just now
   */
  GroupCommit(RaftStoreConfig config, Log log, Runnable retryLater) {
    this.limits = config.batches();
    this.writeTimeoutNs = config.writeTimeout().toNanos();
    this.log = log;
    this.retryLater = retryLater;
  }

  /** Sends a write and waits for its outcome; throws what it failed with. */
  Outcome write(Command command) {
    Waiting waiting = submit(command);
    Outcome outcome = waiting.await(writeTimeoutNs).orElseGet(() -> giveUp(waiting));
    if (outcome instanceof Outcome.Failed failed) {
      throw failed.cause();
    }
    return outcome;
  }

  /** Sends a write without waiting; throws when there is no room for it or this has stopped. */
  Waiting submit(Command command) {
    return submit(new Waiting(command));
  }

  /**
   * Sends a write whose listener is told its outcome, often by the thread that applies: it must not
   * wait for anything. Throws when there is no room or this has stopped.
   */
  void submit(Command command, Consumer<Outcome> told) {
    var _ = submit(new Waiting(command, told, System.nanoTime() + writeTimeoutNs));
  }

  /** Tells listeners whose writes take too long so; to be called now and then. */
  void expire(long nowNs) {
    List<Waiting> overdue = new ArrayList<>();
    lock.lock();
    try {
      queue.stream().filter(write -> write.overdue(nowNs)).forEach(overdue::add);
      inFlight.values().stream()
          .flatMap(batch -> batch.writes().stream())
          .filter(write -> write.overdue(nowNs) && !write.abandoned())
          .forEach(overdue::add);
    } finally {
      lock.unlock();
    }
    overdue.forEach(write -> write.complete(giveUp(write)));
  }

  private Waiting submit(Waiting waiting) {
    lock.lock();
    try {
      if (stopped != null) {
        throw stopped;
      }
      if (queue.size() >= limits.waitingCommands()
          || queuedBytes + waiting.bytes() > limits.waitingBytes() + limits.entryBytes()) {
        throw new StoreException.Unavailable("too many writes are waiting");
      }
      queue.add(waiting);
      queuedBytes += waiting.bytes();
    } finally {
      lock.unlock();
    }
    pump();
    return waiting;
  }

  /** Sends what waits, as far as there is room on the way and the log takes it. */
  void pump() {
    while (true) {
      Optional<Batch> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      log.append(batch.get());
      if (lastRefused == batch.get().id()) {
        return; // The next would be, too: sent again when it is time.
      }
    }
  }

  /** A batch has been applied. Unknown ones (from before a restart) are left alone. */
  void applied(long batchId, List<Outcome> outcomes) {
    Optional<Batch> done = remove(batchId);
    if (done.isPresent()) {
      List<Waiting> writes = done.get().writes();
      for (int i = 0; i < writes.size(); i++) {
        writes.get(i).complete(outcomes.get(i));
      }
      pump();
    }
  }

  /** A batch is not in the log and never will be: it goes back to the head of the queue. */
  void refused(long batchId) {
    lock.lock();
    try {
      Batch batch = inFlight.remove(batchId);
      if (batch == null) {
        return;
      }
      lastRefused = batchId;
      requeue(batch);
    } finally {
      lock.unlock();
    }
    retryLater.run();
  }

  /** An entry of {@code term} is being applied: older batches still out are not in the log. */
  void termPassed(long term) {
    lock.lock();
    try {
      List<Batch> older =
          inFlight.values().stream()
              .filter(batch -> batch.term() < term)
              .sorted(Comparator.comparingLong(Batch::id).reversed())
              .toList();
      older.forEach(
          batch -> {
            inFlight.remove(batch.id());
            requeue(batch);
          });
    } finally {
      lock.unlock();
    }
    pump();
  }

  /** The outcomes of all that is on its way can't be told any more. */
  void lost(String why) {
    List<Batch> unknown;
    lock.lock();
    try {
      unknown = List.copyOf(inFlight.values());
      inFlight.clear();
      done.signalAll();
    } finally {
      lock.unlock();
    }
    uncertain(unknown, why);
    pump();
  }

  /** Lets every waiting caller go, and refuses new ones, for {@code cause}. */
  void stop(StoreException cause) {
    List<Waiting> unsent;
    List<Batch> unknown;
    lock.lock();
    try {
      if (stopped == null) {
        stopped = cause;
      }
      unsent = new ArrayList<>(queue);
      queue.clear();
      queuedBytes = 0;
      unknown = new ArrayList<>(inFlight.values());
      inFlight.clear();
    } finally {
      lock.unlock();
    }
    unsent.forEach(write -> write.complete(new Outcome.Failed(cause)));
    uncertain(unknown, String.valueOf(cause.getMessage()));
  }

  /** Refuses new writes for {@code cause}, and gives those there are a bounded time to be done. */
  void drain(StoreException cause, long limitNs) {
    lock.lock();
    try {
      if (stopped == null) {
        stopped = cause;
      }
      long leftNs = limitNs;
      while (leftNs > 0 && !(queue.isEmpty() && inFlight.isEmpty())) {
        leftNs = done.awaitNanos(leftNs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** How many writes wait to be sent. */
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private static void uncertain(List<Batch> batches, String why) {
    Outcome outcome = new Outcome.Failed(new StoreException.Uncertain("write sent; " + why));
    batches.forEach(batch -> batch.writes().forEach(write -> write.complete(outcome)));
  }

  /** Called with the lock. Writes whose callers have gone are not sent again. */
  private void requeue(Batch batch) {
    for (Waiting write : batch.writes().reversed()) {
      if (!write.abandoned()) {
        queue.addFirst(write);
        queuedBytes += write.bytes();
      }
    }
    done.signalAll();
  }

  private Optional<Batch> nextBatch() {
    lock.lock();
    try {
      if (queue.isEmpty() || inFlight.size() >= limits.inFlight()) {
        return Optional.empty();
      }
      List<Waiting> writes = new ArrayList<>();
      long bytes = 0;
      while (!queue.isEmpty() && writes.size() < limits.entryCommands()) {
        Waiting next = queue.peek();
        if (!writes.isEmpty() && bytes + next.bytes() > limits.entryBytes()) {
          break;
        }
        queue.remove();
        queuedBytes -= next.bytes();
        bytes += next.bytes();
        writes.add(next);
      }
      lastId++;
      Batch batch = new Batch(lastId, log.term(), writes);
      inFlight.put(lastId, batch);
      return Optional.of(batch);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Batch> remove(long batchId) {
    lock.lock();
    try {
      done.signalAll();
      return Optional.ofNullable(inFlight.remove(batchId));
    } finally {
      lock.unlock();
    }
  }

  /** Waits no longer for a write: what its caller is told when it is still without an outcome. */
  Outcome giveUp(Waiting waiting) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    String why = interrupted ? "interrupted while waiting" : "no answer in time";
    lock.lock();
    try {
      waiting.abandon();
      if (queue.remove(waiting)) {
        queuedBytes -= waiting.bytes();
        return new Outcome.Failed(new StoreException.Unavailable("write not sent: " + why));
      }
      // What nobody waits for takes up no room.
      inFlight.values().removeIf(batch -> batch.writes().stream().allMatch(Waiting::abandoned));
    } finally {
      lock.unlock();
    }
    return new Outcome.Failed(new StoreException.Uncertain("write sent: " + why));
  }
}

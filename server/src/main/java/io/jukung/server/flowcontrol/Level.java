package io.jukung.server.flowcontrol;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The seats and queues of one priority level: fair queuing with virtual time, in which every queue
 * that has something to do gets the same part of the seats ({@code fairqueuing/queueset} at v1.36).
 *
 * <p>Unlike upstream's, a request that finds a seat and nobody waiting takes it without going
 * through a queue, and the number of busy queues is kept, not counted: coming and going do not
 * depend on how many queues there are.
 */
final class Level {
  final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier nanos;
  private final ScheduledExecutorService later;
  final LevelCounts counts = new LevelCounts();
  final Demand demand;
  // Written under the lock.
  volatile LevelSpec spec;
  private volatile int limit;
  private volatile int nominal;
  // Guarded by lock.
  private ShuffleSharding dealer;
  private LevelQueue[] queues = {};
  private int activeQueues;
  private double virtualNow;
  private long lastNs;
  private int dealt;
  private int robin;

  /**
   * A level.
   *
   * @param nanos as {@link System#nanoTime}
   * @param later gives seats back that are held beyond a request's end
   */
  Level(LevelSpec spec, int nominal, LongSupplier nanos, ScheduledExecutorService later) {
    this.spec = spec;
    this.nanos = nanos;
    this.later = later;
    this.lastNs = nanos.getAsLong();
    this.demand = new Demand(lastNs);
    this.dealer = new ShuffleSharding(1, 1);
    configure(spec, nominal);
    this.limit = nominal - lendable() / 2;
  }

  /** Takes another configuration over; requests in it stay where they are. */
  void configure(LevelSpec other, int nominalSeats) {
    lock.lock();
    try {
      spec = other;
      nominal = nominalSeats;
      dealer = new ShuffleSharding(Math.max(1, other.queues()), Math.max(1, other.handSize()));
      if (other.queues() > queues.length) {
        LevelQueue[] more = java.util.Arrays.copyOf(queues, other.queues());
        for (int i = queues.length; i < more.length; i++) {
          more[i] = new LevelQueue(i);
        }
        queues = more;
      }
    } finally {
      lock.unlock();
    }
  }

  private int lendable() {
    return (int) Math.round(nominal * spec.lendablePercent() / 100.0);
  }

  /** What the level may have and wanted in the period that ends now. */
  Lending.Wish wish(int all) {
    lock.lock();
    try {
      demand.finish(nanos.getAsLong());
      int borrowing =
          spec.borrowingPercent() < 0
              ? all
              : (int) Math.round(nominal * spec.borrowingPercent() / 100.0);
      return new Lending.Wish(
          nominal - lendable(), nominal + borrowing, nominal, demand.high(), demand.smoothed());
    } finally {
      lock.unlock();
    }
  }

  /** How many seats it has from now on. */
  void limit(int seats) {
    lock.lock();
    try {
      sync();
      limit = seats;
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** How many seats it has now. */
  int limit() {
    return limit;
  }

  /** How many seats it has when nobody lends or borrows. */
  int nominal() {
    return nominal;
  }

  /** The most seats one request is thought to take. */
  int mostSeats() {
    return spec.queues() == 0
        ? Integer.MAX_VALUE
        : Math.max(1, Math.min((int) Math.ceil(nominal * 0.15), nominal / spec.handSize()));
  }

  /**
   * Waits for seats.
   *
   * @param hash of its flow
   * @param deadlineNs until when to wait
   * @param onGone is given what to do when the client is gone
   * @return empty when there are none for it
   */
  Optional<Ticket> enter(
      Ticket.Told told, long hash, Work work, long deadlineNs, Consumer<Runnable> onGone)
      throws InterruptedException {
    Ticket ticket;
    lock.lock();
    try {
      sync();
      LevelQueue queue = spec.queues() == 0 ? null : choose(hash);
      ticket = new Ticket(told, work, virtualNow, lastNs, queue);
      if (queue == null || counts.waiting == 0) {
        if (fits(work.maxSeats())) {
          start(ticket);
          return Optional.of(ticket);
        }
      }
      if (queue == null
          || (counts.seatsInUse >= limit && queue.waiting.size() >= spec.queueLength())) {
        counts.rejected++;
        return Optional.empty();
      }
      enqueue(ticket, queue);
      dispatch();
    } finally {
      lock.unlock();
    }
    onGone.accept(ticket::giveUp);
    boolean interrupted = false;
    try {
      if (ticket.dispatched.await(deadlineNs - nanos.getAsLong(), TimeUnit.NANOSECONDS)
          && !ticket.givenUp) {
        return Optional.of(ticket);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    boolean gone = leave(ticket, interrupted || ticket.givenUp);
    if (interrupted) {
      if (!gone) {
        finish(ticket);
      }
      throw new InterruptedException();
    }
    return gone ? Optional.empty() : Optional.of(ticket);
  }

  /** Gives up to wait; false when the ticket runs already. */
  private boolean leave(Ticket ticket, boolean cancelled) {
    lock.lock();
    try {
      sync();
      LevelQueue queue = ticket.queue;
      if (ticket.running || queue == null || !queue.remove(ticket)) {
        return false;
      }
      counts.waiting--;
      counts.seatsWaiting -= ticket.work.maxSeats();
      counts.rejected++;
      counts.timedOut += cancelled ? 0 : 1;
      counts.cancelled++;
      if (!queue.active()) {
        activeQueues--;
      }
      queue.bound();
      note();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private LevelQueue choose(long hash) {
    int[] hand = dealer.deal(hash);
    int offset = Math.floorMod(dealt++, hand.length);
    LevelQueue best = queues[hand[offset]];
    for (int i = 1; i < hand.length; i++) {
      LevelQueue queue = queues[hand[(offset + i) % hand.length]];
      if (queue.workWaiting < best.workWaiting) {
        best = queue;
      }
    }
    return best;
  }

  /** Whether that many seats are free; a request larger than the level runs alone. */
  private boolean fits(int seats) {
    return spec.exempt()
        || (seats > limit ? counts.executing == 0 : counts.seatsInUse + seats <= limit);
  }

  private void enqueue(Ticket ticket, LevelQueue queue) {
    if (!queue.active()) {
      queue.nextR = virtualNow;
      activeQueues++;
    }
    queue.add(ticket);
    queue.bound();
    counts.waiting++;
    counts.seatsWaiting += ticket.work.maxSeats();
    note();
  }

  private void start(Ticket ticket) {
    LevelQueue queue = ticket.queue;
    if (queue != null) {
      if (!queue.active()) {
        queue.nextR = virtualNow;
        activeQueues++;
      }
      queue.nextR = Math.max(queue.nextR, ticket.arrivedR) + ticket.work.total();
      queue.running.add(ticket);
      queue.seatsInUse += ticket.work.maxSeats();
    } else {
      counts.queueless.add(ticket);
    }
    ticket.running = true;
    ticket.startedNs = lastNs;
    counts.executing++;
    counts.dispatched++;
    counts.seatsInUse += ticket.work.maxSeats();
    note();
    ticket.dispatched.countDown();
  }

  private void dispatch() {
    while (counts.waiting > 0 && counts.seatsInUse < limit) {
      LevelQueue queue = next();
      Ticket first = queue.waiting.peekFirst();
      if (first == null || !fits(first.work.maxSeats())) {
        return;
      }
      queue.remove(first);
      counts.waiting--;
      counts.seatsWaiting -= first.work.maxSeats();
      start(first);
      queue.bound();
    }
  }

  /** The queue whose first request would be done first in virtual time. */
  private LevelQueue next() {
    LevelQueue best = queues[0];
    double earliest = Double.MAX_VALUE;
    int at = robin;
    for (int i = 1; i <= queues.length; i++) {
      LevelQueue queue = queues[(robin + i) % queues.length];
      Ticket first = queue.waiting.peekFirst();
      if (first != null && queue.nextR + first.work.total() < earliest) {
        earliest = queue.nextR + first.work.total();
        best = queue;
        at = (robin + i) % queues.length;
      }
    }
    robin = at;
    return best;
  }

  /** Tells that a request is over; its seats may be held a little longer. */
  void finish(Ticket ticket) {
    boolean lingers = ticket.work.finalNs() > 0;
    lock.lock();
    try {
      sync();
      counts.executing--;
      LevelQueue queue = ticket.queue;
      if (queue != null) {
        double ran = (lastNs - ticket.startedNs) / 1e9;
        queue.nextR -= ticket.work.seats() * (Work.EXPECTED_SECONDS - ran);
        queue.running.remove(ticket);
        if (!queue.active()) {
          activeQueues--;
        }
        queue.bound();
      } else {
        counts.queueless.remove(ticket);
      }
      if (!lingers) {
        release(ticket);
      }
    } finally {
      lock.unlock();
    }
    if (lingers) {
      var _ =
          later.schedule(() -> releaseLater(ticket), ticket.work.finalNs(), TimeUnit.NANOSECONDS);
    }
  }

  private void releaseLater(Ticket ticket) {
    lock.lock();
    try {
      sync();
      release(ticket);
    } finally {
      lock.unlock();
    }
  }

  private void release(Ticket ticket) {
    counts.seatsInUse -= ticket.work.maxSeats();
    if (ticket.queue != null) {
      ticket.queue.seatsInUse -= ticket.work.maxSeats();
    }
    note();
    dispatch();
  }

  private void note() {
    demand.set(counts.seatsInUse + counts.seatsWaiting, lastNs);
  }

  /** Lets virtual time go on as fast as the busy queues get seats. */
  private void sync() {
    long now = nanos.getAsLong();
    if (activeQueues > 0) {
      double seats = Math.min(counts.seatsInUse + counts.seatsWaiting, limit);
      virtualNow += (now - lastNs) / 1e9 * seats / activeQueues;
    }
    lastNs = now;
  }

  /** The queues, for a look at them under the lock. */
  LevelQueue[] queues() {
    return queues;
  }

  /** Whether nothing waits or runs. */
  boolean idle() {
    lock.lock();
    try {
      return counts.waiting == 0 && counts.executing == 0;
    } finally {
      lock.unlock();
    }
  }
}

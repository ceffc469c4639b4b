package io.jukung.raftstore;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of proposals whose calls to the leader broke off, each on a virtual thread
 * of its own; there are as few as group commit has entries on their way.
 */
final class Settling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
  private static final long EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The member behind this. */
  interface Owner {
    /** The newest term known. */
    long term();

    /** Asks the leader: true when the proposal is not in the log for good. */
    boolean settle(Consensus.Proposal proposal) throws IOException;
  }

  private final Owner owner;
  private volatile boolean closed;

  Settling(Owner owner) {
    this.owner = owner;
  }

  /** Begins to ask, until there is an answer or the term is over, which tells as well. */
  void start(Consensus.Proposal proposal, Runnable refused) {
    Thread.ofVirtual().name("raft-store-settle").start(() -> run(proposal, refused));
  }

  @Override
  public void close() {
    closed = true;
  }

  private void run(Consensus.Proposal proposal, Runnable refused) {
    while (!closed && owner.term() == proposal.term()) {
      try {
        if (owner.settle(proposal)) {
          refused.run();
        }
        return;
      } catch (IOException e) {
        LOG.debug("proposal {} not settled yet", proposal.id(), e);
        LockSupport.parkNanos(EVERY_NS);
      }
    }
  }
}

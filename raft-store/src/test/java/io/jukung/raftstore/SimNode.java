package io.jukung.raftstore;

import io.jukung.raftstore.SimLog.Entry;
import io.jukung.storage.Bytes;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member's side of a {@link SimLog}. Its log and what it purged of it survive a crash, the rest
 * does not. Used by one thread.
 */
final class SimNode implements Consensus {
  final int id;
  private final SimLog log;

  /** How many entries are in its log, counted from the beginning. */
  int has;

  /** How many of these it knows to be committed. */
  int known;

  /** The entries before this one have been deleted. */
  int purged;

  /** Counts its starts. */
  int life;

  /** How often it took over another's state. */
  int installs;

  /** Cut off from all others. */
  boolean cut;

  private int next;
  private long term;
  private int leader = -1;
  private boolean ready;
  private Consensus.@Nullable Replica replica;

  SimNode(int id, SimLog log) {
    this.id = id;
    this.log = log;
  }

  boolean up() {
    return replica != null;
  }

  boolean reachable() {
    return up() && !cut;
  }

  Consensus.Replica replica() {
    return Objects.requireNonNull(replica);
  }

  long term() {
    return term;
  }

  /** The index of the next entry to apply. */
  int next() {
    return next;
  }

  /** Starts with a replica as its disk has it. */
  void start(Consensus.Replica restarted) {
    long applied = restarted.applied().index();
    if (applied + 1 < purged) {
      throw new SimViolation(
          "member " + id + " has a state of " + applied + " and a log from " + purged + " on");
    }
    life++;
    replica = restarted;
    next = (int) applied + 1;
    known = Math.max(next, purged);
    has = Math.max(has, next);
    leader = -1;
    ready = false;
  }

  void crash() {
    replica = null;
    leader = -1;
    if (log.leader == id) {
      log.abdicate();
    }
  }

  void truncate(int size) {
    has = Math.min(has, size);
    known = Math.min(known, size);
  }

  void learn(long newTerm, int newLeader) {
    if (newTerm < term || (newTerm == term && newLeader == leader)) {
      return;
    }
    ready = false;
    term = newTerm;
    leader = newLeader;
    replica().leadershipChanged();
  }

  boolean believesToLead(long inTerm) {
    return leader == id && term == inTerm;
  }

  /** Applies the next entry, if it is known to be committed. */
  boolean apply() {
    if (next >= known) {
      return false;
    }
    Entry entry = log.entries.get(next);
    next++;
    if (entry.own()) {
      replica().passed(entry.place());
      if (leader == id && entry.place().term() == term) {
        ready = true;
        replica().leadershipChanged();
      }
    } else if (log.fault() != SimFault.ENTRY_SKIPPED || next % 40 != 3 * id + 1) {
      byte[] bytes =
          log.fault() == SimFault.LOCAL_TIME
              ? atLocalTime(entry.bytes().array())
              : entry.bytes().array();
      replica().apply(entry.place(), entry.client(), entry.id(), bytes);
      if (log.fault() == SimFault.ENTRY_REPEATED && next % 40 == 3 * id + 1) {
        replica().apply(entry.place(), entry.client(), entry.id(), bytes);
      }
    }
    return true;
  }

  private byte[] atLocalTime(byte[] bytes) {
    LogEntry entry = LogEntryCodec.decode(bytes);
    byte[] commands = LogEntryCodec.encode(entry.commands());
    Proposal proposal = new Proposal(Bytes.EMPTY, 0, entry.term(), Bytes.wrap(commands));
    return Sealed.of(replica().head(proposal), commands);
  }

  /** Deletes the part of the log that is not needed any more. */
  void purge() {
    Place durable =
        log.fault() == SimFault.PURGED_BEFORE_FLUSHED ? replica().applied() : replica().persisted();
    purged = Math.max(purged, (int) durable.index() + 1);
  }

  /** Takes over another member's state. */
  void install(SimNode from) {
    Path folder = log.passing();
    from.replica().checkpoint(folder);
    Place place = from.replica().persisted();
    if (place.index() + 1 <= next && log.fault() != SimFault.OLD_STATE_INSTALLED) {
      return;
    }
    installs++;
    replica().install(folder);
    next = (int) place.index() + 1;
    has = Math.max(has, next);
    known = Math.max(known, next);
    purged = Math.max(purged, next);
  }

  @Override
  public Leadership leadership() {
    return new Leadership(
        term, leader < 0 ? Optional.empty() : Optional.of("m" + leader), leader == id && ready);
  }

  @Override
  public boolean alone() {
    return log.nodes.size() == 1 && leader == id && ready;
  }

  @Override
  public void propose(Proposal proposal, Runnable refused) {
    if (leader < 0) {
      refused.run();
    } else {
      log.send(this, leader, proposal, refused);
    }
  }

  @Override
  public void close() {
    crash();
  }
}

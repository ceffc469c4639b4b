package io.jukung.raftstore;

import io.jukung.raftstore.Consensus.Place;
import io.jukung.storage.Bytes;
import io.jukung.storage.watch.WatchHub;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This member's copy of the state: applies what was agreed on, tells watches and waiting callers.
 * Reading its numbers is safe for all threads; it is changed by the log's thread only.
 */
final class MemberState implements Consensus.Replica {
  private static final Logger LOG = LoggerFactory.getLogger(MemberState.class);

  /** The rest of the store. */
  interface Owner {
    /** Leadership may have changed. */
    void leadershipChanged();

    /** The store can't go on. */
    void fault(String what, Throwable cause);
  }

  private final DataFolder folder;
  private final long memoryBytes;
  private final InstantSource clock;
  private final Gate gate;
  private final Bytes client;
  private final WatchHub hub;
  private final GroupCommit commits;
  private final Owner owner;

  private volatile AppliedState state;
  private volatile long nextLeaseEndMs;

  // Touched by the log's thread only.
  private StateDb db;
  private long term;

  /**
   * The state in a database.
   *
   * @param client marks the entries that this process proposes
   */
  MemberState(
      RaftStoreConfig config,
      DataFolder folder,
      StateDb db,
      Gate gate,
      Bytes client,
      WatchHub hub,
      GroupCommit commits,
      Owner owner) {
    this.folder = folder;
    this.memoryBytes = config.memoryBytes();
    this.clock = config.clock();
    this.db = db;
    this.gate = gate;
    this.client = client;
    this.hub = hub;
    this.commits = commits;
    this.owner = owner;
    this.state = db.state();
    this.nextLeaseEndMs = LeaseRun.nextEndMs(db);
    this.term = state.term();
  }

  /** What has been applied and published. */
  AppliedState state() {
    return state;
  }

  /** When the next lease ends, in milliseconds since 1970. */
  long nextLeaseEndMs() {
    return nextLeaseEndMs;
  }

  @Override
  public byte[] seal(Consensus.Proposal proposal) {
    return LogEntryCodec.seal(proposal.term(), clock.millis(), proposal.commands().array());
  }

  @Override
  public Place applied() {
    return state.place();
  }

  @Override
  public Place persisted() {
    return gate.pass(StateDb::persistedState).place();
  }

  @Override
  public void persist() {
    gate.pass(
        now -> {
          now.flush(false);
          return true;
        });
  }

  @Override
  public void apply(Place place, Bytes proposer, long id, byte[] bytes) {
    passed(place);
    LogEntry entry = LogEntryCodec.decode(bytes);
    boolean counts = entry.countsIn(place.term());
    try (EntryRun run = new EntryRun(db, state, counts ? entry.timeMs() : 0)) {
      if (counts) {
        entry.commands().forEach(run::apply);
      }
      state = run.commit(place.term(), place.index());
      if (run.leasesChanged()) {
        nextLeaseEndMs = LeaseRun.nextEndMs(db);
      }
      hub.publish(run.changes());
      if (proposer.equals(client)) {
        if (counts) {
          commits.applied(id, run.outcomes());
        } else {
          commits.refused(id);
        }
      }
    }
  }

  @Override
  public void passed(Place place) {
    if (place.term() > term) {
      term = place.term();
      commits.termPassed(term);
    }
  }

  @Override
  public void leadershipChanged() {
    owner.leadershipChanged();
  }

  @Override
  public Place checkpoint(Path target) {
    return gate.pass(now -> now.checkpoint(target)).place();
  }

  @Override
  public void install(Path source) {
    folder.keepForInstall(source);
    gate.replace(
        old -> {
          old.close();
          folder.finishInstall();
          db = StateDb.open(folder.state(), memoryBytes);
          AppliedState installed = db.state();
          LOG.info("installed the state at {} in place of that at {}", installed, state);
          state = installed;
          term = installed.term();
          nextLeaseEndMs = LeaseRun.nextEndMs(db);
          return db;
        });
    hub.jump(state.revision());
    // What is on its way may be in there, and its outcomes are not.
    commits.lost("this member has taken over another one's state");
  }

  @Override
  public void fault(String what, Throwable cause) {
    owner.fault(what, cause);
  }
}

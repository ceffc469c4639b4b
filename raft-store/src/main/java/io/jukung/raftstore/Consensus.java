package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The replicated log under a store, as seen from one member: takes proposals in, hands the agreed
 * entries out to a {@link Replica} in the same order on every member. {@link RaftNode} is the one
 * on Ratis; nothing above this interface knows of it.
 *
 * <p>Safe for use by any number of threads. No method waits for other members.
 */
interface Consensus extends AutoCloseable {
  /** Who leads, as far as this member knows. */
  Leadership leadership();

  /**
   * Whether no other member can have acknowledged a write that this one has not applied: it leads,
   * the group is itself alone, and it has applied the entry that says so.
   */
  boolean alone();

  /**
   * Hands a proposal to the leader, wherever it is, without waiting.
   *
   * <p>Exactly one of these follows: the entry is applied here ({@link Replica#apply} with the
   * proposal's mark); {@code refused} is run, as the entry is not in the log and never will be; an
   * entry of a later term is applied here, which says the same, since a proposal gets in under its
   * own term only; a snapshot is installed that may or may not hold it; or nothing at all as long
   * as this member is cut off.
   *
   * @param refused run at most once, on any thread, possibly within this call
   */
  void propose(Proposal proposal, Runnable refused);

  /** Hands leadership over if there is anyone to take it, and stops. No call comes after it. */
  @Override
  void close();

  /**
   * What a member asks to be written.
   *
   * @param client marks the process that proposes
   * @param id unique within that process
   * @param term the only term in which it may get into the log
   * @param commands the encoded commands
   * @param quick whether applying them is known to take a moment only
   */
  record Proposal(Bytes client, long id, long term, Bytes commands, boolean quick) {
    /** One that may take long. */
    Proposal(Bytes client, long id, long term, Bytes commands) {
      this(client, id, term, commands, false);
    }

    /** A mark no other process has. */
    static Bytes newClient() {
      UUID random = UUID.randomUUID();
      return Bytes.wrap(
          ByteBuffer.allocate(16)
              .putLong(random.getMostSignificantBits())
              .putLong(random.getLeastSignificantBits())
              .array());
    }
  }

  /**
   * Who leads.
   *
   * @param term the newest term this member knows of
   * @param leader the leader's member id; empty when none is known
   * @param here whether this member leads and has applied all that was there before it did
   */
  record Leadership(long term, Optional<String> leader, boolean here) {
    static final Leadership NONE = new Leadership(0, Optional.empty(), false);
  }

  /**
   * A place in the log.
   *
   * @param index -1 is before the first entry
   */
  record Place(long term, long index) {}

  /** Starts the log for a replica. */
  interface Factory {
    /**
     * Starts; entries after {@link Replica#applied} come at once, perhaps before this returns.
     *
     * @throws StoreOpenException when it can't
     */
    Consensus start(Replica replica);
  }

  /**
   * The store on top of the log. {@link #apply}, {@link #passed} and {@link #install} are called
   * one after another, in the log's order; the others at any time from any thread.
   */
  interface Replica {
    /**
     * What stands before a proposal's commands in its entry; asked on the leader, with the proposal
     * of any member.
     */
    byte[] head(Proposal proposal);

    /** The place up to which everything has been applied. */
    Place applied();

    /** The place that a crash now would leave applied; the log behind it must be kept. */
    Place persisted();

    /** Whether what is applied next may have to wait for what is being written to disk. */
    boolean stalled();

    /** Asks for {@link #persisted} to catch up in the background. */
    void persist();

    /**
     * Applies an entry; {@code client} and {@code id} are those of its proposal.
     *
     * @param entry in one piece, or its head and its commands apart; never changed by anyone
     */
    void apply(Place place, Bytes client, long id, byte[]... entry);

    /** The log has reached an entry of its own, that is none of the store's. */
    void passed(Place place);

    /** Leadership may have changed: {@link Consensus#leadership} has the news. */
    void leadershipChanged();

    /** The hash of the state as it was at an index of the log, if it was taken. */
    Optional<String> hash(long index);

    /** Writes the state, as it is now or a little later, into a folder that does not exist yet. */
    void checkpoint(Path folder);

    /**
     * Takes the state from a folder that {@link #checkpoint} made on another member, newer than its
     * own, and makes it durable. The folder is moved away.
     */
    void install(Path folder);

    /** Nothing can be applied or logged any more. */
    void fault(String what, Throwable cause);
  }
}

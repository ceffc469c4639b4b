package io.jukung.raftstore;

import io.jukung.raftstore.ratis.ConnectionThread;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Who belongs to the group, and changing that. Safe for use by any number of threads. */
interface Membership {
  /** The members as this one knows them. */
  List<Member> members();

  /** Why other members can't be reached, by name; asks them, which takes two seconds at most. */
  Map<String, String> unreachable();

  /**
   * Where members serve clients by etcd's API, by name, of those that answer; empty when they
   * don't. Asks the others, which takes two seconds at most.
   */
  Map<String, String> clientUrls();

  /** The thread of this member's connections. */
  ConnectionThread connections();

  /**
   * Hands leadership over.
   *
   * @throws RefusedException when this member does not lead, or the other one can't
   * @throws IOException when the other one has not taken it in time
   */
  void handOver(String name) throws IOException;

  /** Other members' hashes of their state at an index of the log, by name, of those that say. */
  Map<String, String> hashes(long index);

  /**
   * Becomes a member of the group that this one was told to join; returns when it has caught up and
   * votes, unless it is a learner.
   *
   * @throws IOException when the group refuses it, or in two minutes nobody could take it
   */
  void join() throws IOException;

  /**
   * Removes a member, which may be lost or this one.
   *
   * @throws IOException when it can't be, or another change is under way
   */
  void remove(String name) throws IOException;

  /**
   * Gives a learner a vote.
   *
   * @throws IOException when it is none, lags behind, or another change is under way
   */
  void promote(String name) throws IOException;

  /**
   * Begins to listen for other members, which a member alone does not.
   *
   * @throws StoreOpenException when it can't; the store has stopped then
   */
  void listen(Peering peering);
}

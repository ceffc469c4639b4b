package io.jukung.raftstore;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The group a store is a member of. Safe for use by any number of threads. */
public final class StoreGroup {
  private final Membership membership;
  private final ReplicaChecks checks;

  StoreGroup(Membership membership, ReplicaChecks checks) {
    this.membership = membership;
    this.checks = checks;
  }

  /** The newest comparison of this member's state with others'. */
  public Optional<ReplicaCheck> lastCheck() {
    return checks.last();
  }

  /** The members, as this one knows them. */
  public List<Member> members() {
    return membership.members();
  }

  /** Why other members can't be reached, by name; asks them, which takes two seconds at most. */
  public Map<String, String> unreachable() {
    return membership.unreachable();
  }

  /**
   * Where members serve clients by etcd's API, by name, of those that answer; empty when they
   * don't. Asks the others, which takes two seconds at most.
   */
  public Map<String, String> clientUrls() {
    return membership.clientUrls();
  }

  /**
   * Hands leadership to another member.
   *
   * @throws RefusedException when this member does not lead, or the other one can't
   * @throws IOException when the other one has not taken it in time
   */
  public void handOver(String name) throws IOException {
    membership.handOver(name);
  }

  /**
   * Removes a member, which may be lost or this one.
   *
   * @throws IOException when it can't be, or another change is under way
   */
  public void remove(String name) throws IOException {
    membership.remove(name);
  }

  /**
   * Gives a learner a vote: it counts for the quorum from here on and may lead.
   *
   * @throws IOException when it is none, lags behind, or another change is under way
   */
  public void promote(String name) throws IOException {
    membership.promote(name);
  }

  /**
   * Begins to listen for other members, when this one does not yet; writes wait a moment.
   *
   * @throws StoreOpenException when it can't; the store has stopped then
   */
  public void listen(Peering peering) {
    membership.listen(peering);
  }

  /**
   * Makes this member, in a new folder, one of the group it was told to join; returns when it has
   * caught up and votes, unless it is a learner. Tries again, with growing pauses, while nobody
   * leads or another change is under way.
   *
   * @throws IOException when the group refuses it, or in two minutes nobody could take it
   */
  public void join() throws IOException {
    membership.join();
  }
}

package io.jukung.raftstore;

import java.io.IOException;
import java.util.List;

/** The group a store is a member of. Safe for use by any number of threads. */
public final class StoreGroup {
  private final Membership membership;

  StoreGroup(Membership membership) {
    this.membership = membership;
  }

  /** The members, as this one knows them. */
  public List<Member> members() {
    return membership.members();
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
   * Begins to listen for other members, when this one does not yet; writes wait a moment.
   *
   * @throws StoreOpenException when it can't; the store has stopped then
   */
  public void listen(Peering peering) {
    membership.listen(peering);
  }

  /**
   * Makes the member that runs here in a new folder one of the group it was told to join; returns
   * when it has caught up and votes.
   *
   * @throws IOException when it can't be, or another change is under way
   */
  public static void join(Peering peering) throws IOException {
    try (PeerClient client = new PeerClient(peering.name(), peering.tls())) {
      client.change(
          peering.joins().orElseThrow().through(),
          PeerCalls.add(peering.name(), peering.advertise()));
    }
  }
}

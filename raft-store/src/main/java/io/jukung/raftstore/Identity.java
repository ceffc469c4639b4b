package io.jukung.raftstore;

import java.util.Optional;
import java.util.UUID;

/**
 * Who a member is. Its id is its name and what its folder was marked with when it was made, so a
 * member that comes back with an empty folder is another one: what the old one had voted for and
 * acknowledged it can't know.
 *
 * @param cluster the Raft group; {@link #NO_CLUSTER} until it belongs to one
 * @param member the Raft peer, unique among all members there ever were
 */
record Identity(UUID cluster, String member) {
  static final UUID NO_CLUSTER = new UUID(0, 0);

  /** Stands between a name and the folder's mark. */
  static final char MARK = '~';

  private static final int MARK_LENGTH = 12;

  /** A member nobody has met, of a group of its own. */
  static Identity random() {
    return new Identity(UUID.randomUUID(), UUID.randomUUID().toString());
  }

  /** A member in a new folder: alone, or of a name and about to meet the others. */
  static Identity of(Optional<Peering> others) {
    return others
        .map(peering -> new Identity(NO_CLUSTER, idOf(peering.name())))
        .orElseGet(Identity::random);
  }

  private static String idOf(String name) {
    String mark = UUID.randomUUID().toString().replace("-", "").substring(0, MARK_LENGTH);
    return name + MARK + mark;
  }

  /** The name in a member's id. */
  static String nameOf(String member) {
    int mark = member.lastIndexOf(MARK);
    return mark < 0 ? member : member.substring(0, mark);
  }

  /** This member's name. */
  String name() {
    return nameOf(member);
  }

  /** Whether it has yet to become a member of a group. */
  boolean homeless() {
    return cluster.equals(NO_CLUSTER);
  }

  /** The same as a member of a group. */
  Identity in(UUID group) {
    return new Identity(group, member);
  }
}

package io.jukung.raftstore;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * How a member meets the others.
 *
 * @param bindHost where to listen
 * @param port the port to listen at, above 0
 * @param advertise {@code HOST:PORT} at which the others reach this member
 * @param name this member's name in the group; unique among all members there ever were
 * @param members the names and {@code HOST:PORT} of the members a new group starts with, this one
 *     among them; what a folder that already belongs to a group says goes before it
 * @param tls how members know each other, asked at each handshake; empty is plain text, for tests
 * @param keptEntries how many log entries are kept for members that are behind, however much is on
 *     disk; who is further behind gets the whole state; default 5,000
 * @param joins the group to join with a new folder; empty starts one or goes on with its own
 * @param welcome what a process that is to join needs beside the store, in the caller's form;
 *     handed to whoever {@code tls} lets in
 */
public record Peering(
    String bindHost,
    int port,
    String advertise,
    String name,
    Map<String, String> members,
    Optional<Supplier<PeerTls>> tls,
    long keptEntries,
    Optional<Joining> joins,
    Supplier<byte[]> welcome) {
  /** The default of {@link #keptEntries}. */
  public static final long KEPT_ENTRIES = 5_000;

  /** Checks every part. */
  public Peering {
    members = Map.copyOf(new TreeMap<>(members));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("expected a port of 1 to 65535, got " + port);
    }
    if (name.isEmpty() || name.indexOf(Identity.MARK) >= 0) {
      throw new IllegalArgumentException(
          "expected a member's name without " + Identity.MARK + ", got " + name);
    }
    if (!members.isEmpty() && !advertise.equals(members.get(name))) {
      throw new IllegalArgumentException(
          "expected member " + name + " at " + advertise + " among the members, got " + members);
    }
  }

  /**
   * A group to join.
   *
   * @param cluster its id
   * @param through {@code HOST:PORT} of one of its members
   * @param learns whether to join without a vote, until {@link StoreGroup#promote}
   */
  public record Joining(UUID cluster, String through, boolean learns) {}
}

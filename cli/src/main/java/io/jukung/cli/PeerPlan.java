package io.jukung.cli;

import java.util.Map;
import java.util.Optional;

/**
 * How this server meets the other members of its store.
 *
 * @param bindAddress where to listen
 * @param advertise {@code HOST:PORT} at which the others reach it
 * @param name this member's name; empty takes the folder's or makes one up
 * @param members the names and addresses of a store that starts with several members
 * @param join {@code HOST:PORT} of a member of the store to join
 * @param joinToken what that store's {@code members add} printed
 * @param learner whether to join without a vote
 */
record PeerPlan(
    String bindAddress,
    String advertise,
    Optional<String> name,
    Map<String, String> members,
    Optional<String> join,
    Optional<String> joinToken,
    boolean learner) {
  PeerPlan {
    members = Map.copyOf(members);
  }

  /** Fails on addresses that are none. */
  PeerPlan checked() {
    members.values().forEach(PeerPlan::check);
    join.ifPresent(PeerPlan::check);
    check(advertise);
    return this;
  }

  /** The port of the advertised address, which is listened at. */
  int port() {
    return Integer.parseInt(advertise.substring(advertise.lastIndexOf(':') + 1));
  }

  /** The host of the advertised address. */
  String host() {
    return advertise.substring(0, advertise.lastIndexOf(':'));
  }

  private static void check(String address) {
    if (!address.matches(".+:[1-9]\\d{0,4}")
        || Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)) > 65_535) {
      throw new StartFailure(
          ExitCode.USAGE, "a member's address must be HOST:PORT, not " + address);
    }
  }
}

package io.jukung.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which several servers share one embedded store. */
final class PeerOptions {
  @Option(
      names = "--peers",
      paramLabel = "NAME=HOST:PORT",
      split = ",",
      description =
          "Starts a new store of several members, all named here and the same on each; DIR/pki has"
              + " to be the same on each, too (default: a store of one).")
  private Map<String, String> peers = new LinkedHashMap<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "This member's name (default: that of --peers with --peer-advertise).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--peer-advertise",
      paramLabel = "HOST:PORT",
      description = "Where the other members reach this one (default: that of --name in --peers).")
  private Optional<String> advertise = Optional.empty();

  @Option(
      names = "--peer-bind-address",
      paramLabel = "A",
      defaultValue = "0.0.0.0",
      description = "Address to listen on for other members (default: 0.0.0.0).")
  private String bindAddress = "0.0.0.0";

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      description = "Joins the store of the member there, with a new data folder.")
  private Optional<String> join = Optional.empty();

  @Option(
      names = "--join-token",
      paramLabel = "TOKEN",
      description = "What `jukung store members add` printed.")
  private Optional<String> joinToken = Optional.empty();

  @Option(
      names = "--learner",
      description =
          "With --join: joins without a vote, until `jukung store members promote` gives it one.")
  private boolean learner;

  /** What was asked for; empty when nothing was. */
  Optional<PeerPlan> plan() {
    if (peers.isEmpty() && join.isEmpty() && advertise.isEmpty()) {
      return Optional.empty();
    }
    if (!peers.isEmpty() && join.isPresent()) {
      throw new StartFailure(ExitCode.USAGE, "--peers starts a store, --join joins one: not both");
    }
    if (join.isPresent() && (joinToken.isEmpty() || advertise.isEmpty())) {
      throw new StartFailure(ExitCode.USAGE, "--join needs --join-token and --peer-advertise");
    }
    if (learner && join.isEmpty()) {
      throw new StartFailure(ExitCode.USAGE, "--learner needs --join");
    }
    Optional<String> own = name.or(this::named);
    String address =
        advertise
            .or(() -> own.map(peers::get))
            .orElseThrow(
                () -> new StartFailure(ExitCode.USAGE, "--peers needs --name or --peer-advertise"));
    if (!peers.isEmpty() && (own.isEmpty() || !address.equals(peers.get(own.get())))) {
      throw new StartFailure(ExitCode.USAGE, "this member is not among --peers at " + address);
    }
    return Optional.of(
        new PeerPlan(bindAddress, address, own, peers, join, joinToken, learner).checked());
  }

  private Optional<String> named() {
    return peers.entrySet().stream()
        .filter(peer -> advertise.isPresent() && peer.getValue().equals(advertise.get()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}

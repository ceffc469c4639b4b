package io.jukung.cli;

import io.jukung.raftstore.Peering;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.Welcome;
import io.jukung.server.pki.Pki;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other members of this server's store: certificates under {@code pki/peer}, what is remembered
 * in {@code peer.properties}, invitations and joining.
 */
final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final String AUTHORITY = "jukung-peer";
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Path dataDir;
  private final Optional<PeerPlan> asked;
  private final InstantSource clock;
  private final SecureRandom random;

  Peers(Settings settings, InstantSource clock, SecureRandom random) {
    this.dataDir = settings.dataDir();
    this.asked = settings.peers();
    this.clock = clock;
    this.random = random;
  }

  /** Whether there are to be any, by the command line or by an earlier start. */
  boolean any() {
    return asked.isPresent() || Files.exists(file());
  }

  /**
   * Whether this process begins a store, alone or as the first of several: what members share comes
   * from it, and from nowhere else. To be asked before {@link #peering}.
   */
  boolean begins() {
    return asked.flatMap(PeerPlan::join).isEmpty()
        && !Files.exists(joined())
        && !Files.exists(dataDir.resolve("pki").resolve("peer").resolve("ca.key"));
  }

  /** Gets what a process that joins needs from the store it joins, unless it has it. */
  void fetchKeys() throws IOException {
    if (asked.flatMap(PeerPlan::join).isPresent() && !Files.exists(joined())) {
      if (Files.exists(dataDir.resolve("version"))) {
        throw new StartFailure(
            ExitCode.DATA_DIR_UNUSABLE, dataDir + " holds a store already; --join needs a new one");
      }
      PeerPlan plan = asked.get();
      String token = plan.joinToken().orElseThrow();
      Welcome welcome = JoinToken.welcome(token, plan.join().get(), dataDir);
      JoinToken.unpack(welcome.rest(), dataDir.resolve("pki"));
      Files.writeString(joined(), welcome.cluster() + "\n");
    }
  }

  /** How to meet the others; makes certificates that are missing. */
  Peering peering() throws IOException, GeneralSecurityException {
    PeerPlan plan = asked.isPresent() ? asked.get() : remembered();
    String name = plan.name().orElseGet(() -> UUID.randomUUID().toString());
    Optional<Peering.Joining> joins = Optional.empty();
    if (plan.join().isPresent()) {
      UUID cluster = UUID.fromString(Files.readString(joined()).strip());
      joins = Optional.of(new Peering.Joining(cluster, plan.join().get(), plan.learner()));
    }
    return peering(plan, name, joins);
  }

  /** Remembers how this member is met, joins if asked to, and waits for a quorum. */
  void meet(RaftStore store, Peering peering) throws IOException {
    remember(peering);
    boolean member =
        store.group().members().stream()
            .anyMatch(m -> m.name().equals(store.inspection().member()));
    if (peering.joins().isPresent() && !member) {
      join(store, peering);
    }
    while (!store.awaitReady(LOOK)) {
      LOG.warn("waiting for most members of the store: {}", store.group().members());
    }
  }

  /**
   * Lets one process join: begins to listen when this member does not yet.
   *
   * @param advertise {@code HOST:PORT} at which others reach this member, when it does not listen
   * @param learner whether it joins without a vote
   * @return the options the process is to be started with
   */
  String invite(RaftStore store, Optional<String> advertise, boolean learner)
      throws IOException, GeneralSecurityException {
    if (!any()) {
      String address =
          advertise.orElseThrow(
              () -> new IOException("say where others reach this member: --peer-advertise"));
      PeerPlan plan =
          new PeerPlan(
                  "0.0.0.0",
                  address,
                  Optional.empty(),
                  Map.of(),
                  Optional.empty(),
                  Optional.empty(),
                  false)
              .checked();
      Peering peering = peering(plan, store.inspection().member(), Optional.empty());
      store.group().listen(peering);
      remember(peering);
    }
    PeerPlan here = remembered();
    return "--join "
        + here.advertise()
        + " --join-token "
        + JoinToken.of(pki(here).invitation(AUTHORITY))
        + (learner ? " --learner" : "");
  }

  private static void join(RaftStore store, Peering peering) {
    LOG.info("joining the store of {}", peering.joins().orElseThrow().through());
    try {
      store.group().join();
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.STORE_UNREACHABLE, "the store can't be joined: " + e.getMessage());
    }
  }

  private Peering peering(PeerPlan plan, String name, Optional<Peering.Joining> joins)
      throws IOException, GeneralSecurityException {
    return new Peering(
        plan.bindAddress(),
        plan.port(),
        plan.advertise(),
        name,
        plan.members(),
        Optional.of(
            new PeerCertificates(pki(plan), AUTHORITY, dataDir.resolve("pki").resolve("peer"))),
        Peering.KEPT_ENTRIES,
        joins,
        () -> JoinToken.pack(dataDir.resolve("pki")));
  }

  private Pki pki(PeerPlan plan) {
    Path folder = dataDir.resolve("pki").resolve("peer");
    return new Pki(folder, folder, List.of(plan.host()), clock, random);
  }

  private PeerPlan remembered() throws IOException {
    Properties known = new Properties();
    known.load(new StringReader(Files.readString(file())));
    return new PeerPlan(
            known.getProperty("bind", "0.0.0.0"),
            known.getProperty("advertise", ""),
            Optional.ofNullable(known.getProperty("name")),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            false)
        .checked();
  }

  private void remember(Peering peering) throws IOException {
    Properties known = new Properties();
    known.setProperty("bind", peering.bindHost());
    known.setProperty("advertise", peering.advertise());
    known.setProperty("name", peering.name());
    StringWriter text = new StringWriter();
    known.store(text, null);
    Files.writeString(file(), text.toString());
  }

  private Path file() {
    return dataDir.resolve("peer.properties");
  }

  private Path joined() {
    return dataDir.resolve("joined");
  }
}

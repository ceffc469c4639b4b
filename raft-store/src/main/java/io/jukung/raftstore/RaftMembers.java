package io.jukung.raftstore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a group on Ratis. Changes are made by the leader, each an entry of its log and on
 * condition that nothing has changed meanwhile; a new member is brought up to date before it
 * counts.
 */
final class RaftMembers {
  private static final Logger LOG = LoggerFactory.getLogger(RaftMembers.class);
  private static final long HANDOVER_LIMIT_MS = 1_500;
  private static final long MOVE_LIMIT_MS = 5_000;

  private final RaftServer server;
  private final RaftServer.Division division;
  private final String advertise;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();

  /**
   * The members.
   *
   * @param advertise this member's own address; empty when it does not listen
   */
  RaftMembers(RaftServer server, RaftServer.Division division, String advertise) {
    this.server = server;
    this.division = division;
    this.advertise = advertise;
  }

  /** The members; none as long as this one has not become one of them. */
  List<Member> list() {
    RaftConfiguration now = division.getRaftConf();
    Optional<RaftPeerId> leader = Learners.leader(division.getInfo());
    List<Member> members = new ArrayList<>();
    if (now.getAllPeers().isEmpty()) {
      return members; // A learner knows itself from the start.
    }
    for (RaftPeer peer : now.getAllPeers()) {
      members.add(member(peer, true, leader));
    }
    for (RaftPeer peer : now.getCurrentPeers(RaftPeerRole.LISTENER)) {
      members.add(member(peer, false, leader));
    }
    members.sort(Comparator.comparing(Member::name));
    return members;
  }

  /**
   * Whether a member with this id may be met: one of the group, or one that is about to join it.
   *
   * @throws RefusedException when not
   */
  void check(String member, boolean joins) throws RefusedException {
    List<String> known = ids();
    if (known.contains(member)) {
      return;
    }
    String name = Identity.nameOf(member);
    if (known.stream().map(Identity::nameOf).anyMatch(name::equals)) {
      throw RefusedException.taken(name);
    }
    if (!joins) {
      throw new RefusedException(
          "the group was started without "
              + name
              + ": start it with the options that 'jukung store members add' prints");
    }
  }

  /** What one that may be met, and may not have met all others yet, is told of the group. */
  PeerCalls.Introduced introduction(RaftPeerId self, RaftGroupId group) {
    Map<String, String> voters = new TreeMap<>();
    for (RaftPeer peer : division.getRaftConf().getAllPeers()) {
      voters.put(peer.getId().toString(), peer.getAddress());
    }
    return new PeerCalls.Introduced(
        self.toString(), Optional.of(new Meeting.Group(group.getUuid(), voters)));
  }

  private List<String> ids() {
    RaftConfiguration now = division.getRaftConf();
    return Stream.concat(
            now.getAllPeers().stream(), now.getAllPeers(RaftPeerRole.LISTENER).stream())
        .map(peer -> peer.getId().toString())
        .toList();
  }

  /** As the leader; one that is a member stays what it is. */
  void add(String member, String address, boolean learns) throws IOException {
    check(member, true);
    if (ids().contains(member)) {
      return;
    }
    if (now().voters.stream()
        .anyMatch(peer -> peer.getAddress() == null || peer.getAddress().isEmpty())) {
      // Alone so far, without an address, which a new member would trip over. Ratis takes no
      // change of an address alone, so the priority goes up and down with it.
      change(now(), withPriority(1));
      change(now(), withPriority(0));
    }
    RaftPeer added = RaftPeer.newBuilder().setId(member).setAddress(address).build();
    Peers now = now();
    change(now, learns ? now.withLearner(added) : now.withVoter(added));
  }

  /** As the leader. */
  void remove(String name) throws IOException {
    Peers now = now();
    Peers next = now.without(name);
    if (next.equals(now)) {
      throw new RefusedException("there is no member " + name);
    }
    if (next.voters.isEmpty()) {
      throw new RefusedException("the last member that votes can't be removed");
    }
    change(now, next);
  }

  /**
   * As the leader.
   *
   * @param answers whether a member at an address answers
   */
  void promote(String name, Predicate<String> answers) throws IOException {
    Peers now = now();
    RaftPeer learner =
        now.learners.stream()
            .filter(peer -> name(peer).equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedException(
                        now.without(name).equals(now)
                            ? "there is no member " + name
                            : "only a learner can be promoted: " + name + " votes already"));
    Learners.requireInSync(division, learner, answers.test(learner.getAddress()));
    change(now, now.without(name).withVoter(learner));
  }

  private Peers now() {
    RaftConfiguration now = division.getRaftConf();
    return new Peers(
        List.copyOf(now.getCurrentPeers()),
        List.copyOf(now.getCurrentPeers(RaftPeerRole.LISTENER)));
  }

  /**
   * Hands leadership to the member that is furthest, if this one leads and there is another.
   *
   * @param able whether a member at an address may take it
   */
  void handOver(Predicate<String> able) {
    if (!division.getInfo().isLeader()) {
      return;
    }
    RaftPeerId self = division.getId();
    Optional<RaftPeerId> heir =
        division.getCommitInfos().stream()
            .sorted(Comparator.comparingLong(CommitInfoProto::getCommitIndex).reversed())
            .map(info -> RaftPeerId.valueOf(info.getServer().getId()))
            .filter(id -> !id.equals(self))
            .filter(
                id ->
                    division.getRaftConf().getCurrentPeers().stream()
                        .anyMatch(peer -> peer.getId().equals(id) && able.test(peer.getAddress())))
            .findFirst();
    if (heir.isPresent()) {
      try {
        boolean taken = transfer(heir.get(), HANDOVER_LIMIT_MS).isSuccess();
        LOG.info("leadership handed to {}: {}", heir.get(), taken);
      } catch (IOException e) {
        LOG.info("leadership not handed to {}: {}", heir.get(), e.toString());
      }
    }
  }

  private void change(Peers now, Peers next) throws IOException {
    RaftClientReply reply =
        server.setConfiguration(
            new SetConfigurationRequest(
                client,
                division.getId(),
                group(),
                calls.incrementAndGet(),
                SetConfigurationRequest.Arguments.newBuilder()
                    .setServersInCurrentConf(now.voters)
                    .setListenersInCurrentConf(now.learners)
                    .setServersInNewConf(next.voters)
                    .setListenersInNewConf(next.learners)
                    .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                    .build()));
    if (!reply.isSuccess()) {
      throw new IOException(
          "members not changed: " + Objects.requireNonNullElse(reply.getException(), reply));
    }
  }

  /** Hands leadership to a member; fails when this one does not lead, or that one can't. */
  void handOver(String name) throws IOException {
    if (!division.getInfo().isLeader()) {
      throw new RefusedException("this member does not lead");
    }
    RaftPeerId heir =
        division.getRaftConf().getCurrentPeers().stream()
            .filter(peer -> name(peer).equals(name))
            .map(RaftPeer::getId)
            .findFirst()
            .orElseThrow(() -> new RefusedException("there is no member " + name + " that votes"));
    if (heir.equals(division.getId())) {
      return;
    }
    RaftClientReply reply = transfer(heir, MOVE_LIMIT_MS);
    if (!reply.isSuccess()) {
      throw new IOException(
          "leadership not taken by "
              + name
              + ": "
              + Objects.requireNonNullElse(reply.getException(), reply));
    }
  }

  private RaftClientReply transfer(RaftPeerId heir, long limitMs) throws IOException {
    return server.transferLeadership(
        new TransferLeadershipRequest(
            client, division.getId(), group(), calls.incrementAndGet(), heir, limitMs));
  }

  private RaftGroupId group() {
    return division.getMemberId().getGroupId();
  }

  /** The same with this member's address; a priority for all who vote. */
  private Peers withPriority(int priority) {
    Peers now = now();
    return new Peers(
        now.voters.stream()
            .map(
                peer ->
                    RaftPeer.newBuilder(peer)
                        .setAddress(
                            peer.getId().equals(division.getId()) ? advertise : peer.getAddress())
                        .setPriority(priority)
                        .build())
            .toList(),
        now.learners);
  }

  private static String name(RaftPeer peer) {
    return Identity.nameOf(peer.getId().toString());
  }

  private static Member member(RaftPeer peer, boolean votes, Optional<RaftPeerId> leader) {
    return new Member(
        name(peer),
        Objects.requireNonNullElse(peer.getAddress(), ""),
        votes,
        leader.isPresent() && leader.get().equals(peer.getId()));
  }

  /** Who votes and who does not, at one moment. */
  private record Peers(List<RaftPeer> voters, List<RaftPeer> learners) {
    Peers withVoter(RaftPeer peer) {
      return new Peers(and(voters, plain(peer)), learners);
    }

    Peers withLearner(RaftPeer peer) {
      return new Peers(voters, and(learners, plain(peer)));
    }

    Peers without(String name) {
      Predicate<RaftPeer> others = peer -> !name(peer).equals(name);
      return new Peers(
          voters.stream().filter(others).toList(), learners.stream().filter(others).toList());
    }

    /** Without the role it may have started in. */
    private static RaftPeer plain(RaftPeer peer) {
      return RaftPeer.newBuilder().setId(peer.getId()).setAddress(peer.getAddress()).build();
    }

    private static List<RaftPeer> and(List<RaftPeer> some, RaftPeer other) {
      return Stream.concat(some.stream(), Stream.of(other)).toList();
    }
  }
}

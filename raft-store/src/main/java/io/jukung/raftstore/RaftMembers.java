package io.jukung.raftstore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

  List<Member> list() {
    RaftConfiguration now = division.getRaftConf();
    Optional<RaftPeerId> leader = Optional.ofNullable(division.getInfo().getLeaderId());
    List<Member> members = new ArrayList<>();
    for (RaftPeer peer : now.getAllPeers()) {
      members.add(member(peer, true, leader));
    }
    for (RaftPeer peer : now.getAllPeers(RaftPeerRole.LISTENER)) {
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

  private List<String> ids() {
    RaftConfiguration now = division.getRaftConf();
    return Stream.concat(
            now.getAllPeers().stream(), now.getAllPeers(RaftPeerRole.LISTENER).stream())
        .map(peer -> peer.getId().toString())
        .toList();
  }

  /** As the leader. */
  void add(String member, String address) throws IOException {
    check(member, true);
    if (division.getRaftConf().getCurrentPeers().stream()
        .anyMatch(peer -> peer.getAddress() == null || peer.getAddress().isEmpty())) {
      // Alone so far, without an address, which a new member would trip over. Ratis takes no
      // change of an address alone, so the priority goes up and down with it.
      change(withPriority(1));
      change(withPriority(0));
    }
    List<RaftPeer> next =
        division.getRaftConf().getCurrentPeers().stream()
            .filter(peer -> !peer.getId().toString().equals(member))
            .map(this::withAddress)
            .collect(Collectors.toCollection(ArrayList::new));
    next.add(RaftPeer.newBuilder().setId(member).setAddress(address).build());
    change(next);
  }

  /** As the leader. */
  void remove(String name) throws IOException {
    List<RaftPeer> now = List.copyOf(division.getRaftConf().getCurrentPeers());
    List<RaftPeer> next = now.stream().filter(peer -> !name(peer).equals(name)).toList();
    if (next.size() == now.size()) {
      throw new RefusedException("there is no member " + name);
    }
    if (next.isEmpty()) {
      throw new RefusedException("the last member can't be removed");
    }
    change(next);
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

  private void change(List<RaftPeer> next) throws IOException {
    List<RaftPeer> now = List.copyOf(division.getRaftConf().getCurrentPeers());
    RaftClientReply reply =
        server.setConfiguration(
            new SetConfigurationRequest(
                client,
                division.getId(),
                group(),
                calls.incrementAndGet(),
                SetConfigurationRequest.Arguments.newBuilder()
                    .setServersInCurrentConf(now)
                    .setServersInNewConf(next)
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

  private List<RaftPeer> withPriority(int priority) {
    return division.getRaftConf().getCurrentPeers().stream()
        .map(peer -> RaftPeer.newBuilder(withAddress(peer)).setPriority(priority).build())
        .toList();
  }

  private RaftPeer withAddress(RaftPeer peer) {
    return peer.getId().equals(division.getId())
        ? RaftPeer.newBuilder(peer).setAddress(advertise).build()
        : peer;
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
}

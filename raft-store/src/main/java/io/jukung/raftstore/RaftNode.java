package io.jukung.raftstore;

import io.jukung.raftstore.ratis.AppendThreads;
import io.jukung.raftstore.ratis.Appenders;
import io.jukung.raftstore.ratis.Committing;
import io.jukung.raftstore.ratis.ConnectionThread;
import io.jukung.raftstore.ratis.LogCache;
import io.jukung.raftstore.ratis.RatisClosing;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log on Ratis: alone without a port, or as a member among others. */
final class RaftNode implements Consensus {
  private static final Logger LOG = LoggerFactory.getLogger(RaftNode.class);

  private final Replica replica;
  private final DataFolder folder;
  private final Optional<Peering> peering;
  private final Optional<PeerClient> peers;
  private final PeerService service = new PeerService(new ServiceOwner());
  private final Appenders appenders = new Appenders();
  private final Settled settled = new Settled();
  private final Settling settling = new Settling(new SettlingOwner());
  private final RaftGroupId group;
  private final RaftPeerId self;
  private final StoreStateMachine machine;
  private final CompletableFuture<RaftServer.Division> division = new CompletableFuture<>();
  private final Committing committing;
  private final RaftServer server;
  private final RaftMembers members;
  private final Returning returning;
  private volatile boolean closing;

  private RaftNode(
      DataFolder folder,
      Meeting.Group found,
      Optional<Peering> peering,
      Replica replica,
      ConnectionThread connections,
      List<ServerInterceptor> interceptors)
      throws IOException {
    this.replica = replica;
    this.folder = folder;
    this.peering = peering;
    this.committing = new Committing(division, peering.map(p -> connections));
    AppendThreads threads = new AppendThreads(connections);
    this.peers = PeerClient.of(peering);
    Identity identity = folder.identity().in(found.cluster());
    this.group = RaftGroupId.valueOf(identity.cluster());
    this.self = RaftPeerId.valueOf(identity.member());
    this.machine = new StoreStateMachine(replica, this::fetch, committing::leads);
    this.server =
        RaftServer.newBuilder()
            .setServerId(self)
            .setGroup(RaftGroup.valueOf(group, firstMembers(found)))
            .setStateMachine(machine)
            .setProperties(RaftSettings.of(folder.raft(), peering))
            .setParameters(
                PeerRpc.parameters(
                    peering, appenders, connections, threads, service.definition(), interceptors))
            .setOption(
                RaftFolder.formatted(folder.raft(), identity)
                    ? RaftStorage.StartupOption.RECOVER
                    : RaftStorage.StartupOption.FORMAT)
            .build();
    division.complete(server.getDivision(group));
    if (peering.isPresent()) {
      threads.serve(division.join());
    }
    machine.dropsApplied(new LogCache(division.join()));
    this.returning = new Returning(server);
    this.members =
        new RaftMembers(server, division.join(), peering.map(Peering::advertise).orElse(""));
  }

  /**
   * Starts Ratis. Alone, it elects itself within milliseconds.
   *
   * @param group the group this member belongs to
   * @param connections the thread of its connections with other members
   * @param interceptors what calls of other members go through
   */
  static RaftNode start(
      DataFolder folder,
      Meeting.Group group,
      Optional<Peering> peering,
      Replica replica,
      ConnectionThread connections,
      List<ServerInterceptor> interceptors) {
    Optional<RaftNode> node = Optional.empty();
    try {
      node = Optional.of(new RaftNode(folder, group, peering, replica, connections, interceptors));
      node.get().server.start();
      node.get().committing.started();
      Learners.endTimer(node.get().division.join());
      return node.get();
    } catch (IOException | RuntimeException e) {
      node.ifPresent(RaftNode::closeRatis);
      throw StoreOpenException.because("the log in " + folder.raft() + " can't be opened", e);
    }
  }

  private List<RaftPeer> firstMembers(Meeting.Group found) {
    if (peering.isEmpty()) {
      return List.of(RaftPeer.newBuilder().setId(self).build());
    }
    if (peering.get().joins().isPresent()) {
      return Learners.first(self, peering.get().joins().get(), peering.get().advertise());
    }
    return found.members().entrySet().stream()
        .map(
            member ->
                RaftPeer.newBuilder().setId(member.getKey()).setAddress(member.getValue()).build())
        .toList();
  }

  @Override
  public Leadership leadership() {
    DivisionInfo info = division.join().getInfo();
    return new Leadership(
        info.getCurrentTerm(),
        Learners.leader(info).map(RaftPeerId::toString),
        info.isLeaderReady());
  }

  @Override
  public boolean alone() {
    return peering.isEmpty();
  }

  @Override
  public void propose(Proposal proposal, Runnable refused) {
    committing.proposes();
    DivisionInfo info = division.join().getInfo();
    Optional<RaftPeerId> leader = Optional.ofNullable(info.getLeaderId());
    if (leader.isEmpty() || proposal.term() != info.getCurrentTerm()) {
      refused.run();
    } else if (leader.get().equals(self)) {
      var _ =
          append(proposal)
              .thenAccept(
                  result -> {
                    if (result == PeerCalls.REFUSED) {
                      refused.run();
                    }
                  });
    } else {
      Optional<RaftPeer> peer =
          Optional.ofNullable(division.join().getRaftConf().getPeer(leader.get()));
      if (peer.isPresent() && peers.isPresent()) {
        String address = peer.get().getAddress();
        peers.get().propose(address, proposal, refused, () -> settling.start(proposal, refused));
      } else {
        refused.run();
      }
    }
  }

  /** Appends as the leader; {@link PeerCalls#REFUSED} when it is not in the log for certain. */
  private CompletableFuture<Integer> append(Proposal proposal) {
    RaftServer.Division here = division.join();
    if (proposal.term() != here.getInfo().getCurrentTerm()) {
      return CompletableFuture.completedFuture(PeerCalls.REFUSED);
    }
    boolean quick = proposal.quick() && !machine.stalled();
    committing.begins(quick);
    Proposed proposed = Proposed.of(proposal, replica.head(proposal));
    try {
      // The division itself: asking the server goes through two more thread pools.
      return ((RaftClientAsynchronousProtocol) here)
          .submitClientRequestAsync(proposed.request(self, group))
          .handle(
              (reply, error) -> {
                committing.ended(quick);
                if (error == null && reply.isSuccess()) {
                  return PeerCalls.TAKEN;
                }
                LOG.debug("batch {} not taken: {} {}", proposal.id(), reply, error);
                return notTaken(proposed);
              });
    } catch (IOException | RuntimeException e) {
      committing.ended(quick);
      LOG.debug("batch {} not taken", proposal.id(), e);
      return CompletableFuture.completedFuture(notTaken(proposed));
    }
  }

  /** What may be in the log is for apply to find, or for a later term to rule out. */
  private static int notTaken(Proposed proposed) {
    return proposed.appended().get() ? PeerCalls.TAKEN : PeerCalls.REFUSED;
  }

  List<Member> members() {
    return members.list();
  }

  /** The other members; none when this one does not listen. */
  Optional<Neighbours> neighbours() {
    return peers.map(client -> new Neighbours(client, self.toString(), members()));
  }

  /** Why other members can't be reached, by name; asks them. */
  Map<String, String> unreachable() {
    Map<String, String> silent = neighbours().map(Neighbours::unreachable).orElse(Map.of());
    returning.note(silent.keySet(), division.join().getRaftConf().getAllPeers());
    return silent;
  }

  /** Adds a member by its id, through the leader. */
  private void add(String member, String address, boolean learns) throws IOException {
    if (division.join().getInfo().isLeader()) {
      members.add(member, address, learns);
    } else {
      peers.orElseThrow().change(leaderAddress(), PeerCalls.add(member, address, learns));
    }
  }

  /** Gives a learner a vote, through the leader. */
  void promote(String name) throws IOException {
    if (division.join().getInfo().isLeader()) {
      members.promote(name, this::answers);
    } else {
      peers.orElseThrow().change(leaderAddress(), PeerCalls.promote(name));
    }
  }

  /** Removes a member, through the leader. */
  void remove(String name) throws IOException {
    if (division.join().getInfo().isLeader()) {
      members.remove(name);
    } else {
      peers.orElseThrow().change(leaderAddress(), PeerCalls.remove(name));
    }
  }

  /** Hands leadership to a member, if this one leads. */
  void handOver(String name) throws IOException {
    members.handOver(name);
  }

  private String leaderAddress() throws IOException {
    return members().stream()
        .filter(Member::leads)
        .map(Member::address)
        .findFirst()
        .orElseThrow(() -> new IOException("no leader: most members can't be reached"));
  }

  /** Fetches the leader's state and installs it. */
  private Place fetch(String leaderAddress) throws IOException {
    Path target = folder.scratch();
    // One that was alone when it added this member has no address in its log yet.
    String from =
        leaderAddress.isEmpty()
            ? peering.flatMap(Peering::joins).map(Peering.Joining::through).orElse("")
            : leaderAddress;
    peers.orElseThrow().fetchCheckpoint(from, target);
    return machine.install(target);
  }

  @Override
  public void close() {
    settling.close();
    closing = true;
    members.handOver(this::answers);
    closeRatis();
    service.close();
    peers.ifPresent(PeerClient::close);
  }

  private void closeRatis() {
    RatisClosing.close(server, self.toString());
  }

  /** Whether a member answers now and is not about to stop. */
  private boolean answers(String address) {
    return neighbours().filter(others -> others.answers(address)).isPresent();
  }

  /** What it takes to settle a proposal. */
  private final class SettlingOwner implements Settling.Owner {
    @Override
    public long term() {
      return leadership().term();
    }

    @Override
    public boolean settle(Proposal proposal) throws IOException {
      return peers.orElseThrow().settle(leaderAddress(), proposal);
    }
  }

  /** What other members ask of this one. */
  private final class ServiceOwner implements PeerService.Owner {
    @Override
    public CompletableFuture<Integer> append(Proposal proposal) {
      if (!settled.take(proposal)) {
        return CompletableFuture.completedFuture(PeerCalls.REFUSED);
      }
      appenders.proposed();
      return RaftNode.this
          .append(proposal)
          .whenComplete(
              (result, error) -> {
                if (error == null && result == PeerCalls.REFUSED) {
                  settled.refused(proposal);
                } else {
                  appenders.committed();
                }
              });
    }

    @Override
    public byte[] welcome() {
      byte[] rest = peering.orElseThrow().welcome().get();
      return new ByteWriter(rest.length + 40)
          .bytes(Bytes.utf8(group.getUuid().toString()))
          .bytes(Bytes.wrap(rest))
          .toArray();
    }

    @Override
    public byte[] change(byte[] change) {
      ByteReader in = new ByteReader(change);
      try {
        int type = in.u8();
        String name = in.bytes().utf8();
        switch (type) {
          case PeerCalls.ADD -> add(name, in.bytes().utf8(), false);
          case PeerCalls.ADD_LEARNER -> add(name, in.bytes().utf8(), true);
          case PeerCalls.PROMOTE -> promote(name);
          case PeerCalls.REMOVE -> remove(name);
          default -> throw new IOException("unknown change " + type);
        }
        return PeerCalls.accepted("");
      } catch (RefusedException e) {
        return PeerCalls.never(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        return PeerCalls.again(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public byte[] hash(long index) {
      return replica
          .hash(index)
          .map(PeerCalls::accepted)
          .orElseGet(() -> PeerCalls.again("there is no hash of index " + index));
    }

    @Override
    public byte[] clientUrl() {
      return PeerCalls.accepted(folder.clientUrl());
    }

    @Override
    public byte[] meet(byte[] introduction) {
      if (closing) {
        return PeerCalls.again("this member stops");
      }
      PeerCalls.Met asker = PeerCalls.met(introduction);
      try {
        members.check(asker.member(), asker.joins());
        return PeerCalls.introduce(members.introduction(self, group));
      } catch (RefusedException e) {
        return PeerCalls.never(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public int settle(Proposal proposal) {
      DivisionInfo info = division.join().getInfo();
      boolean here = info.isLeader() && info.getCurrentTerm() == proposal.term();
      return here && !settled.mayBeIn(proposal) ? PeerCalls.REFUSED : PeerCalls.TAKEN;
    }

    @Override
    public Path checkpoint() {
      Path target = folder.scratch();
      replica.checkpoint(target);
      return target;
    }
  }
}

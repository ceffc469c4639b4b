package io.jukung.raftstore;

import io.jukung.raftstore.ratis.ConnectionThread;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member on Ratis as it comes into a group. One with a new folder meets the others before Ratis
 * starts, on a thread of its own. One that is alone may begin to listen for others later, which
 * takes another transport and so another start of Ratis: some hundred milliseconds in which writes
 * wait. Safe for use by any number of threads.
 */
final class GrowingNode implements Consensus, Membership {
  private static final Logger LOG = LoggerFactory.getLogger(GrowingNode.class);
  private static final long JOIN_LIMIT_NS = TimeUnit.MINUTES.toNanos(2);

  private final DataFolder folder;
  private final Optional<Peering> peering;
  private final Replica replica;
  private final List<ServerInterceptor> interceptors;
  private final ConnectionThread connections = new ConnectionThread();
  private final Thread meeting;
  private final CompletableFuture<Boolean> met = new CompletableFuture<>();
  private volatile Optional<RaftNode> node = Optional.empty();
  private volatile boolean listens;
  private boolean closed;

  /**
   * Starts.
   *
   * @param interceptors what calls of other members go through
   */
  GrowingNode(
      DataFolder folder,
      Optional<Peering> peering,
      Replica replica,
      List<ServerInterceptor> interceptors) {
    this.folder = folder;
    this.peering = peering;
    this.replica = replica;
    this.interceptors = interceptors;
    this.listens = peering.isPresent();
    this.meeting = Thread.ofPlatform().name("raft-store-meeting").daemon().unstarted(this::meet);
    if (folder.identity().homeless()) {
      meeting.start();
    } else {
      node = Optional.of(start(new Meeting.Group(folder.identity().cluster(), Map.of()), peering));
      met.complete(true);
    }
  }

  private RaftNode start(Meeting.Group group, Optional<Peering> others) {
    return RaftNode.start(folder, group, others, replica, connections, interceptors);
  }

  private void meet() {
    try {
      Peering others =
          peering.orElseThrow(
              () -> new IOException("the folder belongs to a member that has not met others yet"));
      Meeting.Group group = new Meeting(others, folder.identity().member(), interceptors).hold();
      begin(group);
      replica.leadershipChanged();
      met.complete(true);
    } catch (InterruptedException e) {
      met.completeExceptionally(e);
    } catch (IOException | RuntimeException e) {
      LOG.debug("not met", e);
      replica.fault("this member can't take part in the group", e);
      met.completeExceptionally(e);
    }
  }

  private synchronized void begin(Meeting.Group group) throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    LogCheck.check(RaftFolder.log(folder.raft(), folder.identity().in(group.cluster())), false);
    node = Optional.of(start(group, peering));
    folder.belongTo(group.cluster());
  }

  @Override
  public Leadership leadership() {
    return node.map(RaftNode::leadership).orElse(Leadership.NONE);
  }

  @Override
  public boolean alone() {
    return !listens;
  }

  @Override
  public void propose(Proposal proposal, Runnable refused) {
    node.ifPresentOrElse(now -> now.propose(proposal, refused), refused);
  }

  @Override
  public List<Member> members() {
    return node.map(RaftNode::members).orElse(List.of());
  }

  @Override
  public Map<String, String> unreachable() {
    Optional<RaftNode> now = node;
    if (now.isPresent()) {
      return now.get().unreachable();
    }
    if (peering.isEmpty()) {
      return Map.of();
    }
    Map<String, String> others = new TreeMap<>(peering.get().members());
    others.remove(peering.get().name());
    try (PeerClient client = new PeerClient(peering.get().name(), peering.get().tls())) {
      return Reach.lost(client, folder.identity().member(), others);
    } catch (IOException e) {
      return Map.of(peering.get().name(), "its certificate can't be used: " + e.getMessage());
    }
  }

  @Override
  public Map<String, String> clientUrls() {
    Map<String, String> urls = new TreeMap<>();
    node.flatMap(RaftNode::neighbours).map(Neighbours::clientUrls).ifPresent(urls::putAll);
    urls.put(folder.identity().name(), folder.clientUrl());
    return urls;
  }

  @Override
  public ConnectionThread connections() {
    return connections;
  }

  @Override
  public void handOver(String name) throws IOException {
    node.orElseThrow(() -> new RefusedException("this member is starting")).handOver(name);
  }

  @Override
  public Map<String, String> hashes(long index) {
    return node.flatMap(RaftNode::neighbours).map(others -> others.hashes(index)).orElse(Map.of());
  }

  @Override
  public void join() throws IOException {
    Peering others = peering.orElseThrow(() -> new IOException("no group to join was said"));
    Peering.Joining joining =
        others.joins().orElseThrow(() -> new IOException("no group to join was said"));
    long startNs = System.nanoTime();
    Pauses pauses = new Pauses();
    try (PeerClient client = new PeerClient(others.name(), others.tls())) {
      awaitMet();
      byte[] add = PeerCalls.add(folder.identity().member(), others.advertise(), joining.learns());
      while (true) {
        try {
          client.change(joining.through(), add);
          return;
        } catch (RefusedException e) {
          throw e;
        } catch (IOException e) {
          if (System.nanoTime() - startNs > JOIN_LIMIT_NS) {
            throw e;
          }
          LOG.info("not joined yet: {}", e.getMessage());
          pauses.pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void awaitMet() throws IOException, InterruptedException {
    try {
      boolean _ = met.get(JOIN_LIMIT_NS, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } catch (TimeoutException e) {
      throw new IOException("the group could not be reached", e);
    }
  }

  @Override
  public void remove(String name) throws IOException {
    started().remove(name);
  }

  @Override
  public void promote(String name) throws IOException {
    started().promote(name);
  }

  private RaftNode started() throws IOException {
    return node.orElseThrow(() -> new IOException("this member is starting"));
  }

  @Override
  public synchronized void listen(Peering others) {
    if (!listens) {
      // From here on another one may acknowledge writes.
      listens = true;
      Optional<RaftNode> before = node;
      node = Optional.empty();
      before.ifPresent(RaftNode::close);
      try {
        Meeting.Group group = new Meeting.Group(folder.identity().cluster(), Map.of());
        node = Optional.of(start(group, Optional.of(others)));
      } catch (StoreOpenException e) {
        replica.fault("the log can't be opened again", e);
        throw e;
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    meeting.interrupt();
    try {
      meeting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    node.ifPresent(RaftNode::close);
    connections.close();
  }
}

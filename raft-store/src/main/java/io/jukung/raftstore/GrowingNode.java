package io.jukung.raftstore;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A member on Ratis that is alone first and may begin to listen for others later, which takes
 * another transport and so another start of Ratis: some hundred milliseconds in which writes wait.
 * Safe for use by any number of threads.
 */
final class GrowingNode implements Consensus, Membership {
  private final DataFolder folder;
  private final Replica replica;
  private volatile Optional<RaftNode> node;
  private volatile boolean listens;

  GrowingNode(DataFolder folder, Optional<Peering> peering, Replica replica) {
    this.folder = folder;
    this.replica = replica;
    this.listens = peering.isPresent();
    this.node = Optional.of(RaftNode.start(folder, peering, replica, List.of()));
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
  public void add(String name, String address) throws IOException {
    started().add(name, address);
  }

  @Override
  public void remove(String name) throws IOException {
    started().remove(name);
  }

  @Override
  public synchronized void listen(Peering peering) {
    if (!listens) {
      // From here on another one may acknowledge writes.
      listens = true;
      Optional<RaftNode> before = node;
      node = Optional.empty();
      before.ifPresent(RaftNode::close);
      try {
        node = Optional.of(RaftNode.start(folder, Optional.of(peering), replica, List.of()));
      } catch (StoreOpenException e) {
        replica.fault("the log can't be opened again", e);
        throw e;
      }
    }
  }

  @Override
  public synchronized void close() {
    node.ifPresent(RaftNode::close);
  }

  private RaftNode started() throws IOException {
    return node.orElseThrow(() -> new IOException("this member is starting"));
  }
}

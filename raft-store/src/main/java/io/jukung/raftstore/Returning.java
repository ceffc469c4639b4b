package io.jukung.raftstore;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a member that has come back is asked for its vote at once. After a connection
 * could not be made gRPC waits before it tries again, in the end for two minutes, and calls fail
 * until then; Ratis lets only a leader's appenders cut that short. Safe for use by any number of
 * threads.
 */
final class Returning {
  private static final Logger LOG = LoggerFactory.getLogger(Returning.class);

  private final RaftServer server;
  private final AtomicReference<Set<String>> lost = new AtomicReference<>(Set.of());

  Returning(RaftServer server) {
    this.server = server;
  }

  /**
   * Notes who does not answer; connects anew to whoever did not the last time and does now.
   *
   * @param silent names of members
   * @param peers all members
   */
  void note(Set<String> silent, Iterable<RaftPeer> peers) {
    Set<String> before = lost.getAndSet(Set.copyOf(silent));
    for (RaftPeer peer : peers) {
      String name = Identity.nameOf(peer.getId().toString());
      if (before.contains(name) && !silent.contains(name)) {
        LOG.debug("{} is back", name);
        server
            .getServerRpc()
            .handleException(peer.getId(), new IOException(name + " is back"), true);
      }
    }
  }
}

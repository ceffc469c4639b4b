package io.jukung.raftstore;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other members of a moment, to be asked. Safe for use by any number of threads. */
final class Neighbours {
  private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

  private final PeerClient client;
  private final String self;
  private final Map<String, String> others = new TreeMap<>();

  /**
   * Those among members that are not this one.
   *
   * @param self this one's id
   */
  Neighbours(PeerClient client, String self, List<Member> members) {
    this.client = client;
    this.self = self;
    for (Member member : members) {
      if (!member.name().equals(Identity.nameOf(self))) {
        others.put(member.name(), member.address());
      }
    }
  }

  /** Why they can't be reached, by name. */
  Map<String, String> unreachable() {
    return Reach.lost(client, self, others);
  }

  /** Their hashes of their state at an index of the log, by name, of those that say. */
  Map<String, String> hashes(long index) {
    return ask(address -> client.hash(address, index));
  }

  /** Where they serve clients by etcd's API, by name, of those that answer; empty if not. */
  Map<String, String> clientUrls() {
    return ask(client::clientUrl);
  }

  private interface Question {
    String ask(String address) throws IOException;
  }

  /** Asks all at once; takes two seconds at most. */
  private Map<String, String> ask(Question question) {
    return Reach.each(
        others,
        address -> {
          try {
            return Optional.of(question.ask(address));
          } catch (IOException e) {
            LOG.debug("no answer of {}", address, e);
            return Optional.empty();
          }
        });
  }

  /** Whether the one at an address answers and is not about to stop. */
  boolean answers(String address) {
    try {
      String _ = client.meet(address, PeerCalls.meet(self, false, ""));
      return true;
    } catch (IOException e) {
      LOG.debug("{} does not answer", address, e);
      return false;
    }
  }
}

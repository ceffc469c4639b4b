package io.jukung.raftstore;

import io.jukung.raftstore.Consensus.Place;
import io.jukung.raftstore.Consensus.Proposal;
import io.jukung.storage.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A replicated log that keeps Raft's promises and takes all its freedoms: who leads changes at any
 * time, entries that were not committed may go or stay, proposals and answers are late, lost or
 * come twice, members lag, their logs are purged and they take over whole states. What happens next
 * is what its methods are called for. Used by one thread.
 */
final class SimLog {
  /**
   * An entry.
   *
   * @param own whether it is the log's own and none of the store's
   * @param client whose proposal it is
   * @param id the proposal's number
   */
  record Entry(Place place, boolean own, Bytes client, long id, Bytes bytes) {}

  /**
   * A proposal on its way to a member believed to lead.
   *
   * @param again whether the same was delivered before, so that nobody but the leader can say it is
   *     not in the log
   * @param question whether it only asks what became of the proposal, which is not taken any more
   *     from then on
   */
  private record Message(
      int from,
      int life,
      int to,
      Proposal proposal,
      Runnable refused,
      boolean again,
      boolean question) {
    private Message repeated() {
      return new Message(from, life, to, proposal, refused, true, question);
    }

    private Message asQuestion() {
      return new Message(from, life, to, proposal, refused, true, true);
    }
  }

  final List<SimNode> nodes = new ArrayList<>();
  final List<Entry> entries = new ArrayList<>();
  private final List<Message> network = new ArrayList<>();
  private final List<String> appended = new ArrayList<>();
  private final SimWorld world;
  private final Random random;
  private final SimFault fault;
  int committed;
  long term;
  int leader = -1;
  private int firstOfTerm;

  private int passed;

  SimLog(SimWorld world, SimFault fault) {
    this.world = world;
    this.random = world.random();
    this.fault = fault;
  }

  /** A folder for a state on its way. */
  Path passing() {
    passed++;
    return world.folder("passing" + passed);
  }

  SimFault fault() {
    return fault;
  }

  int majority() {
    return nodes.size() / 2 + 1;
  }

  boolean messages() {
    return !network.isEmpty();
  }

  /** A member that may lead takes office; entries it does not have are no more. */
  void elect() {
    List<SimNode> voters = nodes.stream().filter(SimNode::reachable).toList();
    List<SimNode> able =
        voters.stream()
            .filter(node -> node.has >= committed || fault == SimFault.COMMITTED_ENTRY_LOST)
            .toList();
    if (voters.size() < majority() || able.isEmpty()) {
      return;
    }
    SimNode winner = able.get(random.nextInt(able.size()));
    term++;
    leader = winner.id;
    truncate(winner.has);
    firstOfTerm = entries.size();
    add(new Entry(new Place(term, firstOfTerm), true, Bytes.EMPTY, 0, Bytes.EMPTY));
    winner.learn(term, leader);
    world.trace("elect " + leader + " term " + term + " at " + firstOfTerm);
  }

  private void truncate(int size) {
    while (entries.size() > size) {
      entries.removeLast();
    }
    committed = Math.min(committed, size);
    nodes.forEach(node -> node.truncate(size));
  }

  private void add(Entry entry) {
    entries.add(entry);
  }

  /** The leader falls silent for everyone until the next election. */
  void abdicate() {
    leader = -1;
  }

  void send(SimNode from, int to, Proposal proposal, Runnable refused) {
    network.add(new Message(from.id, from.life, to, proposal, refused, false, false));
  }

  /** Something happens to one of the messages on their way. */
  void deliver(int lossPercent) {
    Message message = network.get(random.nextInt(network.size()));
    int dice = random.nextInt(100);
    SimNode to = nodes.get(message.to);
    SimNode from = nodes.get(message.from);
    if (dice < lossPercent) {
      lose(message);
    } else if (dice < 2 * lossPercent) {
      world.trace("repeat " + name(message));
      network.remove(message);
      network.add(message.repeated());
      arrive(message.repeated(), to, from);
    } else if (!to.reachable() || (!from.reachable() && from != to)) {
      lose(message);
    } else {
      network.remove(message);
      arrive(message, to, from);
    }
  }

  /** The proposer may notice, and ask what became of it. */
  private void lose(Message message) {
    network.remove(message);
    world.trace("lose " + name(message));
    if (random.nextBoolean()) {
      network.add(message.asQuestion());
    }
  }

  private void settle(Message message, SimNode to, SimNode from) {
    String mark = term + name(message);
    if (to.id == leader && message.proposal.term() == term && !appended.contains(mark)) {
      appended.add(mark); // Not in the log, and never taken from here on.
      refuse(message, from);
    }
  }

  private void arrive(Message message, SimNode to, SimNode from) {
    boolean leads = to.id == leader && to.up();
    boolean race = leads && message.proposal.term() < term && random.nextInt(4) == 0;
    if (!to.up()) {
      return;
    }
    if (message.question) {
      settle(message, to, from);
    } else if (leads && (message.proposal.term() == term || race)) {
      append(message, to, from);
    } else if (to.believesToLead(message.proposal.term())) {
      world.trace("taken by a leader of the past " + name(message));
    } else if (!message.again && random.nextInt(4) != 0) {
      refuse(message, from);
    }
  }

  private void append(Message message, SimNode to, SimNode from) {
    String mark = term + name(message);
    if (appended.contains(mark) && fault != SimFault.APPENDED_TWICE) {
      return; // Each proposal gets in once.
    }
    appended.add(mark);
    Place place = new Place(term, entries.size());
    Proposal proposal = message.proposal;
    Bytes bytes = Bytes.wrap(Sealed.of(to.replica().head(proposal), proposal.commands().array()));
    add(new Entry(place, false, proposal.client(), proposal.id(), bytes));
    world.trace("append " + place + " " + name(message));
    if (fault == SimFault.REFUSED_AFTER_APPENDED && random.nextInt(10) == 0) {
      refuse(message, from);
    }
  }

  private void refuse(Message message, SimNode from) {
    // A process that has crashed meanwhile is not told.
    if (from.up() && from.life == message.life) {
      world.trace("refuse " + name(message));
      message.refused.run();
    }
  }

  private static String name(Message message) {
    return message.from + "." + message.life + "/" + message.proposal.id();
  }

  /** A member writes down what the leader has, or takes over its state when that is not enough. */
  void replicate(SimNode node) {
    if (leader < 0 || !node.reachable() || !nodes.get(leader).reachable()) {
      return;
    }
    SimNode from = nodes.get(leader);
    if (fault == SimFault.OLD_STATE_INSTALLED && random.nextInt(20) == 0) {
      SimNode other = nodes.get(random.nextInt(nodes.size()));
      if (other.reachable() && other.next() < node.next()) {
        node.install(other);
        return;
      }
    }
    if (node.has < from.purged && node != from) {
      node.install(from);
    } else if (node.has < entries.size()) {
      node.has += 1 + random.nextInt(entries.size() - node.has);
    }
  }

  /** The leader finds out what a majority has written down. */
  void commit() {
    if (leader < 0 || !nodes.get(leader).reachable()) {
      return;
    }
    int everywhere =
        nodes.stream().map(node -> node.has).sorted().toList().get(nodes.size() - majority());
    if (everywhere > firstOfTerm && everywhere > committed) {
      committed = everywhere;
      world.trace("commit " + committed);
    }
    nodes.get(leader).known = Math.max(nodes.get(leader).known, committed);
  }

  /** A member hears from the leader. */
  void heartbeat(SimNode node) {
    if (!node.reachable()) {
      return;
    }
    if (leader < 0 || !nodes.get(leader).reachable()) {
      node.learn(node.term(), -1);
      return;
    }
    node.learn(term, leader);
    node.known = Math.max(node.known, Math.min(committed, node.has));
  }
}

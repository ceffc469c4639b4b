package io.jukung.raftstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One run of a group of members by a seed: the store's own code above the log, on a simulated log,
 * clock and disk, driven by one thread. The same seed runs the same way each time.
 */
final class Simulation {
  private static final int STEPS = 400;
  private static final int MOST_ROUNDS = 4_000;

  /** What a run came to; counts show that it does not run empty. */
  record Result(
      long calls,
      long acknowledged,
      long uncertain,
      long revisions,
      long crashes,
      long elections,
      long installs,
      long resumed,
      long compactedWatches,
      long localReads) {
    Result plus(Result o) {
      return new Result(
          calls + o.calls,
          acknowledged + o.acknowledged,
          uncertain + o.uncertain,
          revisions + o.revisions,
          crashes + o.crashes,
          elections + o.elections,
          installs + o.installs,
          resumed + o.resumed,
          compactedWatches + o.compactedWatches,
          localReads + o.localReads);
    }

    static final Result NONE = new Result(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private final SimWorld world;
  private final Random random;
  private final SimLog log;
  private final SimClients clients;
  private final SimWatches watches;
  private final List<SimMember> members = new ArrayList<>();
  private final SimDisk disk;
  private final int troublePermille;
  private final int lossPercent;
  private final int slow;
  private long crashes;

  private Simulation(long seed, SimFault fault, SimDisk disk, Consumer<String> trace) {
    this.disk = disk;
    this.world = new SimWorld(seed, disk, trace);
    this.random = world.random();
    this.log = new SimLog(world, fault);
    this.clients = new SimClients(world, fault);
    this.watches = new SimWatches(world, fault);
    this.troublePermille = List.of(0, 3, 6, 12, 24, 40).get(random.nextInt(6));
    this.lossPercent = random.nextInt(8);
    int size = List.of(1, 1, 3, 3, 3, 5).get(random.nextInt(6));
    this.slow = random.nextInt(2 * size);
    int skewMs = random.nextBoolean() ? 1 : 5_000;
    for (int i = 0; i < size; i++) {
      SimNode node = new SimNode(i, log);
      log.nodes.add(node);
      members.add(new SimMember(i, node, world, random.nextInt(skewMs)));
    }
  }

  /**
   * Runs a seed.
   *
   * @throws SimViolation when something happens that must not
   */
  static Result run(long seed, SimFault fault, SimDisk disk, Consumer<String> trace) {
    Simulation simulation = new Simulation(seed, fault, disk, trace);
    try {
      return simulation.run();
    } finally {
      simulation.members.forEach(SimMember::dispose);
    }
  }

  private Result run() {
    members.forEach(SimMember::start);
    log.elect();
    for (int step = 0; step < STEPS; step++) {
      try {
        if (log.leader < 0 && random.nextInt(10) == 0) {
          log.elect();
        }
        step();
      } catch (SimWorld.Crash e) {
        crash(e.member());
      }
      clients.hear();
      watches.sort();
    }
    settle();
    return check();
  }

  private SimMember any() {
    return members.get(random.nextInt(members.size()));
  }

  private void step() {
    SimMember member = any();
    if (random.nextInt(1_000) < troublePermille) {
      trouble(member);
      return;
    }
    world.pass(random.nextInt(100) == 0 ? random.nextInt(10_000) : random.nextInt(40));
    if (member.node.cut && random.nextInt(8) == 0) {
      cut(member, false);
    }
    if (!member.up()) {
      if (random.nextInt(4) == 0) {
        member.start();
      }
      return;
    }
    int dice = random.nextInt(100);
    if (dice < 22) {
      clients.ask(member);
    } else if (dice < 40) {
      for (int i = random.nextInt(3); i >= 0 && log.messages(); i--) {
        log.deliver(lossPercent);
      }
    } else if (dice < 54) {
      if (member.id != slow || random.nextInt(10) == 0) {
        log.replicate(member.node);
      }
      log.commit();
    } else if (dice < 64) {
      log.heartbeat(member.node);
    } else if (dice < 80) {
      apply(member, 1 + random.nextInt(4));
    } else if (dice < 84) {
      member.tick();
    } else {
      aside(member, dice);
    }
  }

  /** What goes on beside the log. */
  private void aside(SimMember member, int dice) {
    if (dice < 89) {
      watches.act(member);
    } else if (dice < 93) {
      member.running().hub().ring();
    } else if (dice < 95) {
      member.running().hub().history();
    } else if (dice < 96) {
      boolean _ = member.running().gate().pass(this::flush);
      if (random.nextBoolean()) {
        member.node.purge();
      }
    } else if (dice < 98) {
      boolean _ = member.replica().purgeSlice();
    } else {
      member.node.purge();
    }
  }

  private boolean flush(StateDb db) {
    db.flush(true);
    return true;
  }

  private static void apply(SimMember member, int most) {
    for (int i = 0; i < most && member.node.apply(); i++) {
      // As many as there are.
    }
  }

  private void trouble(SimMember member) {
    int dice = random.nextInt(10);
    if (dice < 3) {
      if (member.up()) {
        crash(member);
      }
    } else if (dice < 6) {
      log.elect();
    } else if (members.size() > 1) {
      cut(member, true);
    }
  }

  private void cut(SimMember member, boolean off) {
    member.node.cut = off;
    world.trace("member " + member.id + (off ? " is cut off" : " is back"));
  }

  private void crash(SimMember member) {
    crashes++;
    world.trace("crash " + member.id);
    member.crash();
  }

  /** Nothing goes wrong any more: everything has to come to its end. */
  private void settle() {
    world.calm();
    members.forEach(member -> member.node.cut = false);
    members.stream().filter(member -> !member.up()).forEach(SimMember::start);
    log.elect();
    quiet("what was asked");
    // Every member has to serve.
    int before = clients.calls.size();
    for (SimMember member : members) {
      clients.call(member, new Command.Grant(5), false);
      clients.call(member, new Command.Barrier(), !member.node.alone());
    }
    quiet("a call of each member");
    for (SimCall call : clients.calls.subList(before, clients.calls.size())) {
      if (!(call.outcome().orElseThrow() instanceof Outcome.Done)) {
        throw new SimViolation("not served: " + call);
      }
    }
    new SimChecks(members, log).members(disk);
    // All leases end.
    world.pass(3_600_000);
    quiet("the end of leases");
    members.forEach(watches::whole);
    quiet("watches");
  }

  private void quiet(String what) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      world.pass(20);
      if (log.messages()) {
        log.deliver(0);
      }
      for (SimMember member : members) {
        log.heartbeat(member.node);
        log.replicate(member.node);
        log.commit();
        apply(member, 100);
        if (round % 8 == 0) {
          member.tick();
          boolean _ = member.replica().purgeSlice();
        }
        member.running().hub().ring();
        member.running().hub().history();
      }
      if (round % 8 == 0) {
        watches.progress();
      }
      clients.hear();
      watches.sort();
      if (round > 16 && isQuiet()) {
        return;
      }
    }
    throw new SimViolation("does not come to an end: " + what);
  }

  private boolean isQuiet() {
    long revision = members.getFirst().replica().state().revision();
    return !log.messages()
        && clients.idle()
        && log.committed == log.entries.size()
        && members.stream().allMatch(member -> member.node.next() == log.committed)
        && members.stream().allMatch(m -> m.replica().nextLeaseEndMs() > m.nowMs())
        && watches.through(revision);
  }

  private Result check() {
    SimChecks checks = new SimChecks(members, log);
    checks.answers(clients.calls);
    checks.members(disk);
    clients.localReads.forEach(read -> checks.state(read.found(), "local read"));
    watches.check(checks.model().story, checks.model().compacted);
    SimHistories.check(clients.calls, checks.model().story);
    if (!checks.model().leases.isEmpty()) {
      throw new SimViolation("leases live on: " + checks.model().leases);
    }
    return new Result(
        clients.calls.size(),
        clients.calls.stream()
            .filter(call -> call.outcome().filter(o -> !(o instanceof Outcome.Failed)).isPresent())
            .count(),
        clients.calls.stream().filter(call -> call.outcome().isEmpty()).count(),
        checks.model().revision,
        crashes,
        log.term,
        members.stream().mapToLong(member -> member.node.installs).sum(),
        watches.resumed(),
        watches.compacted(),
        clients.localReads.size());
  }
}

package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The callers of a simulated group: each waits for its answer before it asks again. Keys that begin
 * with {@code k} are written by calls only, those that begin with {@code l} go with leases, too.
 * Every value is written once. Used by one thread.
 */
final class SimClients {
  static final List<Bytes> KEYS =
      List.of(Bytes.utf8("k0"), Bytes.utf8("k1"), Bytes.utf8("k2"), Bytes.utf8("k3"));
  private static final List<Bytes> LEASED = List.of(Bytes.utf8("l0"), Bytes.utf8("l1"));
  private static final int CLIENTS = 6;

  /** A read without a barrier, of a revision or of what was newest there. */
  record LocalRead(long asked, RangeResult found) {}

  final List<SimCall> calls = new ArrayList<>();
  final List<LocalRead> localReads = new ArrayList<>();
  private final List<SimCall> pending = new ArrayList<>();
  private final SimWorld world;
  private final Random random;
  private final SimFault fault;
  private final Map<Bytes, Long> revisions = new HashMap<>();
  private final List<Long> leases = new ArrayList<>();
  private long newest = 1;
  private int values;

  SimClients(SimWorld world, SimFault fault) {
    this.world = world;
    this.random = world.random();
    this.fault = fault;
  }

  boolean idle() {
    return pending.isEmpty();
  }

  /** A client asks something of a member, if one has nothing to wait for. */
  void ask(SimMember member) {
    if (pending.size() >= CLIENTS) {
      return;
    }
    int dice = random.nextInt(100);
    if (dice < 20) {
      read(member);
    } else if (dice < 28) {
      localRead(member);
    } else {
      call(member, command(dice), false);
    }
  }

  private void read(SimMember member) {
    if (fault == SimFault.NO_BARRIER || member.node.alone()) {
      long invoked = world.tick();
      Waiting none = new Waiting(new Command.Barrier());
      SimCall call = new SimCall(member, none.command(), none, invoked, 0, true);
      RangeResult found = member.replica().range(RangeRequest.of(KeyRange.ALL));
      call.done(world.tick(), new Outcome.Done(found.revision()), found);
      calls.add(call);
    } else {
      call(member, new Command.Barrier(), true);
    }
  }

  private void localRead(SimMember member) {
    long asked = random.nextInt(3) == 0 ? 0 : 1 + random.nextLong(newest);
    AppliedState state = member.replica().state();
    try {
      RangeResult found = member.replica().range(new RangeRequest(KeyRange.ALL, asked, 0, false));
      if (found.revision() != (asked == 0 ? state.revision() : asked)) {
        throw new SimViolation("read of " + asked + " at " + state + " told " + found);
      }
      if (asked != 0 && asked < state.compacted()) {
        throw new SimViolation("read of " + asked + " at " + state + " was let through");
      }
      localReads.add(new LocalRead(asked, found));
    } catch (StoreException.Compacted e) {
      if (asked >= state.compacted()) {
        throw new SimViolation("compacted: " + asked + " at " + state);
      }
    } catch (StoreException.FutureRevision e) {
      if (asked <= state.revision()) {
        throw new SimViolation("in the future: " + asked + " at " + state);
      }
    }
  }

  void call(SimMember member, Command command, boolean reads) {
    long invoked = world.tick();
    long deadline = world.nowMs() + 200 + random.nextInt(20_000);
    try {
      Waiting waiting = member.running().commits().submit(command);
      SimCall call = new SimCall(member, command, waiting, invoked, deadline, reads);
      calls.add(call);
      pending.add(call);
      world.trace("ask " + call);
    } catch (StoreException.Unavailable e) {
      world.trace("no room for " + command);
    }
  }

  private Command command(int dice) {
    if (dice < 36) {
      long chosen = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 0;
      return new Command.Grant(1 + random.nextInt(30), chosen);
    }
    if (dice < 40) {
      return new Command.KeepAlive(lease());
    }
    if (dice < 43) {
      return new Command.Revoke(lease());
    }
    if (dice < 47) {
      return new Command.Compact(Math.max(1, newest - random.nextInt(10)));
    }
    if (dice < 49) {
      Bytes leased = LEASED.get(random.nextInt(LEASED.size()));
      KeyRange range = KeyRange.prefix(Bytes.utf8("l"));
      return new Command.Txn(
          all(new Operation.Put(leased, value())),
          List.of(
              new Unchanged(range, Math.max(1, newest - random.nextInt(3)), random.nextInt(4))));
    }
    return new Command.Txn(txn(dice));
  }

  private Txn txn(int dice) {
    Bytes key = KEYS.get(random.nextInt(KEYS.size()));
    if (dice < 62) {
      return Txn.putIf(key, expected(key), value(), 0);
    }
    if (dice < 67) {
      return Txn.deleteIf(key, expected(key));
    }
    if (dice < 80) {
      Bytes leased = LEASED.get(random.nextInt(LEASED.size()));
      return all(new Operation.Put(leased, value(), random.nextInt(4) == 0 ? 0 : lease()));
    }
    if (dice < 84) {
      return all(
          new Operation.Delete(KeyRange.prefix(Bytes.utf8(random.nextBoolean() ? "k" : "l"))));
    }
    if (dice < 90) {
      return all(
          new Operation.Put(KEYS.get(0), value()),
          new Operation.Put(KEYS.get(1), value()),
          new Operation.Delete(KEYS.get(2)));
    }
    return all(new Operation.Put(key, value()));
  }

  private static Txn all(Operation... operations) {
    return new Txn(List.of(), List.of(operations), List.of());
  }

  private long expected(Bytes key) {
    return random.nextInt(4) == 0 ? 0 : revisions.getOrDefault(key, 0L);
  }

  private long lease() {
    return leases.isEmpty() ? 1 : leases.get(random.nextInt(leases.size()));
  }

  private Bytes value() {
    values++;
    return Bytes.utf8("v" + values);
  }

  /** Hands answers to callers; those who waited long enough leave. */
  void hear() {
    for (SimCall call : List.copyOf(pending)) {
      if (!call.alive()) {
        pending.remove(call);
        continue;
      }
      Optional<Outcome> outcome = call.waiting.outcome();
      if (outcome.isEmpty() && world.nowMs() >= call.deadlineMs) {
        outcome = Optional.of(call.member.running().commits().giveUp(call.waiting));
      }
      outcome.ifPresent(told -> finish(call, told));
    }
  }

  private void finish(SimCall call, Outcome told) {
    pending.remove(call);
    if (call.reads && told instanceof Outcome.Done) {
      RangeResult found = call.member.replica().range(RangeRequest.of(KeyRange.ALL));
      call.done(world.tick(), told, found);
      newest = Math.max(newest, found.revision());
      KEYS.forEach(revisions::remove);
      found.items().forEach(this::learn);
    } else {
      call.done(world.tick(), told);
      learn(call.command, told);
    }
    world.trace("told " + call);
  }

  private void learn(Command command, Outcome told) {
    if (told instanceof Outcome.Committed committed) {
      newest = Math.max(newest, committed.result().revision());
      committed.result().results().forEach(items -> items.forEach(this::learn));
      if (command instanceof Command.Txn txn && committed.result().succeeded()) {
        for (Operation operation : txn.txn().success()) {
          if (operation instanceof Operation.Put put) {
            revisions.put(put.key(), committed.result().revision());
          }
        }
      }
    } else if (told instanceof Outcome.Done done && command instanceof Command.Grant) {
      leases.add(done.id());
    }
  }

  private void learn(KeyValue item) {
    revisions.put(item.key(), item.modRevision());
  }
}

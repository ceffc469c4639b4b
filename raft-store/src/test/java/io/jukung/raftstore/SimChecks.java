package io.jukung.raftstore;

import io.jukung.raftstore.SimMember.Sent;
import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.StoreException;
import io.jukung.storage.check.Call;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.rocksdb.RocksIterator;

/** What must hold at the end of a simulation, when all is quiet. Used by one thread. */
final class SimChecks {
  /** Where in the log a command took effect, and with what outcome. */
  private record Done(long place, Outcome outcome) {}

  private final List<SimMember> members;
  private final SimLog log;
  private final SimModel model = new SimModel();
  private final Map<Sent, Done> done = new HashMap<>();

  SimChecks(List<SimMember> members, SimLog log) {
    this.members = members;
    this.log = log;
    for (SimLog.Entry entry : log.entries.subList(0, log.committed)) {
      if (!entry.own()) {
        replay(entry);
      }
    }
  }

  SimModel model() {
    return model;
  }

  private void replay(SimLog.Entry entry) {
    LogEntry decoded = LogEntryCodec.decode(entry.bytes().array());
    if (!decoded.countsIn(entry.place().term())) {
      return;
    }
    List<Outcome> outcomes = model.apply(decoded);
    for (int i = 0; i < outcomes.size(); i++) {
      Sent mark = new Sent(entry.client(), entry.id(), i);
      Done now = new Done(entry.place().index() * 10_000 + i, outcomes.get(i));
      require(done.put(mark, now) == null, mark + " is in the log twice");
    }
  }

  /**
   * Every answer is what the log says, each write took effect once at most, and in time's order.
   */
  void answers(List<SimCall> calls) {
    for (SimCall call : calls) {
      List<Done> places = places(call);
      require(places.size() <= 1, "took effect twice: " + call);
      call.outcome().ifPresent(told -> answer(call, told, places));
    }
    List<SimCall> told = calls.stream().filter(call -> !places(call).isEmpty()).toList();
    long newest = -1;
    List<SimCall> byAnswer =
        told.stream()
            .filter(call -> call.returned() != Call.NEVER && !uncertain(call))
            .sorted(Comparator.comparingLong(SimCall::returned))
            .toList();
    int answered = 0;
    for (SimCall call : told.stream().sorted(Comparator.comparingLong(c -> c.invoked)).toList()) {
      while (answered < byAnswer.size() && byAnswer.get(answered).returned() < call.invoked) {
        newest = Math.max(newest, places(byAnswer.get(answered)).getFirst().place);
        answered++;
      }
      require(places(call).getFirst().place > newest, "before what was answered before: " + call);
    }
  }

  private List<Done> places(SimCall call) {
    return call.member.sent(call.waiting).stream()
        .map(done::get)
        .flatMap(found -> Optional.ofNullable(found).stream())
        .toList();
  }

  private static boolean uncertain(SimCall call) {
    return call.outcome().orElseThrow() instanceof Outcome.Failed failed
        && failed.cause() instanceof StoreException.Uncertain;
  }

  private void answer(SimCall call, Outcome told, List<Done> places) {
    boolean unavailable =
        told instanceof Outcome.Failed failed
            && failed.cause() instanceof StoreException.Unavailable;
    if (unavailable) {
      require(places.isEmpty(), "took effect all the same: " + call);
    } else if (!uncertain(call) && !(call.reads && call.deadlineMs == 0)) {
      require(!places.isEmpty(), "acknowledged and not in the log: " + call);
      Outcome expected = places.getFirst().outcome;
      require(same(expected, told), "told otherwise: " + call + ", is " + expected);
    }
    call.read().ifPresent(read -> state(read, "read by " + call));
  }

  private static boolean same(Outcome expected, Outcome told) {
    return (expected instanceof Outcome.Failed a && told instanceof Outcome.Failed b)
        ? a.cause().getClass() == b.cause().getClass()
            && String.valueOf(a.cause().getMessage()).equals(b.cause().getMessage())
        : expected.equals(told);
  }

  /** What a read found is what was there at its revision. */
  void state(RangeResult found, String who) {
    List<KeyValue> expected = model.story.state(found.revision(), KeyRange.ALL);
    require(
        found.items().equals(expected),
        who + " of " + found.revision() + " found " + found.items() + " not " + expected);
  }

  /** All members hold the same, and it is what the log says. */
  void members(SimDisk disk) {
    Long first = null;
    for (SimMember member : members) {
      AppliedState state = member.replica().state();
      require(
          state.revision() == model.revision
              && state.compacted() == model.compacted
              && state.timeMs() == model.timeMs,
          "member " + member.id + " is at " + state + ", not at revision " + model.revision);
      state(member.replica().range(RangeRequest.of(KeyRange.ALL)), "member " + member.id);
      leases(member.running().gate());
      long hash = hash(member.running().gate());
      require(first == null || first == hash, "member " + member.id + " differs");
      first = hash;
      for (long revision = model.compacted; revision <= model.revision; revision += 7) {
        RangeRequest old = new RangeRequest(KeyRange.ALL, revision, 0, false);
        state(member.replica().range(old), "member " + member.id);
      }
    }
    require(first == null || first == replayed(disk), "replaying the log differs");
  }

  private void leases(Gate gate) {
    Map<Long, SimModel.Lease> found = new HashMap<>();
    gate.pass(
        db -> {
          try (RocksIterator iterator = db.iterator(Family.LEASES)) {
            iterator.seek(LeaseRecords.firstByEnd());
            while (iterator.isValid() && LeaseRecords.isByEnd(iterator.key())) {
              long id = LeaseRecords.idOf(iterator.key());
              byte[] record = db.get(Family.LEASES, LeaseRecords.lease(id));
              LeaseRecords.Lease lease = LeaseRecords.value(record == null ? new byte[16] : record);
              found.put(id, new SimModel.Lease(lease.ttlSeconds(), lease.endMs()));
              iterator.next();
            }
          }
          return true;
        });
    require(found.equals(model.leases), "leases " + found + " not " + model.leases);
  }

  /** The hash of everything that has to be the same on all members. */
  private static long hash(Gate gate) {
    return gate.pass(SimChecks::hash);
  }

  private static long hash(StateDb db) {
    CRC32C crc = new CRC32C();
    for (Family family : List.of(Family.CURRENT, Family.LEASES)) {
      try (RocksIterator iterator = db.iterator(family)) {
        for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
          crc.update(iterator.key());
          crc.update(iterator.value());
        }
      }
    }
    crc.update(db.state().encode());
    return crc.getValue();
  }

  /** The hash of a new state that applied the whole log at once. */
  private long replayed(SimDisk disk) {
    StateDb db = disk.scratch();
    AppliedState state = db.state();
    for (SimLog.Entry entry : log.entries.subList(0, log.committed)) {
      if (!entry.own()) {
        LogEntry decoded = LogEntryCodec.decode(entry.bytes().array());
        boolean counts = decoded.countsIn(entry.place().term());
        try (EntryRun run = new EntryRun(db, state, counts ? decoded.timeMs() : 0)) {
          if (counts) {
            decoded.commands().forEach(run::apply);
          }
          state = run.commit(entry.place().term(), entry.place().index());
        }
      }
    }
    return hash(db);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new SimViolation(what);
    }
  }

  /** A key's state, as reads find it, for {@link SimHistories}. */
  static Optional<KeyValue> find(List<KeyValue> items, Bytes key) {
    return items.stream().filter(item -> item.key().equals(key)).findFirst();
  }
}

package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.Compare;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeResult;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.check.Call;
import io.jukung.storage.check.KeyCall;
import io.jukung.storage.check.KeyCall.Answer;
import io.jukung.storage.check.KeyCall.Held;
import io.jukung.storage.check.KeyCall.Write;
import io.jukung.storage.check.KeyHistory;
import io.jukung.storage.check.Story;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What clients asked and were told, key by key, for the linearizability checker. */
final class SimHistories {
  private final Map<Bytes, List<Call<KeyCall>>> histories = new HashMap<>();

  private SimHistories(List<SimCall> calls) {
    for (SimCall call : calls) {
      Optional<RangeResult> read = call.read();
      if (read.isPresent()) {
        SimClients.KEYS.forEach(
            key -> add(key, call, call.returned(), seen(read.get().items(), key)));
      } else if (call.command instanceof Command.Txn txn) {
        add(call, txn.txn());
      }
    }
  }

  /** Checks all keys. */
  static void check(List<SimCall> calls, Story story) {
    SimHistories all = new SimHistories(calls);
    for (Map.Entry<Bytes, List<Call<KeyCall>>> key : all.histories.entrySet()) {
      KeyHistory.violation(key.getValue(), story.held(key.getKey()))
          .ifPresent(
              wrong -> {
                throw new SimViolation("key " + key.getKey() + ": " + wrong);
              });
    }
  }

  private static KeyCall seen(List<KeyValue> items, Bytes key) {
    return KeyCall.get(0, held(SimChecks.find(items, key)));
  }

  private static Held held(Optional<KeyValue> item) {
    return item.map(i -> new Held(i.value().utf8(), i.modRevision())).orElse(Held.NOTHING);
  }

  private void add(Bytes key, SimCall call, long returned, KeyCall asked) {
    histories
        .computeIfAbsent(key, k -> new ArrayList<>())
        .add(new Call<>(call.invoked, returned, asked));
  }

  private void add(SimCall call, Txn txn) {
    OptionalLong expected =
        txn.compares().stream()
            .mapToLong(compare -> ((Compare.ModRevision) compare).modRevision())
            .findFirst();
    Optional<Outcome> outcome = call.outcome();
    if (outcome.isEmpty()
        || (outcome.get() instanceof Outcome.Failed failed
            && failed.cause() instanceof StoreException.Uncertain)) {
      writes(call, txn, expected, Call.NEVER, Optional.empty());
    } else if (outcome.get() instanceof Outcome.Committed committed) {
      TxnResult result = committed.result();
      if (result.succeeded()) {
        writes(call, txn, expected, call.returned(), Optional.of(result));
      } else if (!txn.compares().isEmpty()) {
        Bytes key = txn.compares().getFirst().key();
        Write write =
            txn.success().getFirst() instanceof Operation.Put wanted
                ? new Write.Put(wanted.value().utf8())
                : new Write.Delete();
        Held found = held(SimChecks.find(result.results().getFirst(), key));
        add(key, call, call.returned(), new KeyCall(expected, write, new Answer.Refused(found)));
      }
    }
  }

  private void writes(
      SimCall call, Txn txn, OptionalLong expected, long returned, Optional<TxnResult> result) {
    for (int i = 0; i < txn.success().size(); i++) {
      int position = i;
      switch (txn.success().get(i)) {
        case Operation.Put put when SimClients.KEYS.contains(put.key()) ->
            add(
                put.key(),
                call,
                returned,
                new KeyCall(
                    expected,
                    new Write.Put(put.value().utf8()),
                    result
                        .<Answer>map(r -> new Answer.Done(r.revision()))
                        .orElse(new Answer.Unknown())));
        case Operation.Put put -> {}
        case Operation.Delete delete ->
            SimClients.KEYS.stream()
                .filter(delete.range()::contains)
                .forEach(
                    key ->
                        add(
                            key,
                            call,
                            returned,
                            new KeyCall(
                                expected,
                                new Write.Delete(),
                                result
                                    .map(r -> deleted(r, position, key))
                                    .orElse(new Answer.Unknown()))));
        case Operation.Get get -> {}
      }
    }
  }

  private static Answer deleted(TxnResult result, int position, Bytes key) {
    return new Answer.DoneOn(
        result.revision(), held(SimChecks.find(result.results().get(position), key)));
  }
}

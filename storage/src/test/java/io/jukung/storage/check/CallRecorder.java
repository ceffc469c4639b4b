package io.jukung.storage.check;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import io.jukung.storage.check.KeyCall.Answer;
import io.jukung.storage.check.KeyCall.Held;
import io.jukung.storage.check.KeyCall.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Calls a store and keeps what was asked and answered, key by key, for {@link KeyHistory}. Values
 * have to differ from write to write, and nothing but these calls may change the keys. Safe for all
 * threads.
 */
public final class CallRecorder {
  private final Map<Bytes, List<Call<KeyCall>>> histories = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger uncertain = new AtomicInteger();

  /** Writes a key, whatever it holds. */
  public void put(Store store, Bytes key, String value) {
    Txn txn = new Txn(List.of(), List.of(new Operation.Put(key, Bytes.utf8(value))), List.of());
    write(store, key, txn, OptionalLong.empty(), new Write.Put(value));
  }

  /** Writes a key when its mod revision is as expected. */
  public void putIf(Store store, Bytes key, long expected, String value) {
    Txn txn = Txn.putIf(key, expected, Bytes.utf8(value), 0);
    write(store, key, txn, OptionalLong.of(expected), new Write.Put(value));
  }

  /** Removes a key, if it is there. */
  public void delete(Store store, Bytes key) {
    Txn txn = new Txn(List.of(), List.of(new Operation.Delete(key)), List.of());
    write(store, key, txn, OptionalLong.empty(), new Write.Delete());
  }

  /**
   * Reads a key consistently.
   *
   * @return its mod revision, 0 when it is not there; empty when the store was not available
   */
  public OptionalLong get(Store store, Bytes key) {
    long invoked = System.nanoTime();
    try {
      long _ = store.readBarrier();
      Held held = held(store.get(key).stream().toList());
      add(key, invoked, KeyCall.get(0, held));
      return OptionalLong.of(held.modRevision());
    } catch (StoreException.Unavailable e) {
      return OptionalLong.empty();
    }
  }

  private void write(Store store, Bytes key, Txn txn, OptionalLong expected, Write write) {
    long invoked = System.nanoTime();
    Supplier<TxnResult> call = () -> store.txn(txn);
    try {
      TxnResult result = call.get();
      Answer answer =
          switch (write) {
            case Write.Put put when result.succeeded() -> new Answer.Done(result.revision());
            case Write.Delete delete when result.succeeded() ->
                new Answer.DoneOn(result.revision(), held(result.results().getFirst()));
            default -> new Answer.Refused(held(result.results().getFirst()));
          };
      add(key, invoked, new KeyCall(expected, write, answer));
    } catch (StoreException.Uncertain e) {
      uncertain.incrementAndGet();
      history(key)
          .add(new Call<>(invoked, Call.NEVER, new KeyCall(expected, write, new Answer.Unknown())));
    } catch (StoreException.Unavailable e) {
      return; // Nothing was done.
    }
  }

  private void add(Bytes key, long invoked, KeyCall call) {
    acknowledged.incrementAndGet();
    history(key).add(new Call<>(invoked, Math.max(System.nanoTime(), invoked + 1), call));
  }

  private List<Call<KeyCall>> history(Bytes key) {
    return histories.computeIfAbsent(key, k -> Collections.synchronizedList(new ArrayList<>()));
  }

  private static Held held(List<KeyValue> found) {
    return found.stream()
        .findFirst()
        .map(item -> new Held(item.value().utf8(), item.modRevision()))
        .orElse(Held.NOTHING);
  }

  /** How many calls were answered. */
  public int acknowledged() {
    return acknowledged.get();
  }

  /** How many calls have an unknown outcome. */
  public int uncertain() {
    return uncertain.get();
  }

  /**
   * Checks all keys, with no call under way.
   *
   * @param story what happened, as watches tell
   */
  public Optional<String> violation(Story story) {
    for (Map.Entry<Bytes, List<Call<KeyCall>>> key : histories.entrySet()) {
      Optional<String> wrong =
          KeyHistory.violation(List.copyOf(key.getValue()), story.held(key.getKey()));
      if (wrong.isPresent()) {
        return wrong.map(what -> "key " + key.getKey() + ": " + what);
      }
    }
    return Optional.empty();
  }
}

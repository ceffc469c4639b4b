package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads at once. */
public interface ConcurrencyContract extends StoreFixture {
  @Test
  default void compareAndPutNeverLosesAnIncrement() {
    int threads = 8;
    int each = 100;
    try (WatchRecorder watch = watch(new WatchRequest(KeyRange.ALL, 0, false))) {
      together(threads, thread -> increment(each));
      int total = threads * each;
      assertThat(store().get(b("/counter")).orElseThrow().value().utf8()).isEqualTo("" + total);
      assertThat(store().revision()).isEqualTo(total + 1);
      List<String> heard = watch.awaitEvents(total);
      for (int i = 0; i < total; i++) {
        assertThat(heard.get(i)).isEqualTo((i + 2) + " /counter=" + (i + 1));
      }
    }
  }

  @Test
  default void everyWriterGetsItsOwnRevisionAndReadsItsOwnWrites() {
    ConcurrentLinkedQueue<Long> revisions = new ConcurrentLinkedQueue<>();
    together(
        16,
        thread -> {
          for (int i = 0; i < 100; i++) {
            String key = "/" + thread + "/" + i % 10;
            long revision = put(key, "" + i);
            revisions.add(revision);
            assertThat(store().revision()).isGreaterThanOrEqualTo(revision);
            assertThat(store().get(b(key)).orElseThrow().modRevision()).isEqualTo(revision);
          }
          return true;
        });
    Set<Long> unique = new HashSet<>(revisions);
    assertThat(unique).hasSize(1600);
    assertThat(store().revision()).isEqualTo(1601);
  }

  /** Two keys always move together, so every read of both must see them equal. */
  @Test
  default void readersSeeWholeTransactionsOnly() {
    AtomicBoolean done = new AtomicBoolean();
    together(
        4,
        thread -> {
          if (thread == 0) {
            for (int i = 0; i < 500; i++) {
              Bytes value = b("" + i);
              run(new Operation.Put(b("/x"), value), new Operation.Put(b("/y"), value));
            }
            done.set(true);
            return true;
          }
          long last = 0;
          while (!done.get()) {
            RangeResult both = store().range(RangeRequest.of(KeyRange.ALL));
            assertThat(both.revision()).isGreaterThanOrEqualTo(last);
            last = both.revision();
            if (both.revision() > 1) {
              assertThat(both.items()).hasSize(2);
              assertThat(both.items().get(0).value()).isEqualTo(both.items().get(1).value());
              assertThat(both.items().get(0).modRevision()).isEqualTo(both.revision());
            }
            assertThat(store().revision()).isGreaterThanOrEqualTo(last);
          }
          return true;
        });
  }

  private boolean increment(int times) {
    for (int i = 0; i < times; i++) {
      Optional<KeyValue> seen = store().get(b("/counter"));
      while (true) {
        long next = seen.map(item -> Long.parseLong(item.value().utf8())).orElse(0L) + 1;
        long mod = seen.map(KeyValue::modRevision).orElse(0L);
        TxnResult result = store().txn(Txn.putIf(b("/counter"), mod, b("" + next), 0));
        if (result.succeeded()) {
          break;
        }
        seen = Optional.of(result.results().getFirst().getFirst());
      }
    }
    return true;
  }

  /** A body of {@link #together}. */
  interface Body {
    /** Runs on thread {@code index}. */
    boolean run(int index) throws Exception;
  }

  /** Runs a body on many threads and waits for all; the first failure is thrown. */
  static void together(int threads, Body body) {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Callable<Boolean>> calls =
          IntStream.range(0, threads).<Callable<Boolean>>mapToObj(i -> () -> body.run(i)).toList();
      for (Future<Boolean> result : executor.invokeAll(calls, 100, TimeUnit.SECONDS)) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

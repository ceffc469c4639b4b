package io.jukung.registry.fuzz;

import com.sun.management.ThreadMXBean;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.status.StatusException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Runs decoders as the server does, on a stack of its size less what the server needs before, and
 * judges what they do with an input: an answer or a refusal of 4xx, within a time and a number of
 * bytes allocated.
 *
 * @param time the longest one input may take, generous for machines that do other things meanwhile
 * @param bytes the most that may be allocated for one input, dead or alive
 */
public record Bounded(Duration time, long bytes) {
  /** For inputs of a few kilobytes. */
  public static final Bounded SMALL = new Bounded(Duration.ofSeconds(5), 64L << 20);

  /** The longest body the server takes, in bytes. */
  public static final int BODY = 3 << 20;

  /** For inputs as long as the server takes: a kilobyte of garbage for each byte. */
  public static final Bounded LARGE = new Bounded(Duration.ofSeconds(30), 1000L * BODY);

  /** How many times as many inputs as usual. */
  public static final int TIMES = Integer.getInteger("jukung.fuzz.times", 1);

  private static final long STACK_BYTES = 900L << 10;
  private static final long MAX_SECONDS = 120L * TIMES;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Where randomness begins; another one for each {@code salt}. */
  public static long seed(String salt) {
    return Long.getLong("jukung.fuzz.seed", 20261126) * 31 + salt.hashCode();
  }

  /** Runs {@code body} on a thread like the server's, and fails when it does not come back. */
  public static void run(Runnable body) throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                failures.add(e);
              }
            },
            "decoder",
            STACK_BYTES);
    thread.start();
    if (!thread.join(Duration.ofSeconds(MAX_SECONDS))) {
      throw new AssertionError("hangs: " + Arrays.toString(thread.getStackTrace()));
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst().getMessage(), failures.getFirst());
    }
  }

  /**
   * Decodes one input.
   *
   * @param input tells the input when something is wrong with what became of it
   * @return what was made of it; empty when it was refused
   */
  public <T> Optional<T> decode(Supplier<String> input, Callable<T> decoder) {
    long begin = System.nanoTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Optional<T> result = Optional.empty();
    try {
      result = Optional.of(decoder.call());
    } catch (ValueException e) {
      // Becomes a 400 where the server calls the decoder.
    } catch (StatusException e) {
      if (e.code() < 400 || e.code() > 499) {
        throw new AssertionError(e.code() + " " + e.text() + " for " + input.get(), e);
      }
    } catch (Throwable e) {
      throw new AssertionError(e + " for " + input.get(), e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    if (allocated > bytes || taken.compareTo(time) > 0) {
      throw new AssertionError(
          taken.toMillis() + " ms and " + (allocated >> 20) + " MB for " + input.get());
    }
    return result;
  }
}

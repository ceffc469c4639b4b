package io.jukung.server.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is written down and where; valid once made.
 *
 * @param policy a {@code Policy} of {@code audit.k8s.io/v1}; without one nothing is written
 */
public record AuditConfig(
    Optional<Policy> policy, Optional<LogFile> log, Optional<Webhook> webhook) {
  /** Nothing is written. */
  public static final AuditConfig NONE =
      new AuditConfig(Optional.empty(), Optional.empty(), Optional.empty());

  /** Where the policy comes from. */
  public sealed interface Policy {
    /** A file in upstream's form. */
    record InFile(Path file) implements Policy {}

    /**
     * Ours, for who names none: changes, and reads of what is secret, with who asked and what came
     * of it, but no contents; not what components write all the time.
     */
    record BuiltIn() implements Policy {}
  }

  /** How a request waits for its events to be kept. */
  public enum Mode {
    /** Not at all: events go into a queue, and what does not fit is dropped. */
    BATCH("batch"),
    /** Until they are kept, whether that works or not. */
    BLOCKING("blocking"),
    /** As blocking; a request whose first event can't be kept fails. */
    BLOCKING_STRICT("blocking-strict");

    private final String text;

    Mode(String text) {
      this.text = text;
    }

    /** Its name on the command line. */
    public String text() {
      return text;
    }
  }

  /**
   * Batches, in mode batch only.
   *
   * @param bufferSize how many events may wait
   * @param maxSize how many go together
   * @param maxWait how long the first of a batch waits for more
   * @param qps how many batches a second on average; 0 is no limit
   * @param burst how many at once after a quiet time
   */
  public record Batch(
      Mode mode, int bufferSize, int maxSize, Duration maxWait, double qps, int burst) {
    /** Checks the numbers. */
    public Batch {
      if (mode == Mode.BATCH) {
        require(bufferSize > 0, "invalid audit batch buffer size " + bufferSize);
        require(maxSize > 0, "invalid audit batch max batch size " + maxSize);
        require(qps >= 0 && (qps == 0 || burst > 0), "invalid audit batch throttle burst " + burst);
      }
    }
  }

  /**
   * Bounds in bytes.
   *
   * @param enabled whether they hold
   * @param maxBatch of events sent together
   * @param maxEvent of one; a larger one loses its objects, and is dropped when that is not enough
   */
  public record Truncate(boolean enabled, long maxBatch, long maxEvent) {
    /** Checks the numbers. */
    public Truncate {
      require(maxEvent > 0, "invalid audit truncate max event size " + maxEvent);
      require(
          maxBatch >= maxEvent,
          "invalid audit truncate max batch size "
              + maxBatch
              + ", must be greater than max event size ("
              + maxEvent
              + ")");
    }
  }

  /**
   * A log.
   *
   * @param path the file; {@code -} is standard output
   * @param maxAgeDays after how many days old files are removed; 0 keeps them
   * @param maxBackups how many old files are kept; 0 keeps all
   * @param maxSizeMebibytes at which size the file is put away; 0 never
   * @param legacy lines of text, not JSON
   * @param compress whether old files are compressed
   */
  public record LogFile(
      String path,
      int maxAgeDays,
      int maxBackups,
      int maxSizeMebibytes,
      boolean legacy,
      boolean compress,
      Batch batch,
      Truncate truncate) {
    /** Checks the numbers. */
    public LogFile {
      require(maxAgeDays >= 0, "--audit-log-maxage " + maxAgeDays + " can't be a negative number");
      require(
          maxBackups >= 0, "--audit-log-maxbackup " + maxBackups + " can't be a negative number");
      require(
          maxSizeMebibytes >= 0,
          "--audit-log-maxsize " + maxSizeMebibytes + " can't be a negative number");
    }
  }

  /**
   * A server that takes events.
   *
   * @param kubeconfig where it is and who we are to it
   * @param initialBackoff the first wait after a failed request; each further one is half as long
   *     again, five times at most
   */
  public record Webhook(Path kubeconfig, Duration initialBackoff, Batch batch, Truncate truncate) {}

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}

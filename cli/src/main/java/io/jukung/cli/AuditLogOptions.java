package io.jukung.cli;

import io.jukung.server.audit.AuditConfig;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** When and how much goes to the audit log; named as kube-apiserver's flags. */
final class AuditLogOptions {
  private static final int OWN_BATCH = 400;
  private static final Duration OWN_WAIT = Duration.ofMillis(100);

  @Option(
      names = "--audit-log-mode",
      paramLabel = "MODE",
      description =
          "batch, blocking or blocking-strict (default: blocking, in the data folder batch).")
  private Optional<String> logMode = Optional.empty();

  @Option(
      names = "--audit-log-batch-buffer-size",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Events that may wait, in mode batch (default: 10000).")
  private int logBufferSize = 10000;

  @Option(
      names = "--audit-log-batch-max-size",
      paramLabel = "N",
      defaultValue = "1",
      description = "Events kept together, in mode batch (default: 1).")
  private int logBatchSize = 1;

  @Option(
      names = "--audit-log-batch-max-wait",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description = "How long a batch waits for more events (default: 0s).")
  private String logBatchWait = "0s";

  @Option(
      names = "--audit-log-batch-throttle-enable",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Whether batches are throttled (default: false).")
  private boolean logThrottle = false;

  @Option(
      names = "--audit-log-batch-throttle-qps",
      paramLabel = "N",
      defaultValue = "0",
      description = "Batches a second on average (default: 0).")
  private float logQps = 0f;

  @Option(
      names = "--audit-log-batch-throttle-burst",
      paramLabel = "N",
      defaultValue = "0",
      description = "Batches at once after a quiet time (default: 0).")
  private int logBurst = 0;

  @Option(
      names = "--audit-log-truncate-enabled",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Whether large events lose their objects (default: false).")
  private boolean logTruncates = false;

  @Option(
      names = "--audit-log-truncate-max-batch-size",
      paramLabel = "N",
      defaultValue = "10485760",
      description = "Bytes of a batch, when truncating (default: 10485760).")
  private long logMaxBatchBytes = 10485760;

  @Option(
      names = "--audit-log-truncate-max-event-size",
      paramLabel = "N",
      defaultValue = "102400",
      description = "Bytes of an event, when truncating (default: 102400).")
  private long logMaxEventBytes = 102400;

  /** What was asked for about batches; {@code mode} is for who says nothing. */
  AuditConfig.Batch batch(AuditConfig.Mode mode) {
    return new AuditConfig.Batch(
        logMode.map(text -> AuditOptions.mode("--audit-log-mode", text)).orElse(mode),
        logBufferSize,
        logBatchSize,
        AuditOptions.duration(logBatchWait),
        logThrottle ? logQps : 0,
        logBurst);
  }

  /**
   * As {@link #batch}, for the log that nobody asked for: events are written together, after a
   * tenth of a second, which costs requests least.
   */
  AuditConfig.Batch ownBatch() {
    AuditConfig.Batch asked = batch(AuditConfig.Mode.BATCH);
    return new AuditConfig.Batch(
        asked.mode(),
        asked.bufferSize(),
        Math.max(asked.maxSize(), OWN_BATCH),
        OWN_WAIT,
        asked.qps(),
        asked.burst());
  }

  /** What was asked for about sizes. */
  AuditConfig.Truncate truncate() {
    return new AuditConfig.Truncate(logTruncates, logMaxBatchBytes, logMaxEventBytes);
  }
}

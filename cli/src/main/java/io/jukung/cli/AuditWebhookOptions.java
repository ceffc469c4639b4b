package io.jukung.cli;

import io.jukung.server.audit.AuditConfig;
import picocli.CommandLine.Option;

/** When and how much goes to the audit webhook; named as kube-apiserver's flags. */
final class AuditWebhookOptions {
  @Option(
      names = "--audit-webhook-mode",
      paramLabel = "MODE",
      defaultValue = "batch",
      description = "batch, blocking or blocking-strict (default: batch).")
  private String webhookMode = "batch";

  @Option(
      names = "--audit-webhook-batch-buffer-size",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Events that may wait, in mode batch (default: 10000).")
  private int webhookBufferSize = 10000;

  @Option(
      names = "--audit-webhook-batch-max-size",
      paramLabel = "N",
      defaultValue = "400",
      description = "Events kept together, in mode batch (default: 400).")
  private int webhookBatchSize = 400;

  @Option(
      names = "--audit-webhook-batch-max-wait",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description = "How long a batch waits for more events (default: 30s).")
  private String webhookBatchWait = "30s";

  @Option(
      names = "--audit-webhook-batch-throttle-enable",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Whether batches are throttled (default: true).")
  private boolean webhookThrottle = true;

  @Option(
      names = "--audit-webhook-batch-throttle-qps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Batches a second on average (default: 10).")
  private float webhookQps = 10f;

  @Option(
      names = "--audit-webhook-batch-throttle-burst",
      paramLabel = "N",
      defaultValue = "15",
      description = "Batches at once after a quiet time (default: 15).")
  private int webhookBurst = 15;

  @Option(
      names = "--audit-webhook-truncate-enabled",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Whether large events lose their objects (default: false).")
  private boolean webhookTruncates = false;

  @Option(
      names = "--audit-webhook-truncate-max-batch-size",
      paramLabel = "N",
      defaultValue = "10485760",
      description = "Bytes of a batch, when truncating (default: 10485760).")
  private long webhookMaxBatchBytes = 10485760;

  @Option(
      names = "--audit-webhook-truncate-max-event-size",
      paramLabel = "N",
      defaultValue = "102400",
      description = "Bytes of an event, when truncating (default: 102400).")
  private long webhookMaxEventBytes = 102400;

  /** What was asked for about batches. */
  AuditConfig.Batch batch() {
    return new AuditConfig.Batch(
        AuditOptions.mode("--audit-webhook-mode", webhookMode),
        webhookBufferSize,
        webhookBatchSize,
        AuditOptions.duration(webhookBatchWait),
        webhookThrottle ? webhookQps : 0,
        webhookBurst);
  }

  /** What was asked for about sizes. */
  AuditConfig.Truncate truncate() {
    return new AuditConfig.Truncate(webhookTruncates, webhookMaxBatchBytes, webhookMaxEventBytes);
  }
}

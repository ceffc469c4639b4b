package io.jukung.cli;

import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.server.audit.AuditConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Audit, in kube-apiserver's flags. */
final class AuditOptions {
  @Option(
      names = "--audit-policy-file",
      paramLabel = "FILE",
      description =
          "Policy of audit.k8s.io/v1 that says which requests are written down (default: none is).")
  private Optional<Path> policy = Optional.empty();

  @Option(
      names = "--audit-log-path",
      paramLabel = "FILE",
      description = "File that audit events are written to; - is standard output (default: none).")
  private Optional<String> logPath = Optional.empty();

  @Option(
      names = "--audit-log-maxage",
      paramLabel = "N",
      defaultValue = "366",
      description = "Days to keep old audit logs; 0 keeps them (default: 366).")
  private int logMaxAge = 366;

  @Option(
      names = "--audit-log-maxbackup",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many old audit logs to keep; 0 keeps all (default: 100).")
  private int logMaxBackup = 100;

  @Option(
      names = "--audit-log-maxsize",
      paramLabel = "N",
      defaultValue = "100",
      description = "Mebibytes at which an audit log is put away; 0 never (default: 100).")
  private int logMaxSize = 100;

  @Option(
      names = "--audit-log-format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "json or legacy (default: json).")
  private String logFormat = "json";

  @Option(
      names = "--audit-log-compress",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Whether old audit logs are compressed (default: false).")
  private boolean logCompress = false;

  @Option(
      names = "--audit-log-version",
      paramLabel = "VERSION",
      defaultValue = "audit.k8s.io/v1",
      description = "Version of the events (default: audit.k8s.io/v1).")
  private String logVersion = "audit.k8s.io/v1";

  @Mixin private AuditLogOptions log = new AuditLogOptions();

  @Option(
      names = "--audit-webhook-config-file",
      paramLabel = "FILE",
      description = "Kubeconfig of a server that audit events are sent to (default: none).")
  private Optional<Path> webhookConfig = Optional.empty();

  @Option(
      names = {"--audit-webhook-initial-backoff", "--audit-webhook-batch-initial-backoff"},
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "First wait after a failed request to that server (default: 10s).")
  private String webhookBackoff = "10s";

  @Mixin private AuditWebhookOptions webhook = new AuditWebhookOptions();

  /**
   * What was asked for.
   *
   * @throws StartFailure when it can't be
   */
  AuditConfig config() {
    if (!logFormat.equals("json") && !logFormat.equals("legacy")) {
      throw usage("invalid audit log format " + logFormat + ", allowed formats are json, legacy");
    }
    if (!logVersion.equals("audit.k8s.io/v1")) {
      throw usage("invalid group version, allowed versions are audit.k8s.io/v1");
    }
    try {
      return new AuditConfig(
          policy,
          logPath.map(
              path ->
                  new AuditConfig.LogFile(
                      path,
                      logMaxAge,
                      logMaxBackup,
                      logMaxSize,
                      logFormat.equals("legacy"),
                      logCompress,
                      log.batch(),
                      log.truncate())),
          webhookConfig.map(
              file ->
                  new AuditConfig.Webhook(
                      file, duration(webhookBackoff), webhook.batch(), webhook.truncate())));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  static AuditConfig.Mode mode(String option, String text) {
    return Arrays.stream(AuditConfig.Mode.values())
        .filter(mode -> mode.text().equals(text))
        .findFirst()
        .orElseThrow(
            () -> usage(option + " must be batch, blocking or blocking-strict, not " + text));
  }

  static Duration duration(String text) {
    try {
      return Duration.ofNanos(GoDuration.parse(text));
    } catch (ValueException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static StartFailure usage(String text) {
    return new StartFailure(ExitCode.USAGE, text);
  }
}

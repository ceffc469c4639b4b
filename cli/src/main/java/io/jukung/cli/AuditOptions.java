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
          "Policy of audit.k8s.io/v1 that says which requests are written down (default: changes,"
              + " and reads of secrets).")
  private Optional<Path> policy = Optional.empty();

  @Option(
      names = "--audit-log-path",
      paramLabel = "FILE",
      description =
          "File that audit events are written to; - is standard output, empty is none (default:"
              + " audit/audit.log in the data folder when no other flag asks for audit).")
  private Optional<String> logPath = Optional.empty();

  @Option(
      names = "--audit-log-maxage",
      paramLabel = "N",
      description =
          "Days to keep old audit logs; 0 keeps them (default: 366, in the data folder 30).")
  private Optional<Integer> logMaxAge = Optional.empty();

  @Option(
      names = "--audit-log-maxbackup",
      paramLabel = "N",
      description =
          "How many old audit logs to keep; 0 keeps all (default: 100, in the data folder 10).")
  private Optional<Integer> logMaxBackup = Optional.empty();

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
      description =
          "Whether old audit logs are compressed (default: false, in the data folder true).")
  private Optional<Boolean> logCompress = Optional.empty();

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
   * What was asked for; who asks for nothing has a log in the data folder, which costs requests as
   * little as can be: they do not wait for it.
   *
   * @throws StartFailure when it can't be
   */
  AuditConfig config(Path dataDir) {
    if (!logFormat.equals("json") && !logFormat.equals("legacy")) {
      throw usage("invalid audit log format " + logFormat + ", allowed formats are json, legacy");
    }
    if (!logVersion.equals("audit.k8s.io/v1")) {
      throw usage("invalid group version, allowed versions are audit.k8s.io/v1");
    }
    try {
      if (policy.isEmpty() && logPath.isEmpty() && webhookConfig.isEmpty()) {
        Path own = dataDir.resolve("audit").resolve("audit.log");
        return new AuditConfig(
            Optional.of(new AuditConfig.Policy.BuiltIn()),
            Optional.of(logFile(own.toString(), true)),
            Optional.empty());
      }
      return new AuditConfig(
          policy.map(AuditConfig.Policy.InFile::new),
          logPath.filter(path -> !path.isEmpty()).map(path -> logFile(path, false)),
          webhookConfig.map(
              file ->
                  new AuditConfig.Webhook(
                      file, duration(webhookBackoff), webhook.batch(), webhook.truncate())));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private AuditConfig.LogFile logFile(String path, boolean own) {
    return new AuditConfig.LogFile(
        path,
        logMaxAge.orElse(own ? 30 : 366),
        logMaxBackup.orElse(own ? 10 : 100),
        logMaxSize,
        logFormat.equals("legacy"),
        logCompress.orElse(own),
        own ? log.ownBatch() : log.batch(AuditConfig.Mode.BLOCKING),
        log.truncate());
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

package io.jukung.server.audit;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.chain.AuditSink;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.AuditTrail;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.kubeconfig.KubeconfigTarget;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges requests by a policy and keeps their events in every backend there is. */
public final class Auditor implements AuditSink, AutoCloseable {
  private static final UserInfo NOBODY = new UserInfo("", "", List.of(), Map.of());

  private record Sink(AuditBackend backend, AuditConfig.Mode mode, String plugin) {}

  private final AuditPolicy policy;
  private final List<Sink> sinks;
  private final InstantSource clock;
  private final AuditMetrics metrics;
  private final boolean legacy;

  private Auditor(
      AuditPolicy policy,
      List<Sink> sinks,
      InstantSource clock,
      AuditMetrics metrics,
      boolean legacy) {
    this.legacy = legacy;
    this.metrics = metrics;
    this.policy = policy;
    this.sinks = List.copyOf(sinks);
    this.clock = clock;
  }

  /**
   * What a configuration asks for; empty when it asks for nothing, or has no policy.
   *
   * @param counters where its counters are shown
   * @throws ConfigException when a file can't be used
   */
  public static Optional<Auditor> of(
      AuditConfig config, InstantSource clock, PrometheusRegistry counters) {
    AuditMetrics metrics = new AuditMetrics(counters);
    if (config.policy().isEmpty() || (config.log().isEmpty() && config.webhook().isEmpty())) {
      return Optional.empty();
    }
    AuditPolicy policy = policy(config.policy().get());
    List<Sink> sinks = new ArrayList<>();
    config
        .log()
        .ifPresent(
            log ->
                sinks.add(
                    sink(
                        new LogBackend(out(log, clock), log.legacy()),
                        log.batch(),
                        log.truncate(),
                        true)));
    config
        .webhook()
        .ifPresent(
            webhook ->
                sinks.add(
                    sink(
                        new WebhookBackend(
                            KubeconfigTarget.read(webhook.kubeconfig()), webhook.initialBackoff()),
                        webhook.batch(),
                        webhook.truncate(),
                        false)));
    return Optional.of(
        new Auditor(
            policy,
            sinks,
            clock,
            metrics,
            config.log().map(AuditConfig.LogFile::legacy).orElse(false)));
  }

  private static AuditPolicy policy(AuditConfig.Policy source) {
    return switch (source) {
      case AuditConfig.Policy.BuiltIn() -> AuditPolicyFile.builtIn();
      case AuditConfig.Policy.InFile(Path file) -> {
        try {
          yield AuditPolicyFile.read(file);
        } catch (ConfigException e) {
          throw new ConfigException(
              "loading audit policy file: " + e.getMessage() + ": from file " + file);
        }
      }
    };
  }

  private static Sink sink(
      AuditBackend backend, AuditConfig.Batch batch, AuditConfig.Truncate truncate, boolean alone) {
    AuditBackend outer =
        batch.mode() == AuditConfig.Mode.BATCH
            ? new BatchingBackend(backend, batch, alone)
            : backend;
    return new Sink(
        truncate.enabled() ? new TruncatingBackend(outer, truncate) : outer,
        batch.mode(),
        alone ? "log" : "webhook");
  }

  private static OutputStream out(AuditConfig.LogFile log, InstantSource clock) {
    if (log.path().equals("-")) {
      return new FileOutputStream(FileDescriptor.out);
    }
    try {
      return new RotatingFile(
          Path.of(log.path()),
          (long) log.maxSizeMebibytes() << 20,
          log.maxBackups(),
          Duration.ofDays(log.maxAgeDays()),
          log.compress(),
          clock);
    } catch (IOException e) {
      throw new ConfigException("ensureLogFile: " + e.getMessage());
    }
  }

  private boolean keep(AuditEvent event) {
    boolean kept = true;
    metrics.event();
    for (Sink sink : sinks) {
      boolean done = sink.backend.keep(List.of(event));
      if (!done) {
        metrics.failed(sink.plugin);
      }
      kept &= done || sink.mode != AuditConfig.Mode.BLOCKING_STRICT;
    }
    return kept;
  }

  @Override
  public AuditTrail received(ApiCall call) {
    Attributes request = Attributes.of(call.context().user(), call.info());
    AuditPolicy.Decision decision = policy.decide(request);
    metrics.level(decision.level());
    if (decision.level() == AuditLevel.NONE) {
      return AuditTrail.NONE;
    }
    EventTrail trail =
        new EventTrail(
            call, request, decision, this::keep, clock, call.info().longRunning(), legacy);
    if (!trail.receivedStored()) {
      metrics.rejected();
      throw new PlainFailure(
          500, "Internal Server Error: \"" + call.path() + "\": failed to store audit event");
    }
    return trail;
  }

  @Override
  public AuditTrail refused(ApiCall call) {
    Attributes request = Attributes.of(NOBODY, call.info());
    AuditPolicy.Decision decision = policy.decide(request);
    metrics.level(decision.level());
    if (decision.level() == AuditLevel.NONE) {
      return AuditTrail.NONE;
    }
    return new EventTrail(call, request, decision, this::keep, clock, true, legacy);
  }

  @Override
  public void close() {
    sinks.forEach(sink -> sink.backend.close());
  }
}

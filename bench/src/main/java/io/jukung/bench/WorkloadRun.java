package io.jukung.bench;

import io.jukung.bench.ProcessMeter.Usage;
import io.jukung.bench.client.ApiRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Runs single workloads on one server and measures them. Used by one thread. */
final class WorkloadRun {
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final ServerSession session;
  private final BenchOptions options;
  private final ProcessMeter meter;
  private final Consumer<String> warnings;

  WorkloadRun(ServerSession session, BenchOptions options, Consumer<String> warnings) {
    this.session = session;
    this.options = options;
    this.meter = new ProcessMeter(Path.of("/proc"), session.server().processes());
    this.warnings = warnings;
  }

  /**
   * Runs one workload on the objects of {@code run}.
   *
   * @throws IOException when the server cannot be worked with at all; single failed requests are
   *     counted instead
   */
  Sample measure(Workload workload, String run, int round, boolean warmup)
      throws IOException, InterruptedException {
    Tally tally = new Tally();
    Start start = new Start();
    long deadlineNs = System.nanoTime() + options.limit().toNanos();
    start.mark();
    switch (workload) {
      case CREATE -> loop(tally, deadlineNs, options.objects(), i -> create(run, i));
      case GET -> {
        int[] choices = choices(options.operations());
        loop(
            tally,
            deadlineNs,
            choices.length,
            i -> ApiRequest.of("GET", session.object(run, choices[i])));
      }
      case LIST -> loop(tally, deadlineNs, options.lists(), i -> list());
      case PATCH -> {
        int[] choices = choices(options.operations());
        loop(tally, deadlineNs, choices.length, i -> patch(run, choices[i]));
      }
      case WATCH -> {
        int[] choices = choices(options.events());
        new WatchFanOut(session, options, tally, deadlineNs)
            .run(i -> patch(run, choices[i]), start::mark);
      }
    }
    return sample(workload, round, warmup, tally, start);
  }

  /** What the clock and the meter read when the measured time began. */
  private final class Start {
    private long ns;
    private Optional<Usage> usage = Optional.empty();

    void mark() {
      try {
        usage = meter.read();
      } catch (IOException e) {
        warnings.accept(session.server().name() + ": no CPU figures: " + e);
      }
      ns = System.nanoTime();
    }
  }

  private Sample sample(Workload workload, int round, boolean warmup, Tally tally, Start start)
      throws IOException {
    long elapsed = System.nanoTime() - start.ns;
    Optional<Usage> end = meter.read();
    if (tally.failures() > 0) {
      warnings.accept(
          "%s: %s: %d failures, the first: %s"
              .formatted(
                  session.server().name(),
                  workload.word(),
                  tally.failures(),
                  tally.firstFailure()));
    }
    boolean known = start.usage.isPresent() && end.isPresent();
    return new Sample(
        session.server().name(),
        workload,
        round,
        warmup,
        tally.latencies().getTotalCount(),
        tally.failures(),
        elapsed,
        tally.latencies().getValueAtPercentile(50),
        tally.latencies().getValueAtPercentile(99),
        tally.latencies().getMaxValue(),
        tally.bytes(),
        known
            ? OptionalLong.of(end.get().cpuNs() - start.usage.get().cpuNs())
            : OptionalLong.empty(),
        known ? OptionalLong.of(end.get().residentBytes()) : OptionalLong.empty());
  }

  private void loop(Tally tally, long deadlineNs, int count, IntFunction<ApiRequest> requests)
      throws InterruptedException {
    new RequestLoop(session, tally, deadlineNs).run(count, options.clients(), requests);
  }

  private ApiRequest create(String run, int number) {
    String name = ServerSession.objectName(run, number);
    return ApiRequest.json(
        "POST", session.collection(), options.kind().body(name, run, options.objectBytes()));
  }

  private ApiRequest list() {
    String page = options.pageSize() == 0 ? "" : "?limit=" + options.pageSize();
    return ApiRequest.of("GET", session.collection() + page);
  }

  private ApiRequest patch(String run, int number) {
    String body =
        "{\"metadata\":{\"annotations\":{\""
            + SentMarker.ANNOTATION
            + "\":\""
            + System.nanoTime()
            + "\"}}}";
    return ApiRequest.json("PATCH", session.object(run, number), body)
        .with("Content-Type", MERGE_PATCH);
  }

  /** The same objects by chance for every server. */
  private int[] choices(int count) {
    return new Random(options.seed()).ints(count, 0, options.objects()).toArray();
  }
}

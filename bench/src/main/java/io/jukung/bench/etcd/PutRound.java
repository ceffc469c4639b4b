package io.jukung.bench.etcd;

import io.jukung.bench.ProcessMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.HdrHistogram.Histogram;

/** Runs one round of puts on one target. Stateless but for what it was made with. */
final class PutRound {
  private static final Path PROC = Path.of("/proc");

  private final Optional<SSLContext> tls;

  PutRound(Optional<SSLContext> tls) {
    this.tls = tls;
  }

  /**
   * Connects, keeps the load up for its time and waits for the last answers.
   *
   * @throws IOException when a connection can't be made or breaks
   */
  PutSample run(EtcdTarget target, PutLoad load, PutKeys keys, int round)
      throws IOException, InterruptedException {
    ProcessMeter meter = new ProcessMeter(PROC, target.processes());
    List<PutConnection> connections = connect(target, load, keys);
    long from = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(load.leadInMs());
    PutConnection.Times times =
        new PutConnection.Times(from, from + TimeUnit.MILLISECONDS.toNanos(load.runMs()));
    CountDownLatch unfinished = new CountDownLatch(connections.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(connections.size())) {
      List<Future<?>> running = start(connections, load.clients(), times, threads, unfinished);
      waitUntil(from, unfinished);
      Optional<ProcessMeter.Usage> before = meter.read();
      waitUntil(times.untilNs(), unfinished);
      for (Future<?> one : running) {
        await(one);
      }
      Optional<ProcessMeter.Usage> after = meter.read();
      return sample(target, load, round, times, connections, before, after);
    } finally {
      for (PutConnection connection : connections) {
        connection.close();
      }
    }
  }

  private List<PutConnection> connect(EtcdTarget target, PutLoad load, PutKeys keys)
      throws IOException {
    SplittableRandom random = new SplittableRandom(load.seed());
    List<PutConnection> connections = new ArrayList<>();
    for (int i = 0; i < load.connections(); i++) {
      connections.add(
          new PutConnection(
              target.endpoints().get(i % target.endpoints().size()),
              tls,
              load,
              keys,
              random.split()));
    }
    return connections;
  }

  private static List<Future<?>> start(
      List<PutConnection> connections,
      int clients,
      PutConnection.Times times,
      ExecutorService threads,
      CountDownLatch unfinished) {
    List<Future<?>> running = new ArrayList<>();
    int count = connections.size();
    for (int i = 0; i < count; i++) {
      PutConnection connection = connections.get(i);
      int slots = clients / count + (i < clients % count ? 1 : 0);
      Callable<Void> body =
          () -> {
            try {
              connection.run(slots, times);
            } finally {
              unfinished.countDown();
            }
            return null;
          };
      running.add(threads.submit(body));
    }
    return running;
  }

  /** Until a time, or until all are done, when they end by their count or by a failure. */
  private static void waitUntil(long atNs, CountDownLatch unfinished) throws InterruptedException {
    boolean _ = unfinished.await(Math.max(0, atNs - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private static void await(Future<?> one) throws IOException, InterruptedException {
    try {
      var _ = one.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    }
  }

  private static PutSample sample(
      EtcdTarget target,
      PutLoad load,
      int round,
      PutConnection.Times times,
      List<PutConnection> connections,
      Optional<ProcessMeter.Usage> before,
      Optional<ProcessMeter.Usage> after) {
    Histogram all = new Histogram(connections.getFirst().latencies());
    all.reset();
    long failures = 0;
    long last = times.fromNs() + 1;
    for (PutConnection connection : connections) {
      all.add(connection.latencies());
      failures += connection.failures();
      last = Math.max(last, connection.lastAnswerNs());
    }
    OptionalLong cpu =
        before.isPresent() && after.isPresent()
            ? OptionalLong.of(after.get().cpuNs() - before.get().cpuNs())
            : OptionalLong.empty();
    OptionalLong resident =
        after.isPresent() ? OptionalLong.of(after.get().residentBytes()) : OptionalLong.empty();
    return new PutSample(
        target.name(), load.clients(), round, last - times.fromNs(), all, failures, cpu, resident);
  }
}

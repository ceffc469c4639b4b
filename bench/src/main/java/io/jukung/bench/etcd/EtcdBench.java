package io.jukung.bench.etcd;

import io.jukung.bench.ListeningProcesses;
import io.jukung.bench.client.KubeConfig;
import io.jukung.bench.client.TlsContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the load on etcd's API. */
@Command(
    name = "etcd-bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Puts keys into one server of etcd's v3 API, or two in turn, and reports puts per second,"
            + " latencies, and the CPU time and memory of the servers' processes. The keys, under"
            + " /bench/, stay.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EtcdBench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--endpoints",
      required = true,
      arity = "1",
      description =
          "A server's members, comma-separated, such as https://127.0.0.1:2379; given twice, both"
              + " servers are loaded in turn and compared.")
  private List<String> endpoints;

  @Option(names = "--name", description = "A server's name in the report, in the same order.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--cacert", description = "Who signed the servers' certificates, PEM.")
  private Optional<Path> authority = Optional.empty();

  @Option(names = "--cert", description = "The client's certificate, PEM.")
  private Optional<Path> certificate = Optional.empty();

  @Option(names = "--key", description = "Its key, PEM.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--clients",
      split = ",",
      defaultValue = "1,16,256,1024",
      description = "Puts under way at once, one point of measurement each. ${DEFAULT-VALUE}")
  private List<Integer> clients;

  @Option(
      names = "--clients-per-connection",
      defaultValue = "32",
      description = "How many clients share a connection. ${DEFAULT-VALUE}")
  private int perConnection;

  @Option(
      names = "--value-bytes",
      defaultValue = "1024",
      description = "Size of a value. ${DEFAULT-VALUE}")
  private int valueBytes;

  @Option(
      names = "--keys",
      defaultValue = "10000",
      description = "How many different keys, taken by chance. ${DEFAULT-VALUE}")
  private long keys;

  @Option(
      names = "--fill",
      description =
          "Instead: writes as many new keys as this, once each, in order, in 20 reported parts,"
              + " with the first number of clients.")
  private Optional<Long> fill = Optional.empty();

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long one point is measured. ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Rounds that count; one before them does not. ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--warmup",
      defaultValue = "0",
      description =
          "Seconds of load before everything, for each server and each number of clients in turn,"
              + " the most clients first. ${DEFAULT-VALUE}")
  private int warmup;

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new EtcdBench());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      List<EtcdTarget> targets = targets();
      out.println(PutReport.header());
      List<PutSample> samples = fill.isPresent() ? fill(targets, out) : points(targets, out);
      out.flush();
      return samples.stream().anyMatch(sample -> sample.failures() > 0) ? 1 : 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println("etcd-bench: " + e.getMessage());
      return 1;
    }
  }

  private List<PutSample> points(List<EtcdTarget> targets, PrintWriter out)
      throws IOException, InterruptedException {
    PutRound runner = new PutRound(tls());
    List<PutSample> samples = new ArrayList<>();
    warmUp(runner, targets, out);
    for (int round = 0; round <= rounds; round++) {
      for (int count : clients) {
        for (EtcdTarget target : targets) {
          PutLoad load = load(count, keys, false, seconds * 1000L, round);
          PutSample sample = runner.run(target, load, new PutKeys(load), round);
          out.println(PutReport.line(round == 0 ? "warm" : "round " + round, sample));
          out.flush();
          if (round > 0) {
            samples.add(sample);
          }
        }
      }
    }
    List<String> targetNames = targets.stream().map(EtcdTarget::name).toList();
    PutReport.medians(targetNames, clients, samples).forEach(out::println);
    return samples;
  }

  /** The same load for all, so that what a server learns by running is learned before. */
  private void warmUp(PutRound runner, List<EtcdTarget> targets, PrintWriter out)
      throws IOException, InterruptedException {
    if (warmup == 0) {
      return;
    }
    for (int count : clients.stream().sorted(Comparator.reverseOrder()).toList()) {
      for (EtcdTarget target : targets) {
        PutLoad load = load(count, keys, false, warmup * 1000L, -1);
        PutSample sample = runner.run(target, load, new PutKeys(load), 0);
        out.println(PutReport.line("warm-up", sample));
        out.flush();
      }
    }
  }

  private List<PutSample> fill(List<EtcdTarget> targets, PrintWriter out)
      throws IOException, InterruptedException {
    PutRound runner = new PutRound(tls());
    List<PutSample> samples = new ArrayList<>();
    int parts = 20;
    for (EtcdTarget target : targets) {
      for (int part = 0; part < parts; part++) {
        long from = fill.orElseThrow() * part / parts;
        long until = fill.orElseThrow() * (part + 1) / parts;
        PutLoad load = load(clients.getFirst(), until - from, true, Integer.MAX_VALUE, part);
        PutSample sample = runner.run(target, load, new PutKeys(load, from), part);
        out.println(PutReport.line("%d k".formatted(until / 1000), sample));
        out.flush();
        samples.add(sample);
      }
    }
    return samples;
  }

  private PutLoad load(int count, long different, boolean once, long runMs, int round) {
    int connections = Math.max(1, (count + perConnection - 1) / perConnection);
    try {
      return new PutLoad(
          count, connections, valueBytes, different, once, once ? 0 : 500, runMs, round);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Optional<SSLContext> tls() throws IOException {
    if (endpoints.stream().noneMatch(list -> list.contains("https://"))) {
      return Optional.empty();
    }
    return Optional.of(
        TlsContext.of(
            new KubeConfig(
                URI.create(endpoints.getFirst().split(",", -1)[0]),
                authority.isEmpty(),
                text(authority),
                text(certificate),
                text(key),
                Optional.empty())));
  }

  private static Optional<String> text(Optional<Path> file) throws IOException {
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(Files.readString(file.get(), StandardCharsets.US_ASCII));
  }

  private List<EtcdTarget> targets() throws IOException {
    List<EtcdTarget> targets = new ArrayList<>();
    for (int i = 0; i < endpoints.size(); i++) {
      List<URI> members = new ArrayList<>();
      Set<Long> processes = new TreeSet<>();
      for (String member : endpoints.get(i).split(",", -1)) {
        URI address = URI.create(member);
        if (address.getHost() == null || address.getPort() < 0) {
          throw new ParameterException(
              spec.commandLine(), "--endpoints needs URLs with a port, not " + member);
        }
        members.add(address);
        processes.addAll(ListeningProcesses.on(address.getPort()));
      }
      String name = i < names.size() ? names.get(i) : "server-" + (char) ('a' + i);
      targets.add(new EtcdTarget(name, members, List.copyOf(processes)));
    }
    return targets;
  }
}

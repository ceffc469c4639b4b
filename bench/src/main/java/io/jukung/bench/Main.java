package io.jukung.bench;

import io.jukung.bench.client.KubeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The load generator's command line. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Puts a bounded load on one API server, or on two in turn, and reports operations per"
            + " second, latencies, and the CPU time and memory of the servers' processes.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every request was answered with success",
      "1:some requests failed, or a server could not be used",
      "2:the command line is wrong"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--kubeconfig",
      required = true,
      arity = "1",
      description = "A server to load; given twice, both are loaded in turn and compared.")
  private List<Path> kubeconfigs;

  @Option(names = "--name", description = "A server's name in the report, in the same order.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--pid",
      description =
          "Process ids charged to a server, comma-separated, in the same order; the process that"
              + " listens on the server's port is found by itself. Use - for no more.")
  private List<String> pids = new ArrayList<>();

  @Option(
      names = "--workloads",
      split = ",",
      description = "Which of: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<Workload> workloads = EnumSet.noneOf(Workload.class);

  @Option(
      names = "--kind",
      defaultValue = "CONFIGMAP",
      description = "What the objects are: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private ObjectKind kind;

  @Option(
      names = "--objects",
      defaultValue = "2000",
      description = "Objects created. ${DEFAULT-VALUE}")
  private int objects;

  @Option(
      names = "--object-bytes",
      defaultValue = "1000",
      description = "Size of an object's JSON. ${DEFAULT-VALUE}")
  private int objectBytes;

  @Option(
      names = "--operations",
      defaultValue = "5000",
      description = "Gets, and patches, in one round. ${DEFAULT-VALUE}")
  private int operations;

  @Option(
      names = "--lists",
      defaultValue = "50",
      description = "Lists in one round. ${DEFAULT-VALUE}")
  private int lists;

  @Option(
      names = "--page-size",
      defaultValue = "0",
      description = "The limit of a list; 0 for none. ${DEFAULT-VALUE}")
  private int pageSize;

  @Option(
      names = "--clients",
      defaultValue = "16",
      description = "Requests under way at once. ${DEFAULT-VALUE}")
  private int clients;

  @Option(
      names = "--connections",
      defaultValue = "4",
      description = "HTTP/2 connections they share. ${DEFAULT-VALUE}")
  private int connections;

  @Option(
      names = "--watchers",
      defaultValue = "100",
      description = "Watches opened. ${DEFAULT-VALUE}")
  private int watchers;

  @Option(
      names = "--events",
      defaultValue = "500",
      description = "Changes each watch must deliver. ${DEFAULT-VALUE}")
  private int events;

  @Option(names = "--protobuf", description = "Ask for protobuf answers instead of JSON.")
  private boolean protobuf;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Rounds that count. ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--warmup-rounds",
      defaultValue = "1",
      description = "Rounds before them, reported apart. ${DEFAULT-VALUE}")
  private int warmupRounds;

  @Option(
      names = "--max-seconds",
      defaultValue = "60",
      description = "The longest one workload may take on one server. ${DEFAULT-VALUE}")
  private int maxSeconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all chance. ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--json", description = "Also write everything to this file as JSON.")
  private Path json;

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    BenchOptions options = options();
    try {
      List<ServerUnderTest> servers = servers();
      out.println(TextReport.header());
      List<Sample> samples =
          new Bench(
                  options,
                  servers,
                  sample -> {
                    out.println(TextReport.line(sample));
                    out.flush();
                  },
                  warning -> {
                    err.println(warning);
                    err.flush();
                  })
              .run();
      out.println();
      out.print(TextReport.summary(servers, samples));
      out.flush();
      if (json != null) {
        JsonReport.write(json, options, servers, samples);
      }
      return samples.stream().anyMatch(sample -> sample.failures() > 0) ? 1 : 0;
    } catch (IOException e) {
      err.println("bench: " + e.getMessage());
      return 1;
    }
  }

  private BenchOptions options() {
    try {
      return new BenchOptions(
          workloads,
          kind,
          objects,
          objectBytes,
          operations,
          lists,
          pageSize,
          clients,
          connections,
          watchers,
          events,
          protobuf,
          rounds,
          warmupRounds,
          Duration.ofSeconds(maxSeconds),
          seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<ServerUnderTest> servers() throws IOException {
    if (kubeconfigs.size() > 2) {
      throw new ParameterException(spec.commandLine(), "--kubeconfig may be given twice at most");
    }
    List<ServerUnderTest> servers = new ArrayList<>();
    for (int i = 0; i < kubeconfigs.size(); i++) {
      String name = i < names.size() ? names.get(i) : "server-" + (char) ('a' + i);
      String more = i < pids.size() ? pids.get(i) : "-";
      servers.add(ServerUnderTest.find(name, KubeConfig.read(kubeconfigs.get(i)), parse(more)));
    }
    return servers;
  }

  private List<Long> parse(String list) {
    List<Long> parsed = new ArrayList<>();
    for (String pid : list.equals("-") ? List.<String>of() : List.of(list.split(",", -1))) {
      try {
        parsed.add(Long.parseLong(pid.strip()));
      } catch (NumberFormatException e) {
        throw new ParameterException(
            spec.commandLine(), "--pid " + list + ": \"" + pid + "\" is no process id", e);
      }
    }
    return parsed;
  }
}

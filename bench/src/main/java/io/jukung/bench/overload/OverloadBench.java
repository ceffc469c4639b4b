package io.jukung.bench.overload;

import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.bench.client.TlsConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Overloads a server with lists of many pods and looks how it does. */
@Command(
    name = "overload",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lets many clients list all pods at once, and reports how health checks and the renewals of"
            + " a Lease do meanwhile, who is turned away, the server's memory, and how long it"
            + " takes until it is back to normal. The administrator of --kubeconfig makes what the"
            + " load needs, and removes it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:health checks and leases were answered, and the server is back to normal",
      "1:some were not, or it is not",
      "2:the command line is wrong"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class OverloadBench implements Callable<Integer> {
  private static final String PODS = "/api/v1/pods";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration NORMAL_BOUND = Duration.ofMinutes(2);
  private static final int IN_A_ROW = 3;
  private static final int IDLE_ASKS = 5;
  private static final int SLOWEST = 5;

  @Spec private CommandSpec spec;

  @Option(names = "--kubeconfig", required = true, description = "An administrator of the server.")
  private Path kubeconfig;

  @Option(
      names = "--clients",
      defaultValue = "2000",
      description = "Clients that list, each on its own connection. ${DEFAULT-VALUE}")
  private int clients;

  @Option(
      names = "--users",
      defaultValue = "20",
      description = "Service accounts they are spread over. ${DEFAULT-VALUE}")
  private int users;

  @Option(names = "--pods", defaultValue = "5000", description = "Pods listed. ${DEFAULT-VALUE}")
  private int pods;

  @Option(
      names = "--pod-bytes",
      defaultValue = "1000",
      description = "Text in each pod beside about 1,000 bytes of its own. ${DEFAULT-VALUE}")
  private int podBytes;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "How long the load lasts. ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--gzip", description = "Take compressed answers, as Go's clients do.")
  private boolean gzip;

  @Option(
      names = "--one-address",
      description =
          "The load comes from the address that health checks come from, so that the server can't"
              + " tell them apart (default: from addresses of its own, as other machines have).")
  private boolean oneAddress;

  @Option(
      names = "--load-nice",
      defaultValue = "0",
      description =
          "The nice value of the load's process, 0 to 19: clients on other machines do not take"
              + " the server's processors. ${DEFAULT-VALUE}")
  private int loadNice;

  @Option(
      names = "--pid",
      description = "The server's process, whose memory is read from /proc (default: not read).")
  private Optional<Long> pid = Optional.empty();

  @Option(names = "--keep", description = "Leave the pods and accounts where they are.")
  private boolean keep;

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new OverloadBench()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    KubeConfig config = KubeConfig.read(kubeconfig);
    try (Scene scene = new Scene(config)) {
      scene.make(pods, podBytes);
      TlsConnection.Factory lister = TlsConnection.Factory.of(scene.users(1).getFirst(), TIMEOUT);
      TlsConnection.Factory leader = TlsConnection.Factory.of(scene.leader(), TIMEOUT);
      TlsConnection.Factory anyone = TlsConnection.Factory.of(config.anonymous(), TIMEOUT);
      double idle = Double.MAX_VALUE;
      for (int i = 0; i < IDLE_ASKS; i++) {
        idle = Math.min(idle, list(lister));
      }
      print("idle: a list of all pods takes %.0f ms".formatted(idle));
      boolean well;
      try (Steady health = new Steady(anyone, last -> ApiRequest.of("GET", "/livez"), true, 100);
          Steady ready = new Steady(anyone, last -> ApiRequest.of("GET", "/readyz"), false, 100);
          Steady lease = new Steady(leader, Scene::renewal, false, 100);
          Resident memory = new Resident(pid)) {
        overload(scene);
        well = report("livez, new connection each", health);
        well &= report("readyz, one connection", ready);
        well &= report("renewal of a Lease", lease);
        memory
            .peak()
            .ifPresent(peak -> print("peak resident memory: %d MiB".formatted(peak >> 20)));
        well &= recovered(lister, idle);
      }
      print(
          "rejected by level, as the server counts:%n%s"
              .formatted(
                  rejected(
                      new String(
                          scene.ask("/debug/api_priority_and_fairness/dump_priority_levels").body(),
                          StandardCharsets.UTF_8))));
      if (!keep) {
        scene.remove();
      }
      return well ? 0 : 1;
    }
  }

  private void overload(Scene scene) throws IOException, InterruptedException {
    try (LoadProcess load =
        LoadProcess.start(
            new LoadProcess.Options(kubeconfig, clients, PODS, gzip, oneAddress, loadNice),
            scene.users(users))) {
      LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
      print(
          "load: %d clients of %d users, %d s, lists of %d pods%s"
              .formatted(clients, users, seconds, pods, gzip ? ", gzip" : ""));
      print("answers: %s".formatted(load.end()));
    }
  }

  private boolean report(String what, Steady steady) {
    print(
        "%s: %d, failed %d, p50 %.0f ms, p99 %.0f ms, max %.0f ms %s"
            .formatted(
                what,
                steady.answers(),
                steady.failures(),
                steady.millis(50),
                steady.millis(99),
                steady.millis(100),
                steady.firstFailure()));
    print("  slowest: " + steady.slowest(SLOWEST));
    return steady.failures() == 0 && steady.answers() > 0;
  }

  /** Normal is a list as fast as before, twice its time and a tenth of a second allowed. */
  private boolean recovered(TlsConnection.Factory lister, double idle) throws InterruptedException {
    long start = System.nanoTime();
    long since = start;
    int well = 0;
    while (System.nanoTime() - start < NORMAL_BOUND.toNanos()) {
      long before = System.nanoTime();
      double took;
      try {
        took = list(lister);
      } catch (IOException e) {
        took = Double.MAX_VALUE;
      }
      if (took > 2 * idle + 100) {
        well = 0;
        LockSupport.parkNanos(100_000_000);
      } else if (++well == 1) {
        since = before;
      } else if (well == IN_A_ROW) {
        print("back to normal after %.1f s".formatted((since - start) / 1e9));
        return true;
      }
    }
    print("not back to normal within %d s".formatted(NORMAL_BOUND.toSeconds()));
    return false;
  }

  private static double list(TlsConnection.Factory lister) throws IOException {
    long start = System.nanoTime();
    try (TlsConnection connection = lister.open()) {
      TlsConnection.Answer answer = connection.send(ApiRequest.of("GET", PODS));
      if (answer.status() != 200) {
        throw new IOException(answer.status() + " " + answer.start());
      }
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private static String rejected(String dump) {
    return dump.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> a + "  " + b + "\n");
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}

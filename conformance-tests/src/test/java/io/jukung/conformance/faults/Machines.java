package io.jukung.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.launcher.Launcher;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Servers, each in a network namespace on one bridge; this process is on the bridge, too. Used by
 * one thread, but for the clients. All is removed on close.
 */
final class Machines implements AutoCloseable {
  private static final Duration START_BOUND = Duration.ofMinutes(3);
  private static final Duration CALL_BOUND = Duration.ofSeconds(8);

  private final String mark = "jc" + ProcessHandle.current().pid() % 100_000;
  private final String subnet = "10.214." + ProcessHandle.current().pid() % 250 + ".";
  private final Path folder;
  private final int size;
  private final List<Optional<Process>> processes = new ArrayList<>();
  private final List<List<String>> options = new ArrayList<>();
  private final List<ApiClient> clients = new ArrayList<>();

  Machines(Path folder, int size) throws IOException, InterruptedException {
    this.folder = folder;
    this.size = size;
    boolean made = false;
    try {
      run("ip link add " + bridge() + " type bridge");
      run("ip addr add " + subnet + "1/24 dev " + bridge());
      run("ip link set " + bridge() + " up");
      for (int i = 0; i < size; i++) {
        String inside = "ip netns exec " + name(i) + " ip ";
        run("ip netns add " + name(i));
        run("ip link add " + wire(i) + " type veth peer name eth0 netns " + name(i));
        run("ip link set " + wire(i) + " master " + bridge() + " up");
        run(inside + "addr add " + address(i) + "/24 dev eth0");
        run(inside + "link set eth0 up");
        run(inside + "link set lo up");
      }
      made = true;
    } finally {
      if (!made) {
        close();
      }
    }
  }

  /** Starts the first server alone, and lets the others join it. */
  void startAll() throws IOException, InterruptedException {
    for (int i = 0; i < size; i++) {
      options.add(i == 0 ? List.of() : joining(i));
      processes.add(Optional.empty());
      start(i);
      clients.add(
          new ApiClient(KubeConfig.read(kubeconfig(i)), HttpClient.Version.HTTP_2, CALL_BOUND));
    }
  }

  private List<String> joining(int i) throws IOException, InterruptedException {
    Launcher.Ended added =
        Launcher.jukung(
            "store",
            "members",
            "add",
            "--peer-advertise",
            address(0) + ":2380",
            "--data-dir",
            data(0).toString());
    assertThat(added.status()).as(added.output()).isZero();
    List<String> printed = Arrays.asList(added.lastLine().split(" "));
    List<String> all = new ArrayList<>(List.of("--peer-advertise", address(i) + ":2380"));
    all.addAll(printed.subList(printed.indexOf("--join"), printed.size()));
    return all;
  }

  /** Starts a server that does not run, and waits until it is ready. */
  void start(int i) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name(i)));
    command.addAll(List.of(Launcher.path(), "server", "--secure-port", "6443"));
    command.addAll(List.of("--bind-address", address(i), "--data-dir", data(i).toString()));
    command.addAll(List.of("--disable-admission-plugins", "ServiceAccount"));
    command.addAll(options.get(i));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(i).toFile()));
    builder.environment().putIfAbsent("JUKUNG_JAVA_OPTS", "-Xmx300m");
    Process process = builder.start();
    processes.set(i, Optional.of(process));
    Await.until(
        "server " + i + " is ready; its log is " + log(i),
        START_BOUND,
        () -> {
          if (!process.isAlive()) {
            throw new InterruptedException("ended by itself: " + Files.readString(log(i)));
          }
          try (ApiClient client = new ApiClient(KubeConfig.read(kubeconfig(i)))) {
            return client.send(ApiRequest.of("GET", "/readyz")).statusCode() == 200;
          }
        });
  }

  /** A client of a server; thread-safe. */
  ApiClient client(int i) {
    return clients.get(i);
  }

  /** Which server leads the store, as it says itself. */
  int leader() throws InterruptedException {
    int[] found = {-1};
    Await.until(
        "somebody leads",
        START_BOUND,
        () -> {
          for (int i = 0; i < size; i++) {
            if (leads(i)) {
              found[0] = i;
            }
          }
          return found[0] >= 0;
        });
    return found[0];
  }

  private boolean leads(int i) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(data(i).resolve("store.sock")));
      Channels.newOutputStream(channel)
          .write("{\"do\":\"members\"}\n".getBytes(StandardCharsets.UTF_8));
      JsonNode answer = new ObjectMapper().readTree(Channels.newInputStream(channel));
      for (JsonNode member : answer.at("/ok/members")) {
        if (member.path("here").asBoolean() && member.path("role").asText().equals("leader")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** Kills a server as {@code kill -9} does. */
  void kill(int i) {
    Process process = processes.get(i).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Sends a signal, by its name. */
  void signal(int i, String name) throws IOException, InterruptedException {
    run("kill -" + name + " " + processes.get(i).orElseThrow().pid());
  }

  /** Takes a machine's cable out, or plugs it in again. */
  void connect(int i, boolean connected) throws IOException, InterruptedException {
    run("ip link set " + wire(i) + (connected ? " master " + bridge() : " nomaster"));
  }

  @Override
  public void close() throws IOException {
    clients.forEach(ApiClient::close);
    for (Optional<Process> process : processes) {
      process.ifPresent(Process::destroyForcibly);
      process.ifPresent(p -> p.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }
    try {
      for (int i = 0; i < size; i++) {
        Launcher.Ended _ = Launcher.run(List.of("ip", "netns", "del", name(i)));
      }
      Launcher.Ended _ = Launcher.run(List.of("ip", "link", "del", bridge()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String line) throws IOException, InterruptedException {
    Launcher.Ended ended = Launcher.run(List.of(line.split(" ")));
    assertThat(ended.status()).as(line + ": " + ended.output()).isZero();
  }

  private Path data(int i) {
    return folder.resolve("m" + i);
  }

  private Path log(int i) {
    return folder.resolve("m" + i + ".log");
  }

  private Path kubeconfig(int i) {
    return data(i).resolve("admin.kubeconfig");
  }

  private String address(int i) {
    return subnet + (10 + i);
  }

  private String wire(int i) {
    return mark + "v" + i;
  }

  private String name(int i) {
    return mark + "n" + i;
  }

  private String bridge() {
    return mark + "b";
  }
}

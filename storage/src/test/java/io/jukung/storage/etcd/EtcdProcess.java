package io.jukung.storage.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real etcd for tests, on free ports, with limits as wide as the SPI's and quick elections. */
public final class EtcdProcess implements AutoCloseable {
  private final List<String> command;
  private final Path directory;
  private final URI endpoint;
  private Process process;

  private EtcdProcess(List<String> command, Path directory, URI endpoint) {
    this.command = command;
    this.directory = directory;
    this.endpoint = endpoint;
    this.process = launch();
  }

  /** Starts one alone; does not wait for it. */
  public static EtcdProcess start(Path binary, Path directory, String... more) {
    return cluster(binary, directory, 1, "http", more).getFirst();
  }

  /** Starts some as a cluster. */
  public static List<EtcdProcess> cluster(
      Path binary, Path directory, int members, String scheme, String... more) {
    List<Integer> ports = freePorts(members * 2);
    List<String> peers = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      peers.add("m" + i + "=http://127.0.0.1:" + ports.get(members + i));
    }
    List<EtcdProcess> started = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      URI client = URI.create(scheme + "://127.0.0.1:" + ports.get(i));
      String peer = "http://127.0.0.1:" + ports.get(members + i);
      Path folder = directory.resolve("m" + i);
      List<String> command =
          new ArrayList<>(
              List.of(
                  binary.toString(),
                  "--name=m" + i,
                  "--data-dir=" + folder,
                  "--listen-client-urls=" + client,
                  "--advertise-client-urls=" + client,
                  "--listen-peer-urls=" + peer,
                  "--initial-advertise-peer-urls=" + peer,
                  "--initial-cluster=" + String.join(",", peers),
                  "--heartbeat-interval=" + (members == 1 ? 10 : 50),
                  "--election-timeout=" + (members == 1 ? 50 : 500),
                  "--max-txn-ops=4096",
                  "--max-request-bytes=" + (12 << 20)));
      command.addAll(List.of(more));
      started.add(new EtcdProcess(command, directory, client));
    }
    return started;
  }

  /** Where clients reach it. */
  public URI endpoint() {
    return endpoint;
  }

  /** Ends it at once, as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    try {
      var _ = process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again on its data. */
  public void restart() {
    process = launch();
  }

  /** Freezes it: it keeps its connections and answers nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    kill();
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process launch() {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("etcd.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ports that are free now. */
  public static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

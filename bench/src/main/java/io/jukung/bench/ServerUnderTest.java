package io.jukung.bench;

import io.jukung.bench.client.KubeConfig;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One API server and the processes whose CPU time and memory it is charged for.
 *
 * @param processes process ids on this machine; empty when the server is elsewhere
 */
public record ServerUnderTest(String name, KubeConfig config, List<Long> processes) {
  /** Copies the list. */
  public ServerUnderTest {
    processes = List.copyOf(processes);
  }

  /**
   * A server charged for the process that listens on its port, when that runs on this machine, and
   * for {@code more}, such as its etcd.
   */
  public static ServerUnderTest find(String name, KubeConfig config, List<Long> more)
      throws IOException {
    Set<Long> processes = new TreeSet<>(more);
    String host = config.server().getHost();
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      int port = config.server().getPort();
      processes.addAll(ListeningProcesses.on(port < 0 ? 443 : port));
    }
    return new ServerUnderTest(name, config, List.copyOf(processes));
  }
}

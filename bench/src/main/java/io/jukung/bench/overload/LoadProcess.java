package io.jukung.bench.overload;

import io.jukung.bench.client.KubeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The load in a process of its own, so that it delays those who measure no more than any other
 * process does. It reads tokens, a line each, begins after an empty line, and ends when its input
 * does; then it prints what it counted.
 */
final class LoadProcess implements AutoCloseable {
  private static final String BEGUN = "begun";

  private final Process process;
  private final BufferedReader out;

  private LoadProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * What the process does.
   *
   * @param nice the process' nice value
   */
  record Options(
      Path kubeconfig, int clients, String path, boolean gzip, boolean oneAddress, int nice) {}

  /** Starts such a process with {@code users}; it loads the server when this returns. */
  static LoadProcess start(Options options, List<KubeConfig> users) throws IOException {
    Process process =
        new ProcessBuilder(
                "nice",
                "-n",
                Integer.toString(options.nice()),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LoadProcess.class.getName(),
                options.kubeconfig().toAbsolutePath().toString(),
                Integer.toString(options.clients()),
                options.path(),
                Boolean.toString(options.gzip()),
                Boolean.toString(options.oneAddress()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    StringBuilder tokens = new StringBuilder();
    users.forEach(user -> tokens.append(user.token().orElseThrow()).append('\n'));
    process
        .getOutputStream()
        .write(tokens.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    LoadProcess load = new LoadProcess(process);
    if (!BEGUN.equals(load.out.readLine())) {
      load.close();
      throw new IOException("the process of the load ended");
    }
    return load;
  }

  /** Ends the load; what it counted. */
  String end() throws IOException {
    process.getOutputStream().close();
    return String.valueOf(out.readLine());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The process itself; see {@link #start}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    KubeConfig config = KubeConfig.read(Path.of(args[0]));
    List<KubeConfig> users = new ArrayList<>();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String token = in.readLine(); token != null && !token.isEmpty(); token = in.readLine()) {
      users.add(config.withToken(token));
    }
    try (ListLoad load =
        new ListLoad(
            users, args[2], Boolean.parseBoolean(args[3]), Boolean.parseBoolean(args[4]))) {
      long start = System.nanoTime();
      load.start(Integer.parseInt(args[1]));
      System.out.println(BEGUN);
      System.out.flush();
      if (in.readLine() != null) {
        throw new IOException("nothing was expected any more");
      }
      System.out.printf(
          "%s, %.0f MB/s%n",
          load.counts(), load.bytes() / 1e6 / ((System.nanoTime() - start) / 1e9));
      System.out.flush();
      // Connections are cut as those of clients that crash.
      Runtime.getRuntime().halt(0);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}

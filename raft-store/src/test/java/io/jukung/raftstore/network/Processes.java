package io.jukung.raftstore.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The processes of a group, one in each namespace. Used by one thread. */
final class Processes implements AutoCloseable {
  private static final Duration BOUND = Duration.ofMinutes(3);

  private final Path folder;
  private final Networks networks;
  private final List<Running> all = new ArrayList<>();

  /** By member: its name, its folder, and what it is started with. */
  private final List<String> names = new ArrayList<>();

  private final List<Path> folders = new ArrayList<>();
  private final List<List<String>> groups = new ArrayList<>();

  /** One member's process, as far as it has told. */
  static final class Running {
    final Process process;
    final List<String> said = Collections.synchronizedList(new ArrayList<>());
    volatile boolean ready;
    volatile boolean leads;

    Running(Process process) {
      this.process = process;
      Thread.ofPlatform().daemon().start(this::listen);
    }

    private void listen() {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          said.add(line);
          ready |= line.startsWith("ready");
          leads = line.equals("leads") || (leads && !line.equals("follows"));
        }
      } catch (IOException e) {
        said.add("gone: " + e);
      }
    }

    /** The newest line that begins so, without that. */
    String newest(String word) {
      synchronized (said) {
        return said.stream()
            .filter(line -> line.startsWith(word + " "))
            .reduce("", (older, newer) -> newer)
            .replaceFirst(word + " ", "");
      }
    }
  }

  Processes(Path folder, Networks networks) {
    this.folder = folder;
    this.networks = networks;
  }

  /** A member's data folder. */
  Path data(int i) {
    return i < folders.size() ? folders.get(i) : folder.resolve("m" + i);
  }

  String name(int i) {
    return names.get(i);
  }

  Running get(int i) {
    return all.get(i);
  }

  /** Starts a first member; to be called for each in order. */
  Running start(int i) {
    List<String> group = new ArrayList<>();
    for (int other = 0; other < 3; other++) {
      group.add("m" + other + "=" + networks.address(other));
    }
    names.add("m" + i);
    folders.add(folder.resolve("m" + i));
    groups.add(group);
    all.add(launch(i));
    return get(i);
  }

  /** Starts a member again; {@code wrapper} are words before the command of Java. */
  Running restart(int i, String... wrapper) {
    all.set(i, launch(i, wrapper));
    return get(i);
  }

  /** Starts a member in a new folder, under a new name, that joins through another one. */
  Running joinAnew(int i, int through) {
    names.set(i, names.get(i) + "x");
    folders.set(i, folder.resolve(names.get(i)));
    groups.set(i, List.of("join", get(through).newest("cluster"), networks.address(through)));
    return restart(i);
  }

  private Running launch(int i, String... wrapper) {
    List<String> command = new ArrayList<>(networks.prefix(i));
    command.addAll(List.of(wrapper));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            StoreProcess.class.getName(),
            data(i).toString(),
            folder.resolve("pki").toString(),
            names.get(i),
            networks.address(i)));
    command.addAll(groups.get(i));
    try {
      return new Running(
          new ProcessBuilder(command)
              .redirectError(
                  ProcessBuilder.Redirect.appendTo(folder.resolve(names.get(i) + ".log").toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReady(int i) {
    Running running = get(i);
    try {
      await("m" + i + " serves", () -> running.ready);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it said " + running.said, e);
    }
  }

  /** The member that leads and is reachable. */
  int leader(int... without) {
    int[] found = {-1};
    await(
        "somebody leads",
        () -> {
          for (int i = 0; i < all.size(); i++) {
            int candidate = i;
            if (get(i).leads
                && get(i).process.isAlive()
                && Arrays.stream(without).noneMatch(w -> w == candidate)) {
              found[0] = i;
            }
          }
          return found[0] >= 0;
        });
    return found[0];
  }

  void kill(int i) {
    Process process = get(i).process;
    process.destroyForcibly();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    get(i).leads = false;
  }

  /** It does not lead any more, whether it knows or not. */
  void forget(int i) {
    get(i).leads = false;
  }

  void signal(int i, String name) {
    String _ = Shell.run("kill -" + name + " " + get(i).process.pid());
  }

  void say(int i, String line) {
    try {
      get(i).process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in %s: %s", BOUND, what).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    for (Running running : all) {
      running.process.destroyForcibly();
      running.process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }
}

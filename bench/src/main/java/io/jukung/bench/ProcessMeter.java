package io.jukung.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads, from Linux' {@code /proc}, what a group of processes has used. Immutable, thread-safe.
 * Their children are not counted; the kernel's resolution is 10 ms.
 */
public final class ProcessMeter {
  /** Linux reports to user space in hundredths of a second on every architecture. */
  private static final long NANOS_PER_TICK = 10_000_000;

  /**
   * What was used so far.
   *
   * @param cpuNs user and system time of all threads since the processes began
   * @param residentBytes resident memory now
   */
  public record Usage(long cpuNs, long residentBytes) {}

  private final Path root;
  private final List<Long> processes;

  /**
   * A meter.
   *
   * @param root {@code /proc}, but in tests
   */
  public ProcessMeter(Path root, List<Long> processes) {
    this.root = root;
    this.processes = List.copyOf(processes);
  }

  /**
   * The sum over all processes; empty when there are none.
   *
   * @throws IOException when one of them is gone: its time would be missing from the sum
   */
  public Optional<Usage> read() throws IOException {
    if (processes.isEmpty()) {
      return Optional.empty();
    }
    long cpu = 0;
    long resident = 0;
    for (long process : processes) {
      Path folder = root.resolve(Long.toString(process));
      cpu += cpuTicks(Files.readString(folder.resolve("stat")));
      resident += residentKilobytes(Files.readAllLines(folder.resolve("status")));
    }
    return Optional.of(new Usage(cpu * NANOS_PER_TICK, resident * 1024));
  }

  /** The command in parentheses may hold spaces, so columns count from behind it. */
  private static long cpuTicks(String stat) {
    String[] columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(columns[11]) + Long.parseLong(columns[12]);
  }

  private static long residentKilobytes(List<String> status) {
    for (String line : status) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }
}

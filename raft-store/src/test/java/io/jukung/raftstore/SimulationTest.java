package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The store above its log, simulated by seeds. {@code -Djukung.sim.seeds=N} runs as many, {@code
 * -Djukung.sim.from=SEED} begins there; the message of a failure says how to run its seed alone,
 * which then tells its whole story.
 */
class SimulationTest {
  private static final int THREADS = 2;
  private static final int STORY = 400;

  @Test
  void seeds() {
    long from = Long.getLong("jukung.sim.from", 1);
    long count = Long.getLong("jukung.sim.seeds", 10_000);
    long start = System.nanoTime();
    Simulation.Result sum =
        LongStream.range(0, THREADS)
            .parallel()
            .mapToObj(
                thread -> {
                  Simulation.Result part = Simulation.Result.NONE;
                  try (SimDisk disk = new SimDisk()) {
                    for (long seed = from + thread; seed < from + count; seed += THREADS) {
                      part = part.plus(run(seed, disk));
                    }
                  }
                  return part;
                })
            .reduce(Simulation.Result.NONE, Simulation.Result::plus);
    System.out.printf(
        "%d seeds in %d s: %s%n", count, (System.nanoTime() - start) / 1_000_000_000, sum);
    assertThat(sum.acknowledged()).isPositive();
    if (count >= 1_000) {
      assertThat(sum.uncertain()).isPositive();
      assertThat(sum.crashes()).isPositive();
      assertThat(sum.installs()).isPositive();
      assertThat(sum.resumed()).isPositive();
      assertThat(sum.compactedWatches()).isPositive();
    }
  }

  private static Simulation.Result run(long seed, SimDisk disk) {
    try {
      return Simulation.run(seed, SimFault.NONE, disk, line -> {});
    } catch (RuntimeException e) {
      throw new AssertionError(
          "seed %d: %s%nstory:%n%s%nagain: ./mvnw -pl raft-store -am test -Dtest=SimulationTest#seeds"
                  .formatted(seed, e.getMessage(), story(seed, SimFault.NONE, disk))
              + " -Dsurefire.failIfNoSpecifiedTests=false -Djukung.sim.seeds=1 -Djukung.sim.from="
              + seed,
          e);
    }
  }

  /** The last that happens in a seed that fails. */
  private static String story(long seed, SimFault fault, SimDisk disk) {
    Deque<String> lines = new ArrayDeque<>();
    try {
      var _ =
          Simulation.run(
              seed,
              fault,
              disk,
              line -> {
                lines.add(line);
                if (lines.size() > STORY) {
                  lines.remove();
                }
              });
      lines.add("and this time it did not fail");
    } catch (RuntimeException e) {
      lines.add(String.valueOf(e.getMessage()));
    }
    return String.join("\n", lines);
  }

  /** A mistake below or beside the store does not stay hidden for long. */
  @ParameterizedTest
  @EnumSource(value = SimFault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plantedFaultsAreFound(SimFault fault) {
    int most = 400;
    Optional<String> found = Optional.empty();
    try (SimDisk disk = new SimDisk()) {
      for (long seed = 1; seed <= most && found.isEmpty(); seed++) {
        try {
          var _ = Simulation.run(seed, fault, disk, line -> {});
        } catch (RuntimeException e) {
          found = Optional.of("seed " + seed + ": " + e);
        }
      }
    }
    System.out.println(fault + " " + found.map(f -> f.lines().findFirst().orElse("")));
    assertThat(found).as("%s in %d seeds", fault, most).isPresent();
  }
}

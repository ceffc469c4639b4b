package io.jukung.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run does, parsed once and checked in full before the first request. Immutable.
 *
 * @param workloads which workloads are measured
 * @param kind what the objects are
 * @param objects how many objects are created, 1 to 1,000,000
 * @param objectBytes about how large each object is as JSON, 200 to 1,000,000 bytes
 * @param operations how many gets and patches a run makes, 1 to 10,000,000
 * @param lists how many lists a run makes, 1 to 100,000
 * @param pageSize the {@code limit} of a list; 0 asks for all at once
 * @param clients how many requests are under way at once, 1 to 1,000
 * @param connections how many HTTP/2 connections they share, 1 to 100
 * @param watchers how many watches are opened, 1 to 10,000
 * @param events how many changes each watch must deliver, 1 to 1,000,000
 * @param protobuf whether answers are asked for as protobuf instead of JSON
 * @param rounds how many rounds count, 1 to 100
 * @param warmupRounds how many rounds run before and are told apart, 0 to 10
 * @param limit the longest one workload may take on one server
 * @param seed makes the same choices by chance on every server and in every run
 */
public record BenchOptions(
    Set<Workload> workloads,
    ObjectKind kind,
    int objects,
    int objectBytes,
    int operations,
    int lists,
    int pageSize,
    int clients,
    int connections,
    int watchers,
    int events,
    boolean protobuf,
    int rounds,
    int warmupRounds,
    Duration limit,
    long seed) {

  /**
   * Checks every bound.
   *
   * @throws IllegalArgumentException naming the first option out of bounds
   */
  public BenchOptions {
    workloads = Set.copyOf(workloads.isEmpty() ? EnumSet.allOf(Workload.class) : workloads);
    check("--objects", objects, 1, 1_000_000);
    check("--object-bytes", objectBytes, 200, 1_000_000);
    check("--operations", operations, 1, 10_000_000);
    check("--lists", lists, 1, 100_000);
    check("--page-size", pageSize, 0, 1_000_000);
    check("--clients", clients, 1, 1_000);
    check("--connections", connections, 1, 100);
    check("--watchers", watchers, 1, 10_000);
    check("--events", events, 1, 1_000_000);
    check("--rounds", rounds, 1, 100);
    check("--warmup-rounds", warmupRounds, 0, 10);
    check("--max-seconds", limit.toSeconds(), 1, 3_600);
    if (clients > connections * 100) {
      throw new IllegalArgumentException(
          "--clients " + clients + " need --connections " + (clients + 99) / 100 + " or more");
    }
  }

  private static void check(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " is " + value + ": must be from " + least + " to " + most);
    }
  }
}

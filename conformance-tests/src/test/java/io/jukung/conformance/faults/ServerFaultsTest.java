package io.jukung.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.cluster.JsonApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers whose leader is killed, cut off and stopped under load, in turn: nothing
 * acknowledged is lost, no consistent list is old, and watches go on at another server without
 * listing again. {@code -Djukung.faults.rounds=N} makes more of it.
 */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(
    named = "user.name",
    matches = "root",
    disabledReason = "network namespaces need root")
class ServerFaultsTest {
  private static final int SERVERS = 3;
  private static final String LAST = "last";
  private static final Duration BOUND = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final List<Long> gapsMs = new ArrayList<>();
  private final List<ResumingWatch> watches = new ArrayList<>();
  private int probes;

  @Test
  void nothingAcknowledgedIsLostNothingReadIsOldAndWatchesResume()
      throws IOException, InterruptedException {
    try (Machines machines = new Machines(directory, SERVERS)) {
      machines.startAll();
      JsonNode before = new JsonApi(machines.client(0)).get(Traffic.MAPS);
      long version = before.at("/metadata/resourceVersion").asLong();
      Traffic traffic = new Traffic(machines, SERVERS);
      for (int i = 0; i < SERVERS; i++) {
        watches.add(new ResumingWatch(machines, SERVERS, i, version, LAST));
      }
      traffic.start();
      for (int round = 0; round < Integer.getInteger("jukung.faults.rounds", 2); round++) {
        killLeader(machines, traffic);
        cutOffLeader(machines, traffic);
        stopLeader(machines, traffic);
      }
      traffic.end();
      Await.until("the last one is created", BOUND, () -> traffic.create(0, LAST));
      check(machines, traffic);
    }
  }

  private void killLeader(Machines machines, Traffic traffic)
      throws IOException, InterruptedException {
    int leader = machines.leader();
    machines.kill(leader);
    measure(traffic, leader, "killed");
    machines.start(leader);
  }

  private void cutOffLeader(Machines machines, Traffic traffic)
      throws IOException, InterruptedException {
    int leader = machines.leader();
    machines.connect(leader, false);
    measure(traffic, leader, "cut off");
    awaitLeft(leader);
    machines.connect(leader, true);
    awaitBack(traffic, leader);
  }

  private void stopLeader(Machines machines, Traffic traffic)
      throws IOException, InterruptedException {
    int leader = machines.leader();
    machines.signal(leader, "STOP");
    measure(traffic, leader, "stopped");
    awaitLeft(leader);
    machines.signal(leader, "CONT");
    awaitBack(traffic, leader);
  }

  /** The time until another server than the one lost takes a write. */
  private void measure(Traffic traffic, int lost, String how) throws InterruptedException {
    long startNs = System.nanoTime();
    int other = (lost + 1) % SERVERS;
    Await.until("a write after the leader was " + how, BOUND, () -> traffic.create(other, probe()));
    gapsMs.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    System.out.println("leader " + how + ", first write after ms: " + gapsMs.getLast());
  }

  /** Waits until nobody watches at a server that is silent. */
  private void awaitLeft(int server) throws InterruptedException {
    Await.until(
        "watches go on elsewhere",
        BOUND,
        () -> watches.stream().noneMatch(watch -> watch.isAt(server)));
  }

  private void awaitBack(Traffic traffic, int server) throws InterruptedException {
    Await.until("server " + server + " is back", BOUND, () -> traffic.create(server, probe()));
  }

  private String probe() {
    return "probe-" + probes++;
  }

  private void check(Machines machines, Traffic traffic) throws IOException, InterruptedException {
    gapsMs.sort(null);
    Set<String> acknowledged = traffic.acknowledged().keySet();
    int resumed = watches.stream().mapToInt(ResumingWatch::resumed).sum();
    System.out.printf(
        "first write accepted after the loss of a leader, ms: median %d of %s; %d created, %d"
            + " consistent lists, watches resumed %d times%n",
        gapsMs.get(gapsMs.size() / 2), gapsMs, acknowledged.size(), traffic.reads(), resumed);
    assertThat(traffic.stale()).isEmpty();
    assertThat(traffic.reads()).isPositive();
    assertThat(acknowledged).hasSizeGreaterThan(50);
    for (ResumingWatch watch : watches) {
      List<String> seen = watch.join();
      assertThat(seen).doesNotHaveDuplicates().containsAll(acknowledged);
    }
    for (int i = 0; i < SERVERS; i++) {
      Set<String> found = new HashSet<>();
      for (JsonNode item : new JsonApi(machines.client(i)).get(Traffic.MAPS).path("items")) {
        found.add(item.at("/metadata/name").asText());
      }
      assertThat(found).as("server %s", i).containsAll(acknowledged);
    }
  }
}

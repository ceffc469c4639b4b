package io.jukung.server.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.request.Query;
import io.jukung.server.request.RequestInfoParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One level's seats and queues. */
class LevelTest {
  private static final long LONG = Duration.ofSeconds(20).toNanos();

  private final ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong now = new AtomicLong(1);

  @AfterEach
  void stop() {
    later.shutdownNow();
    threads.shutdownNow();
  }

  private static LevelSpec spec(boolean exempt, int queues, int hand, int length) {
    return new LevelSpec("l", "u", exempt, 1, 0, -1, queues, hand, length);
  }

  private static Ticket.Told told(String flow) {
    return new Ticket.Told(
        "s", flow, UserInfo.ANONYMOUS, RequestInfoParser.parse("GET", "/api/v1/pods", Query.EMPTY));
  }

  private Level level(LevelSpec spec, int seats) {
    Level level = new Level(spec, seats, System::nanoTime, later);
    level.limit(seats);
    return level;
  }

  private static long soon() {
    return System.nanoTime() + LONG;
  }

  @Test
  void withoutQueuesWhatHasNoSeatIsRejected() throws Exception {
    Level level = level(spec(false, 0, 1, 0), 2);
    Ticket one = level.enter(told("a"), 0, Work.ONE, soon(), gone -> {}).orElseThrow();
    Ticket two = level.enter(told("a"), 0, Work.ONE, soon(), gone -> {}).orElseThrow();
    assertThat(level.enter(told("a"), 0, Work.ONE, soon(), gone -> {})).isEmpty();
    level.finish(one);
    assertThat(level.enter(told("a"), 0, new Work(2, 0, 0), soon(), gone -> {}))
        .as("two seats")
        .isEmpty();
    level.finish(two);
    assertThat(level.enter(told("a"), 0, new Work(9, 0, 0), soon(), gone -> {}))
        .as("what is larger than the level runs alone")
        .isPresent();
    assertThat(level.enter(told("a"), 0, Work.ONE, soon(), gone -> {})).isEmpty();
  }

  @Test
  void theExemptNeverWait() throws Exception {
    Level level = level(spec(true, 0, 1, 0), 0);
    for (int i = 0; i < 100; i++) {
      assertThat(level.enter(told("a"), 0, Work.ONE, 0, gone -> {})).isPresent();
    }
  }

  @Test
  void aFullQueueRejectsAndALongWaitEnds() throws Exception {
    Level level = level(spec(false, 1, 1, 1), 1);
    Ticket running = level.enter(told("a"), 0, Work.ONE, soon(), gone -> {}).orElseThrow();
    Future<Optional<Ticket>> waiting =
        threads.submit(() -> level.enter(told("a"), 0, Work.ONE, soon(), gone -> {}));
    awaitWaiting(level, 1);
    assertThat(level.enter(told("a"), 0, Work.ONE, soon(), gone -> {}))
        .as("the queue is full")
        .isEmpty();
    level.finish(running);
    Ticket next = waiting.get(20, TimeUnit.SECONDS).orElseThrow();
    assertThat(level.enter(told("a"), 0, Work.ONE, System.nanoTime() + 1_000_000, gone -> {}))
        .isEmpty();
    level.finish(next);
    assertThat(level.idle()).isTrue();
    assertThat(level.counts.rejected).isEqualTo(2);
    assertThat(level.counts.timedOut).isEqualTo(1);
  }

  @Test
  void whoseClientIsGoneDoesNotWait() throws Exception {
    Level level = level(spec(false, 1, 1, 5), 1);
    Ticket running = level.enter(told("a"), 0, Work.ONE, soon(), gone -> {}).orElseThrow();
    BlockingQueue<Runnable> gone = new LinkedBlockingQueue<>();
    Future<Optional<Ticket>> waiting =
        threads.submit(() -> level.enter(told("a"), 0, Work.ONE, soon(), gone::add));
    awaitWaiting(level, 1);
    gone.take().run();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(level.counts.waiting).isZero();
    assertThat(level.counts.cancelled).isEqualTo(1);
    level.finish(running);
    assertThat(level.idle()).isTrue();
  }

  private static void awaitWaiting(Level level, int count) {
    long end = soon();
    boolean there = false;
    while (!there && System.nanoTime() < end) {
      level.lock.lock();
      try {
        there = level.counts.waiting >= count;
      } finally {
        level.lock.unlock();
      }
      Thread.onSpinWait();
    }
    assertThat(there).isTrue();
  }

  /** A flow of a hundred waiting requests does not keep another's few from their seats. */
  @Test
  void anElephantDoesNotStarveAMouse() throws Exception {
    Level level = new Level(spec(false, 64, 1, 200), 1, now::get, later);
    level.limit(1);
    Ticket running =
        level.enter(told("first"), 63, Work.ONE, Long.MAX_VALUE, gone -> {}).orElseThrow();
    BlockingQueue<Ticket> started = new LinkedBlockingQueue<>();
    for (int i = 0; i < 100; i++) {
      enter(level, "elephant", 1, started);
    }
    awaitWaiting(level, 100);
    for (int i = 0; i < 5; i++) {
      enter(level, "mouse", 2, started);
    }
    awaitWaiting(level, 105);
    level.finish(running);
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 105; i++) {
      Ticket ticket = started.poll(20, TimeUnit.SECONDS);
      assertThat(ticket).isNotNull();
      if (ticket != null) {
        order.add(ticket.told.flow());
        now.addAndGet(3_000_000);
        level.finish(ticket);
      }
    }
    assertThat(order.subList(0, 12).stream().filter("mouse"::equals))
        .as("served in turns: %s", order.subList(0, 12))
        .hasSize(5);
  }

  private void enter(Level level, String flow, long hash, BlockingQueue<Ticket> started) {
    var _ =
        threads.submit(
            () ->
                started.add(
                    level
                        .enter(told(flow), hash, Work.ONE, Long.MAX_VALUE, gone -> {})
                        .orElseThrow()));
  }

  @Test
  void seatsOfAWriteAreHeldWhileItsWatchersAreTold() throws Exception {
    Level level = level(spec(false, 0, 1, 0), 3);
    Work write = new Work(1, 3, Duration.ofMillis(50).toNanos());
    Ticket ticket = level.enter(told("a"), 0, write, soon(), gone -> {}).orElseThrow();
    level.finish(ticket);
    assertThat(level.enter(told("a"), 0, Work.ONE, soon(), gone -> {})).as("still held").isEmpty();
    long end = soon();
    boolean free = false;
    while (!free && System.nanoTime() < end) {
      Optional<Ticket> again = level.enter(told("a"), 0, Work.ONE, soon(), gone -> {});
      free = again.isPresent();
    }
    assertThat(free).isTrue();
  }

  /** Written down from upstream's algorithm by hand. */
  @Test
  void handsAreDealtAsUpstreamDoes() {
    assertThat(new ShuffleSharding(128, 4).deal(0)).containsExactly(0, 1, 2, 3);
    assertThat(new ShuffleSharding(128, 4).deal(128L * 127 + 5)).containsExactly(5, 0, 2, 1);
    assertThat(new ShuffleSharding(5, 5).deal(119)).containsExactly(4, 3, 2, 1, 0);
    assertThat(new ShuffleSharding(64, 6).deal(-1L))
        .as("the hash has no sign")
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(new ShuffleSharding(64, 6).deal(-1L)).boxed())
        .allMatch(card -> card >= 0 && card < 64);
  }

  @Test
  void everyHandIsDealtAboutAsOften() {
    ShuffleSharding dealer = new ShuffleSharding(5, 2);
    Map<String, Integer> hands = new HashMap<>();
    for (long hash = 0; hash < 2000; hash++) {
      hands.merge(Arrays.toString(dealer.deal(hash)), 1, Integer::sum);
    }
    assertThat(hands).hasSize(20).values().allMatch(count -> count == 100);
  }

  @Test
  void seatsAreLentByWhatIsWanted() {
    Lending.Wish busy = new Lending.Wish(10, 110, 40, 100, 100);
    Lending.Wish quiet = new Lending.Wish(10, 110, 40, 0, 0);
    assertThat(Lending.seats(List.of(busy, quiet), 80, 0)).containsExactly(70, 10);
    assertThat(Lending.seats(List.of(busy, busy), 80, 0)).containsExactly(40, 40);
    assertThat(Lending.seats(List.of(quiet, quiet), 80, 0)).containsExactly(40, 40);
    assertThat(Lending.seats(List.of(busy, quiet), 80, 70))
        .as("exempt took most")
        .containsExactly(10, 10);
    assertThat(Lending.seats(List.of(busy, quiet), 80, 45)).containsExactly(25, 10);
    Lending.Wish bounded = new Lending.Wish(10, 45, 40, 100, 100);
    assertThat(Lending.seats(List.of(bounded, quiet), 80, 0)).containsExactly(45, 35);
  }

  @Test
  void rejectedClientsAreToldToComeLaterAndLater() {
    DroppedRequests dropped = new DroppedRequests();
    int last = 0;
    for (long second = 1; second < 200; second++) {
      for (int i = 0; i < 200; i++) {
        last = dropped.dropped(second);
      }
    }
    assertThat(last).isEqualTo(32);
    for (long second = 1000; second < 1100; second += 2) {
      last = dropped.dropped(second);
    }
    assertThat(last).isEqualTo(1);
  }
}

package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.StoreException;
import io.jukung.storage.TestClock;
import io.jukung.storage.watch.WatchHubConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How writes are gathered, with a log that does nothing by itself. */
@Timeout(60)
class GroupCommitTest {
  private final BlockingQueue<Batch> log = new LinkedBlockingQueue<>();
  private final AtomicLong term = new AtomicLong(1);
  private final AtomicInteger retries = new AtomicInteger();
  private Consumer<Batch> appended = batch -> {};

  @Test
  void aLoneWriteGoesStraightOut() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 1, 100, Duration.ofSeconds(30));
    CompletableFuture<Outcome> write = write(commits, 5);
    Batch batch = next();
    assertThat(batch.writes()).hasSize(1);
    assertThat(batch.term()).isEqualTo(1);
    assertThat(decode(batch)).containsExactly(new Command.Grant(5));
    commits.applied(batch.id(), List.of(new Outcome.Done(77)));
    assertThat(get(write)).isEqualTo(new Outcome.Done(77));
  }

  @Test
  void writesThatWaitTravelTogetherWithinTheLimits() throws InterruptedException {
    GroupCommit commits = commits(4, 1 << 20, 1, 100, Duration.ofSeconds(30));
    List<CompletableFuture<Outcome>> writes = new ArrayList<>(List.of(write(commits, 0)));
    Batch first = next();
    for (int i = 1; i <= 6; i++) {
      writes.add(write(commits, i));
      awaitQueued(commits, i);
    }
    assertThat(log).isEmpty();
    commits.applied(first.id(), List.of(new Outcome.Done(0)));
    Batch second = next();
    assertThat(grants(second)).containsExactly(1L, 2L, 3L, 4L);
    commits.applied(
        second.id(),
        List.of(
            new Outcome.Done(1),
            new Outcome.Failed(new StoreException.LeaseNotFound(2)),
            new Outcome.Done(3),
            new Outcome.Done(4)));
    Batch third = next();
    assertThat(grants(third)).containsExactly(5L, 6L);
    commits.applied(third.id(), List.of(new Outcome.Done(5), new Outcome.Done(6)));
    for (int i = 0; i <= 6; i++) {
      CompletableFuture<Outcome> write = writes.get(i);
      if (i == 2) {
        assertThatThrownBy(() -> get(write)).hasCauseInstanceOf(StoreException.LeaseNotFound.class);
      } else {
        assertThat(get(write)).isEqualTo(new Outcome.Done(i));
      }
    }
  }

  @Test
  void bytesLimitAnEntryButOneWriteAlwaysFits() throws InterruptedException {
    GroupCommit commits = commits(100, 40, 1, 100, Duration.ofSeconds(30));
    List<CompletableFuture<Outcome>> writes = new ArrayList<>(List.of(write(commits, 0)));
    Batch first = next();
    for (int i = 1; i <= 3; i++) {
      writes.add(write(commits, i));
      awaitQueued(commits, i);
    }
    commits.applied(first.id(), List.of(new Outcome.Done(0)));
    Batch second = next();
    assertThat(grants(second)).containsExactly(1L, 2L);
    commits.stop(new StoreException.Unavailable("over"));
    writes.forEach(write -> write.handle((outcome, error) -> true).join());
  }

  @Test
  void whatTheLogDidNotTakeIsSentAgain() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 1, 100, Duration.ofSeconds(30));
    CompletableFuture<Outcome> write = write(commits, 5);
    Batch refused = next();
    commits.refused(refused.id());
    assertThat(retries).hasValue(1);
    commits.pump();
    Batch again = next();
    assertThat(again.id()).isNotEqualTo(refused.id());
    commits.applied(refused.id(), List.of(new Outcome.Done(1)));
    assertThat(write).isNotDone();
    commits.applied(again.id(), List.of(new Outcome.Done(2)));
    assertThat(get(write)).isEqualTo(new Outcome.Done(2));
  }

  @Test
  void aLogThatRefusesAtOnceIsNotAskedAgainAtOnce() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 4, 100, Duration.ofMillis(50));
    appended = batch -> commits.refused(batch.id());
    CompletableFuture<Outcome> write = write(commits, 5);
    assertThatThrownBy(() -> get(write)).hasCauseInstanceOf(StoreException.Unavailable.class);
    assertThat(log).hasSize(1);
    assertThat(retries).hasValue(1);
  }

  @Test
  void whatMayBeInTheLogIsNeverSentAgain() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 1, 100, Duration.ofSeconds(30));
    CompletableFuture<Outcome> write = write(commits, 5);
    next();
    commits.termPassed(1);
    commits.pump();
    assertThat(log).isEmpty();
    assertThat(retries).hasValue(0);
    commits.stop(new StoreException.Unavailable("closing"));
    assertThatThrownBy(() -> get(write)).hasCauseInstanceOf(StoreException.Uncertain.class);
  }

  @Test
  void aLaterTermRulesOutWhatWasSentBeforeAndItIsSentAgainInOrder() throws InterruptedException {
    GroupCommit commits = commits(1, 1 << 20, 2, 100, Duration.ofSeconds(30));
    CompletableFuture<Outcome> first = write(commits, 1);
    Batch one = next();
    CompletableFuture<Outcome> second = write(commits, 2);
    Batch two = next();
    term.set(2);
    commits.termPassed(2);
    Batch again = next();
    Batch last = next();
    assertThat(List.of(grants(again), grants(last))).containsExactly(grants(one), grants(two));
    assertThat(List.of(again.term(), last.term())).containsExactly(2L, 2L);
    commits.applied(one.id(), List.of(new Outcome.Done(9)));
    assertThat(first).isNotDone();
    commits.applied(again.id(), List.of(new Outcome.Done(1)));
    commits.applied(last.id(), List.of(new Outcome.Done(2)));
    assertThat(get(first)).isEqualTo(new Outcome.Done(1));
    assertThat(get(second)).isEqualTo(new Outcome.Done(2));
  }

  @Test
  void whatNobodyWaitsForIsNotSentAgain() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 1, 100, Duration.ofMillis(50));
    CompletableFuture<Outcome> write = write(commits, 1);
    Batch batch = next();
    assertThatThrownBy(() -> get(write)).hasCauseInstanceOf(StoreException.Uncertain.class);
    commits.refused(batch.id());
    commits.pump();
    assertThat(log).isEmpty();
  }

  @Test
  void lostOutcomesAreUncertainAtOnce() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 1, 100, Duration.ofSeconds(30));
    CompletableFuture<Outcome> write = write(commits, 1);
    Batch batch = next();
    commits.lost("taken over");
    assertThatThrownBy(() -> get(write))
        .hasCauseInstanceOf(StoreException.Uncertain.class)
        .hasMessageContaining("taken over");
    commits.refused(batch.id());
    assertThat(commits.waiting()).isZero();
  }

  @Test
  void timeRunsOutAsUnavailableBeforeSendingAndUncertainAfter() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 1, 100, Duration.ofMillis(50));
    CompletableFuture<Outcome> sent = write(commits, 1);
    next();
    CompletableFuture<Outcome> waiting = write(commits, 2);
    assertThatThrownBy(() -> get(sent)).hasCauseInstanceOf(StoreException.Uncertain.class);
    assertThatThrownBy(() -> get(waiting)).hasCauseInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void tooManyWaitingWritesAreRefused() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 1, 2, Duration.ofSeconds(30));
    List<CompletableFuture<Outcome>> writes = new ArrayList<>(List.of(write(commits, 0)));
    next();
    for (int i = 1; i <= 2; i++) {
      writes.add(write(commits, i));
      awaitQueued(commits, i);
    }
    assertThatThrownBy(() -> commits.write(new Command.Grant(9)))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessage("too many writes are waiting");
    commits.stop(new StoreException.Unavailable("over"));
    assertThatThrownBy(() -> get(writes.get(0))).hasCauseInstanceOf(StoreException.Uncertain.class);
    for (CompletableFuture<Outcome> write : writes.subList(1, 3)) {
      assertThatThrownBy(() -> get(write)).hasCauseInstanceOf(StoreException.Unavailable.class);
    }
    assertThatThrownBy(() -> commits.write(new Command.Grant(9)))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessage("over");
  }

  @Test
  void noMoreEntriesThanAllowedAreOnTheirWay() throws InterruptedException {
    GroupCommit commits = commits(10, 1 << 20, 2, 100, Duration.ofSeconds(30));
    List<CompletableFuture<Outcome>> writes = new ArrayList<>(List.of(write(commits, 0)));
    Batch first = next();
    writes.add(write(commits, 1));
    Batch second = next();
    writes.add(write(commits, 2));
    awaitQueued(commits, 1);
    writes.add(write(commits, 3));
    awaitQueued(commits, 2);
    assertThat(log).isEmpty();
    commits.applied(first.id(), List.of(new Outcome.Done(0)));
    Batch third = next();
    assertThat(grants(third)).containsExactly(2L, 3L);
    commits.applied(second.id(), List.of(new Outcome.Done(1)));
    commits.applied(third.id(), List.of(new Outcome.Done(2), new Outcome.Done(3)));
    for (int i = 0; i <= 3; i++) {
      assertThat(get(writes.get(i))).isEqualTo(new Outcome.Done(i));
    }
  }

  private GroupCommit commits(
      int entryCommands, long entryBytes, int inFlight, int waiting, Duration timeout) {
    RaftStoreConfig config =
        new RaftStoreConfig(
            Path.of("unused"),
            new TestClock(),
            Duration.ZERO,
            Duration.ofSeconds(1),
            timeout,
            0,
            8 << 20,
            WatchHubConfig.DEFAULT,
            new RaftStoreConfig.Batches(entryCommands, entryBytes, inFlight, waiting, 1 << 20),
            false,
            Optional.empty());
    GroupCommit.Log sent =
        new GroupCommit.Log() {
          @Override
          public long term() {
            return term.get();
          }

          @Override
          public void append(Batch batch) {
            log.add(batch);
            appended.accept(batch);
          }
        };
    return new GroupCommit(config, sent, retries::incrementAndGet);
  }

  private static CompletableFuture<Outcome> write(GroupCommit commits, long ttl) {
    return CompletableFuture.supplyAsync(
        () -> commits.write(new Command.Grant(ttl)), task -> Thread.ofVirtual().start(task));
  }

  private static void awaitQueued(GroupCommit commits, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (commits.waiting() < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Batch next() throws InterruptedException {
    Batch batch = log.poll(20, TimeUnit.SECONDS);
    assertThat(batch).isNotNull();
    return java.util.Objects.requireNonNull(batch);
  }

  private static List<Long> grants(Batch batch) {
    return decode(batch).stream().map(command -> ((Command.Grant) command).ttlSeconds()).toList();
  }

  private static List<Command> decode(Batch batch) {
    return LogEntryCodec.decode(LogEntryCodec.head(1, 0), batch.encode()).commands();
  }

  private static Outcome get(CompletableFuture<Outcome> write) {
    return write.orTimeout(20, TimeUnit.SECONDS).join();
  }
}

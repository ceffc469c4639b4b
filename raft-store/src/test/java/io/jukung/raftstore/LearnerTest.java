package io.jukung.raftstore;

import static io.jukung.raftstore.Cluster.put;
import static io.jukung.raftstore.Cluster.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.StoreException;
import io.jukung.storage.WatchRecorder;
import io.jukung.storage.WatchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members without a vote, and how they get one. */
@Timeout(180)
class LearnerTest {
  @TempDir Path directory;

  @Test
  void aLearnerServesButCountsForNothing() throws IOException {
    try (Cluster cluster = listening()) {
      RaftStore voter = cluster.member(0);
      put(voter, "/a", "before");
      RaftStore learner = cluster.join(1, true);
      assertThat(value(learner, "/a")).isEqualTo("before");
      for (RaftStore store : new RaftStore[] {voter, learner}) {
        assertThat(store.group().members())
            .extracting(Member::votes, Member::leads)
            .containsExactlyInAnyOrder(tuple(true, true), tuple(false, false));
      }
      try (WatchRecorder watch =
          WatchRecorder.start(learner, new WatchRequest(KeyRange.ALL, 2, false))) {
        put(voter, "/a", "voter");
        put(learner, "/b", "learner");
        assertThat(watch.awaitAllUpTo(learner.readBarrier())).hasSize(3);
      }
      cluster.close(1);
      put(voter, "/a", "alone");
      RaftStore again = cluster.open(1);
      assertThat(again.awaitReady(Duration.ofSeconds(40))).isTrue();
      assertThat(value(again, "/a")).isEqualTo("alone");
      assertThat(again.group().members()).filteredOn(Member::votes).hasSize(1);
      String name = again.inspection().member();
      voter.group().remove(name);
      assertThat(voter.group().members()).hasSize(1);
      put(voter, "/a", "removed");
      Cluster.await(() -> again.leadership().leader().isEmpty());
      assertThatThrownBy(() -> voter.group().remove(voter.inspection().member()))
          .hasMessageContaining("the last member that votes");
    }
  }

  @Test
  void withoutTheVotersALearnerRefusesWritesAndSaysWhy() throws IOException {
    try (Cluster cluster = listening()) {
      put(cluster.member(0), "/a", "1");
      RaftStore learner = cluster.join(1, true);
      cluster.close(0);
      Cluster.await(
          () -> !Crowd.serves(learner) && refusal(learner).startsWith("no leader: can't"));
      assertThat(refusal(learner)).contains(voterOf(learner) + " (");
      assertThat(learner.group().members()).hasSize(2).noneMatch(Member::leads);
      assertThat(value(learner, "/a")).isEqualTo("1");
      RaftStore _ = cluster.open(0);
      Cluster.await(() -> Crowd.serves(learner));
      put(learner, "/a", "2");
    }
  }

  @Test
  void aPromotedLearnerVotesAndMayLead() throws IOException {
    try (Cluster cluster = Cluster.started(directory, 2)) {
      RaftStore learner = cluster.join(2, true);
      assertThat(learner.group().members()).filteredOn(Member::votes).hasSize(2);
      assertThatThrownBy(() -> learner.group().promote("m1"))
          .hasMessageContaining("only a learner can be promoted: m1 votes already");
      assertThatThrownBy(() -> learner.group().promote("m9")).hasMessageContaining("no member m9");
      learner.group().promote("m2");
      assertThat(learner.group().members()).hasSize(3).allMatch(Member::votes);
      // Of the two that voted before, one is cut off and the other can't ask for its vote.
      int leads = cluster.leader();
      cluster.cuts.isolate(Cluster.name(leads));
      cluster.cuts.cut(Cluster.name(1 - leads), "m2");
      Cluster.await(() -> learner.leadership().here());
      put(learner, "/elected", "by m" + (1 - leads));
      cluster.cuts.heal();
      Random random = new Random(1);
      for (int round = 0; round < 4; round++) {
        int lost = cluster.leader();
        cluster.close(lost);
        int left = (lost + 1 + random.nextInt(2)) % 3;
        put(cluster.member(left), "/round", "lost " + round);
        RaftStore back = cluster.open(lost);
        Cluster.await(() -> Crowd.serves(back));
        assertThat(back.group().members()).hasSize(3).allMatch(Member::votes);
      }
    }
  }

  @Test
  void aLearnerThatIsNotInSyncGetsNoVote() throws IOException {
    try (Cluster cluster = listening()) {
      RaftStore voter = cluster.member(0);
      RaftStore learner = cluster.join(1, true);
      String name = learner.inspection().member();
      cluster.close(1);
      assertThat(failure(voter, name))
          .contains("only a learner that is in sync with the leader can be promoted: " + name)
          .contains("does not answer");
      RaftStore back = cluster.open(1);
      Cluster.await(() -> Crowd.serves(back));
      cluster.cuts.starve("m1");
      for (int i = 0; i <= 2 * Learners.PROMOTION_LAG; i++) {
        put(voter, "/k" + i % 10, "v" + i);
      }
      assertThat(failure(voter, name))
          .contains("only a learner that is in sync with the leader can be promoted: " + name)
          .contains(" lacks ")
          .contains("entries of the log");
      assertThat(voter.group().members()).filteredOn(Member::votes).hasSize(1);
      cluster.cuts.heal();
      Cluster.await(() -> failure(back, name).isEmpty());
      assertThat(voter.group().members()).allMatch(Member::votes);
      put(back, "/k", "v");
    }
  }

  @Test
  void aLostLearnerIsInNobodysWay() throws IOException {
    try (Cluster cluster = listening()) {
      cluster.keptEntries(1);
      RaftStore voter = cluster.member(0);
      RaftStore learner = cluster.join(1, true);
      long start = learner.revision();
      cluster.close(1);
      RaftStore second = cluster.join(2);
      Bytes big = Bytes.wrap(new byte[700_000]);
      for (int i = 0; i < 60; i++) {
        put(second, "/b" + i % 3, big);
      }
      voter.group().remove(second.inspection().member());
      assertThat(voter.group().members()).hasSize(2);
      cluster.close(2);
      RaftStore back = cluster.open(1);
      try (WatchRecorder watch =
          WatchRecorder.start(back, new WatchRequest(KeyRange.ALL, start + 1, false))) {
        Cluster.await(() -> Crowd.serves(back));
        long last = voter.revision();
        assertThat(watch.awaitAllUpTo(last)).hasSize((int) (last - start));
      }
      assertThat(back.group().members()).filteredOn(Member::votes).hasSize(1);
    }
  }

  @Test
  void underFireALearnerIsAMemberLikeTheOthers() throws IOException {
    try (Cluster cluster =
        new Cluster(directory, InstantSource.system(), 3, 64, Duration.ofSeconds(3))) {
      cluster.keptEntries(20);
      cluster.openAll();
      AtomicReferenceArray<RaftStore> stores = new AtomicReferenceArray<>(4);
      IntStream.range(0, 3).forEach(i -> stores.set(i, cluster.member(i)));
      stores.set(3, cluster.join(3, true));
      Crowd crowd = new Crowd(stores::get, 4, 5, new Crowd.Size(6, 3, 20, 700));
      crowd.start();
      Random random = new Random(5);
      for (int round = 0; round < 4; round++) {
        if (round == 2) {
          cluster.close(3);
          Crowd.pause(random, 500);
          stores.set(3, cluster.open(3));
        } else {
          cluster.cuts.isolate(round == 0 ? "m3" : Cluster.name(cluster.leader()));
          Crowd.pause(random, 1_500);
          cluster.cuts.heal();
        }
        Crowd.pause(random, 1_000);
      }
      Cluster.await(() -> failure(stores.get(3), "m3").isEmpty());
      cluster.cuts.isolate(Cluster.name(cluster.leader()));
      Crowd.pause(random, 1_500);
      cluster.cuts.heal();
      Crowd.pause(random, 500);
      crowd.end();
      long last = 0;
      for (int i = 0; i < 4; i++) {
        RaftStore store = stores.get(i);
        Cluster.await(() -> Crowd.serves(store));
        last = Math.max(last, store.revision());
      }
      assertThat(stores.get(3).group().members()).hasSize(4).allMatch(Member::votes);
      crowd.check(last, 20);
    }
  }

  /** A member alone that listens. */
  private Cluster listening() {
    Cluster cluster = Cluster.alone(directory, Duration.ofSeconds(3));
    cluster.listen();
    return cluster;
  }

  private static String voterOf(RaftStore store) {
    return store.group().members().stream()
        .filter(Member::votes)
        .map(Member::name)
        .findFirst()
        .orElseThrow();
  }

  /** Why a learner is not promoted; empty when it is. */
  private static String failure(RaftStore store, String learner) {
    try {
      store.group().promote(learner);
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String refusal(RaftStore store) {
    try {
      long _ = put(store, "/x", "x");
      return "";
    } catch (StoreException.Unavailable | StoreException.Uncertain e) {
      return String.valueOf(e.getMessage());
    }
  }
}

package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SparesTest {
  private final AtomicLong nowNs = new AtomicLong();
  private final List<Spares.Standing<String>> followers = new ArrayList<>();
  private int voters;
  private final Spares<String> spares =
      new Spares<>(() -> new Spares.Group<>(voters, followers), nowNs::get);

  private void voters(long... matches) {
    followers.clear();
    voters = matches.length + 1;
    for (int i = 0; i < matches.length; i++) {
      followers.add(new Spares.Standing<>("f" + i, true, true, matches[i]));
    }
  }

  private List<String> chosen() {
    return followers.stream().map(Spares.Standing::follower).filter(spares::contains).toList();
  }

  private void passMs(long time) {
    nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(time));
  }

  @Test
  void whoIsBehindOthersThatAreAQuorumIsSpare() {
    voters(7, 8);
    assertThat(chosen()).containsExactly("f0");
  }

  @Test
  void ofTwoVotersNobodyIsSpare() {
    voters(7);
    assertThat(chosen()).isEmpty();
  }

  @Test
  void ofFourOneIsSpareAndOfFiveTwoAre() {
    voters(9, 7, 8);
    assertThat(chosen()).containsExactly("f1");
    voters(9, 7, 8, 6);
    spares.late();
    passMs(20);
    assertThat(chosen()).containsExactly("f1", "f3");
  }

  @Test
  void aLearnerIsSpareHoweverMuchItHas() {
    voters(7);
    followers.add(new Spares.Standing<>("learner", false, true, 9));
    assertThat(chosen()).containsExactly("learner");
  }

  @Test
  void whoDoesNotAnswerIsSpareAndWithoutAQuorumNobodyIs() {
    voters(7, 8);
    followers.set(1, new Spares.Standing<>("f1", true, false, 8));
    assertThat(chosen()).containsExactly("f1");
    spares.late();
    passMs(20);
    followers.set(0, new Spares.Standing<>("f0", true, false, 7));
    assertThat(chosen()).isEmpty();
  }

  @Test
  void nobodyIsWhileMembersChange() {
    voters(7, 8);
    voters = 0;
    assertThat(chosen()).isEmpty();
  }

  @Test
  void nobodyIsForASecondAfterAWriteThroughAFollower() {
    voters(7, 8);
    assertThat(chosen()).isNotEmpty();
    spares.hurry();
    assertThat(chosen()).isEmpty();
    passMs(500);
    spares.late();
    passMs(499);
    assertThat(chosen()).as("late does not end it sooner").isEmpty();
    passMs(1);
    assertThat(chosen()).isNotEmpty();
  }

  @Test
  void afterALateQuorumWhoIsAheadThenIsInIt() {
    voters(7, 8);
    assertThat(chosen()).containsExactly("f0");
    voters(17, 9);
    assertThat(chosen()).as("until one is late").containsExactly("f0");
    spares.late();
    assertThat(chosen()).isEmpty();
    passMs(20);
    assertThat(chosen()).containsExactly("f1");
  }
}

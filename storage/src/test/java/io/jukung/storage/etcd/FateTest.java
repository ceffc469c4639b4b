package io.jukung.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** What a failure says about the request. */
class FateTest {
  @Test
  void whatWasNeverSentWasNeverDone() {
    assertThat(Fate.of(Status.UNAVAILABLE, false)).isEqualTo(Fate.NOT_DONE);
    assertThat(Fate.of(Status.DEADLINE_EXCEEDED, false)).isEqualTo(Fate.NOT_DONE);
  }

  @Test
  void whatWasSentMayBeDone() {
    assertThat(Fate.of(Status.UNAVAILABLE, true)).isEqualTo(Fate.UNKNOWN);
    assertThat(Fate.of(Status.DEADLINE_EXCEEDED, true)).isEqualTo(Fate.UNKNOWN);
    assertThat(says(Status.UNAVAILABLE, "etcdserver: leader changed")).isEqualTo(Fate.UNKNOWN);
    assertThat(says(Status.UNAVAILABLE, "etcdserver: request timed out")).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void etcdSaysWhatItDidNotDo() {
    assertThat(says(Status.UNAVAILABLE, "etcdserver: no leader")).isEqualTo(Fate.NOT_DONE);
    assertThat(says(Status.RESOURCE_EXHAUSTED, "etcdserver: too many requests"))
        .isEqualTo(Fate.NOT_DONE);
    assertThat(says(Status.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded"))
        .isEqualTo(Fate.REFUSED);
    assertThat(says(Status.UNAUTHENTICATED, "etcdserver: invalid auth token"))
        .isEqualTo(Fate.TOKEN);
    assertThat(says(Status.INVALID_ARGUMENT, "etcdserver: revision of auth store is old"))
        .isEqualTo(Fate.TOKEN);
    assertThat(says(Status.INVALID_ARGUMENT, "etcdserver: request is too large"))
        .isEqualTo(Fate.REFUSED);
  }

  private static Fate says(Status status, String text) {
    return Fate.of(status.withDescription(text), true);
  }
}

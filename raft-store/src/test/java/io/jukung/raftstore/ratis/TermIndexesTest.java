package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.server.protocol.TermIndex;
import org.junit.jupiter.api.Test;

class TermIndexesTest {
  @Test
  void placesAreWhatTheySayAndEqualRatisOwn() throws ReflectiveOperationException {
    TermIndex own = TermIndex.INITIAL_VALUE;
    TermIndexes.replace();
    TermIndexes.replace();
    TermIndex first = TermIndex.valueOf(3, 7);
    TermIndex next = TermIndex.valueOf(4, 7);
    TermIndex again = TermIndex.valueOf(3, 7);
    assertThat(first.getTerm()).isEqualTo(3);
    assertThat(first.getIndex()).isEqualTo(7);
    assertThat(first.toProto().getIndex()).isEqualTo(7);
    assertThat(again).isEqualTo(first).hasSameHashCodeAs(first).isNotSameAs(first);
    assertThat(next).isNotEqualTo(first).isGreaterThan(first);
    assertThat(TermIndex.valueOf(own.getTerm(), own.getIndex()))
        .isEqualTo(own)
        .hasSameHashCodeAs(own);
    assertThat(own).isEqualTo(TermIndex.valueOf(own.getTerm(), own.getIndex()));
  }
}

package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** What is private in Ratis and used here: a release that is different has to be noticed. */
class InsidesTest {
  @Test
  void theyAreThere() {
    assertThatCode(CommitParts::find).doesNotThrowAnyException();
    assertThatCode(ConnectionThread::callers).doesNotThrowAnyException();
    assertThatCode(DirectSending.Parts::find).doesNotThrowAnyException();
    assertThatCode(TermIndexes::replace).doesNotThrowAnyException();
  }
}

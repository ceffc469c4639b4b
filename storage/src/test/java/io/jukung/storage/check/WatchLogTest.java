package io.jukung.storage.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check of watches lets nothing pass that a watch must not do. */
class WatchLogTest {
  private static final KeyRange RANGE = KeyRange.prefix(Bytes.utf8("/a"));

  /** What a watch was told, and what should be said of it; empty when it is right. */
  record Case(String wrong, Consumer<WatchLog> told) {
    @Override
    public String toString() {
      return wrong.isEmpty() ? "right" : wrong;
    }
  }

  /** Revision 3 is of another key, 4 changes two keys of the range. */
  private static Story story() {
    Story story = new Story(1);
    story.add(2, List.of(put("/a1", 2)));
    story.add(3, List.of(put("/b", 3)));
    story.add(4, List.of(put("/a1", 4), put("/b", 4), put("/a2", 4)));
    story.add(5, List.of(new WatchEvent.Delete(Bytes.utf8("/a2"), 5, previous("/a2", 4))));
    return story;
  }

  static List<Case> cases() {
    return List.of(
        new Case("", log -> {}),
        new Case("", log -> tell(log, 2, 4, 5)),
        new Case("", log -> progress(log, 2, 3, 4, 5)),
        new Case("knows all up to 3 without the change of 2", log -> tell(log, 4)),
        new Case("knows all up to 4 without the change of 4", log -> tell(log, 2, 5)),
        new Case("change 2 again or out of order, after 3", log -> tell(log, 2, 2)),
        new Case("change 4 again or out of order, after 6", log -> tell(log, 2, 4, 5, 4)),
        new Case("knows all up to 3 without the change of 2", log -> log.onProgress(3)),
        new Case("knows all up to 6, newest is 5", log -> progressAfterAll(log, 6)),
        new Case("progress 4 after 5", log -> progressAfterAll(log, 4)),
        new Case("change 4 is", log -> half(log)),
        new Case("change 4 is", log -> turned(log)),
        new Case("change 2 is", log -> log.onEvents(2, List.of(put("/a1", 3)))),
        new Case("knows all up to 3 without the change of 2", log -> log.onEvents(4, part(4))),
        new Case("after the end", log -> ended(log)),
        new Case("ended twice", log -> twice(log)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatAWatchWasTold(Case told) {
    WatchLog log = new WatchLog(new WatchRequest(RANGE, 2, true));
    told.told.accept(log);
    assertThat(log.violation(story(), 0).orElse("")).contains(told.wrong);
    assertThat(log.violation(story(), 0).isEmpty()).isEqualTo(told.wrong.isEmpty());
  }

  @Test
  void previousValuesHaveToBeThereUnlessCompacted() {
    WatchLog log = new WatchLog(new WatchRequest(RANGE, 5, true));
    log.onEvents(5, List.of(Story.withoutPrevious(story().at(5, RANGE).getFirst())));
    assertThat(log.violation(story(), 4)).isPresent();
    assertThat(log.violation(story(), 5)).isEmpty();
  }

  @Test
  void previousValuesMustNotBeThereUnasked() {
    WatchLog log = new WatchLog(new WatchRequest(RANGE, 5, false));
    log.onEvents(5, story().at(5, RANGE));
    assertThat(log.violation(story(), 0)).isPresent();
  }

  @Test
  void aWatchResumesBehindWhatItKnows() {
    WatchLog log = new WatchLog(new WatchRequest(RANGE, 2, true));
    assertThat(log.through()).isEqualTo(1);
    tell(log, 2);
    log.onProgress(3);
    assertThat(log.through()).isEqualTo(3);
    WatchLog next = new WatchLog(new WatchRequest(RANGE, log.through() + 1, true));
    tell(next, 4, 5);
    assertThat(next.violation(story(), 0)).isEmpty();
  }

  private static List<WatchEvent> part(long revision) {
    return story().at(revision, RANGE);
  }

  private static void tell(WatchLog log, long... revisions) {
    for (long revision : revisions) {
      log.onEvents(revision, part(revision));
    }
  }

  private static void progress(WatchLog log, long... revisions) {
    for (long revision : revisions) {
      if (!part(revision).isEmpty()) {
        log.onEvents(revision, part(revision));
      }
      log.onProgress(revision);
    }
  }

  private static void progressAfterAll(WatchLog log, long revision) {
    tell(log, 2, 4, 5);
    log.onProgress(revision);
  }

  private static void half(WatchLog log) {
    tell(log, 2);
    log.onEvents(4, part(4).subList(0, 1));
    log.onEvents(4, part(4).subList(1, 2));
  }

  private static void turned(WatchLog log) {
    tell(log, 2);
    log.onEvents(4, new ArrayList<>(part(4)).reversed());
  }

  private static void ended(WatchLog log) {
    log.onEnd(new StoreException.Unavailable("closed"));
    tell(log, 2);
  }

  private static void twice(WatchLog log) {
    log.onEnd(new StoreException.Unavailable("closed"));
    log.onEnd(new StoreException.Unavailable("closed"));
  }

  private static WatchEvent put(String key, long revision) {
    return new WatchEvent.Put(
        new KeyValue(Bytes.utf8(key), Bytes.utf8("v" + revision), revision, revision, 1, 0),
        Optional.empty());
  }

  private static Optional<KeyValue> previous(String key, long revision) {
    return Optional.of(
        new KeyValue(Bytes.utf8(key), Bytes.utf8("v" + revision), revision, revision, 1, 0));
  }
}

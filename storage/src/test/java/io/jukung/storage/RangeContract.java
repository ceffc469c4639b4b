package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading ranges, now and at old revisions. */
public interface RangeContract extends StoreFixture {
  @Test
  default void rangesAreOrderedByUnsignedBytesAndHalfOpen() {
    for (String key : List.of("/b", "/a/2", "/a/1", "/a", "/a0", "/é")) {
      put(key, "v");
    }
    assertThat(keys(KeyRange.ALL)).containsExactly("/a", "/a/1", "/a/2", "/a0", "/b", "/é");
    assertThat(keys(KeyRange.prefix(b("/a/")))).containsExactly("/a/1", "/a/2");
    assertThat(keys(new KeyRange(b("/a/1"), b("/b")))).containsExactly("/a/1", "/a/2", "/a0");
    assertThat(keys(new KeyRange(b("/a0"), Bytes.EMPTY))).containsExactly("/a0", "/b", "/é");
    assertThat(keys(new KeyRange(Bytes.EMPTY, b("/a/1")))).containsExactly("/a");
    assertThat(keys(new KeyRange(b("/b"), b("/a")))).isEmpty();
    assertThat(keys(KeyRange.single(b("/a")))).containsExactly("/a");
  }

  @Test
  default void limitAndMorePageThroughOneSnapshot() {
    for (int i = 0; i < 10; i++) {
      put("/k" + i, "old");
    }
    long snapshot = store().revision();
    KeyRange range = KeyRange.prefix(b("/k"));
    List<String> read = new ArrayList<>();
    boolean more = true;
    while (more) {
      RangeResult page = store().range(new RangeRequest(range, snapshot, 3, false));
      assertThat(page.revision()).isEqualTo(snapshot);
      page.items().forEach(item -> read.add(item.key().utf8() + "=" + item.value().utf8()));
      more = page.more();
      range = new KeyRange(page.items().getLast().key().successor(), range.end());
      put("/k" + read.size() % 10, "new");
      put("/k5x", "new");
      delete("/k9");
    }
    assertThat(read).hasSize(10).allMatch(item -> item.endsWith("=old"));
  }

  @Test
  default void aLimitThatJustFitsHasNoMore() {
    put("/a", "1");
    put("/b", "1");
    RangeResult exact = store().range(new RangeRequest(KeyRange.ALL, 0, 2, false));
    assertThat(exact.more()).isFalse();
    assertThat(exact.items()).hasSize(2);
    RangeResult cut = store().range(new RangeRequest(KeyRange.ALL, 0, 1, false));
    assertThat(cut.more()).isTrue();
    assertThat(cut.items()).hasSize(1);
    RangeResult old = store().range(new RangeRequest(KeyRange.ALL, 2, 1, false));
    assertThat(old.more()).isFalse();
  }

  @Test
  default void keysOnlyLeavesValuesOut() {
    put("/a", "1");
    put("/a", "2");
    for (long revision : List.of(0L, 2L)) {
      RangeResult result = store().range(new RangeRequest(KeyRange.ALL, revision, 0, true));
      assertThat(result.items()).extracting(KeyValue::value).containsExactly(Bytes.EMPTY);
      assertThat(result.items()).extracting(KeyValue::key).containsExactly(b("/a"));
    }
  }

  @Test
  default void everyOldRevisionStaysReadable() {
    put("/a", "1"); // 2
    put("/b", "1"); // 3
    put("/a", "2"); // 4
    delete("/b"); // 5
    put("/b", "2"); // 6
    delete("/a"); // 7
    assertThat(list("/", 1)).isEmpty();
    assertThat(list("/", 2)).containsExactly("/a=1");
    assertThat(list("/", 3)).containsExactly("/a=1", "/b=1");
    assertThat(list("/", 4)).containsExactly("/a=2", "/b=1");
    assertThat(list("/", 5)).containsExactly("/a=2");
    assertThat(list("/", 6)).containsExactly("/a=2", "/b=2");
    assertThat(list("/", 7)).containsExactly("/b=2");
    assertThat(list("/", 0)).containsExactly("/b=2");
    RangeResult old = store().range(new RangeRequest(KeyRange.single(b("/a")), 4, 0, false));
    assertThat(old.items()).containsExactly(new KeyValue(b("/a"), b("2"), 2, 4, 2, 0));
    assertThat(old.revision()).isEqualTo(4);
  }

  @Test
  default void countsAgreeWithRanges() {
    put("/a/1", "1");
    put("/a/2", "1");
    put("/b", "1");
    delete("/a/1");
    assertThat(store().count(KeyRange.ALL, 0)).isEqualTo(2);
    assertThat(store().count(KeyRange.ALL, 4)).isEqualTo(3);
    assertThat(store().count(KeyRange.prefix(b("/a/")), 0)).isEqualTo(1);
    assertThat(store().count(KeyRange.prefix(b("/a/")), 3)).isEqualTo(2);
    assertThat(store().count(KeyRange.prefix(b("/c")), 0)).isZero();
  }

  @Test
  default void aFutureRevisionIsRefused() {
    put("/a", "1");
    assertThatThrownBy(() -> list("/", 3))
        .isInstanceOfSatisfying(
            StoreException.FutureRevision.class, e -> assertThat(e.currentRevision()).isEqualTo(2));
    assertThatThrownBy(() -> store().count(KeyRange.ALL, 3))
        .isInstanceOf(StoreException.FutureRevision.class);
  }

  private List<String> keys(KeyRange range) {
    return store().range(RangeRequest.of(range)).items().stream()
        .map(item -> item.key().utf8())
        .toList();
  }
}

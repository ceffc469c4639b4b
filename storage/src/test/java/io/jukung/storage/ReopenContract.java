package io.jukung.storage;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is there after a close and an open. */
public interface ReopenContract extends StoreFixture {
  @Test
  default void everythingIsThereAgainWhenDurableAndNothingWhenNot() {
    put("/a", "1");
    put("/a", "2");
    put("/b", "1");
    delete("/b");
    store().compact(3);
    reopen();
    if (!durable()) {
      assertThat(store().revision()).isEqualTo(1);
      assertThat(list("/", 0)).isEmpty();
      return;
    }
    assertThat(store().revision()).isEqualTo(5);
    assertThat(store().compactedRevision()).isEqualTo(3);
    assertThat(store().get(b("/a"))).contains(new KeyValue(b("/a"), b("2"), 2, 3, 2, 0));
    assertThat(list("/", 4)).containsExactly("/a=2", "/b=1");
    assertThatThrownBy(() -> list("/", 2)).isInstanceOf(StoreException.Compacted.class);
    assertThat(put("/a", "3")).isEqualTo(6);
  }

  @Test
  default void opensAgainAndAgain() {
    for (int i = 0; i < 5; i++) {
      put("/k" + i, "" + i);
      reopen();
      assertThat(list("/", 0)).hasSize(durable() ? i + 1 : 0);
    }
    reopen();
    assertThat(store().revision()).isEqualTo(durable() ? 6 : 1);
  }
}

package io.jukung.storage.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.StoreException;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import io.jukung.storage.WatchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Changes published without previous values, as nobody had asked for any when they were made. */
class PreviousValuesTest {
  private static final Bytes KEY = Bytes.utf8("key");

  private final WatchHub hub = new WatchHub(1, WatchHubConfig.DEFAULT, new Past(), () -> 0L);
  private final HubSteps steps = new HubSteps(hub);

  @Test
  void aWatchThatAsksGetsThemFromHistory() {
    hub.publish(List.of(change(2, false)));
    Heard asks = watch(2, true);
    Heard asksNothing = watch(2, false);
    assertThat(hub.wantsPrevious()).isTrue();
    go();
    // Made before the watch was there, published after it had joined.
    hub.publish(List.of(change(3, false), change(4, true)));
    go();
    hub.publish(List.of(change(5, true)));
    go();
    assertThat(asks.events)
        .containsExactly(event(2, true), event(3, true), event(4, true), event(5, true));
    assertThat(asksNothing.events).extracting(WatchEvent::revision).containsExactly(2L, 3L, 4L, 5L);
    assertThat(asksNothing.events).allMatch(event -> event.previous().isEmpty());
    asks.watch.orElseThrow().close();
    assertThat(hub.wantsPrevious()).isFalse();
  }

  private void go() {
    for (int i = 0; i < 4; i++) {
      steps.ring();
      steps.history();
    }
  }

  private Heard watch(long from, boolean previous) {
    Heard heard = new Heard();
    heard.watch = Optional.of(hub.watch(new WatchRequest(KeyRange.ALL, from, previous), heard));
    return heard;
  }

  private static Change change(long revision, boolean whole) {
    return new Change(revision, List.of(event(revision, whole)), whole);
  }

  private static WatchEvent event(long revision, boolean whole) {
    KeyValue before = item(revision - 1, whole ? Bytes.utf8("v" + (revision - 1)) : Bytes.EMPTY);
    return new WatchEvent.Put(item(revision, Bytes.utf8("v" + revision)), Optional.of(before));
  }

  private static KeyValue item(long revision, Bytes value) {
    return new KeyValue(KEY, value, 1, revision, revision, 0);
  }

  private static final class Past implements History {
    @Override
    public long compactedRevision() {
      return 0;
    }

    @Override
    public Page read(KeyRange range, long from, long to) {
      return new Page(
          LongStream.rangeClosed(from, to).mapToObj(revision -> change(revision, true)).toList(),
          to);
    }
  }

  private static final class Heard implements WatchListener {
    private final List<WatchEvent> events = new ArrayList<>();
    private Optional<Watch> watch = Optional.empty();

    @Override
    public void onEvents(long revision, List<WatchEvent> more) {
      events.addAll(more);
    }

    @Override
    public void onProgress(long revision) {}

    @Override
    public void onEnd(StoreException cause) {
      throw cause;
    }
  }
}

package io.jukung.storage.check;

import io.jukung.storage.StoreException;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.WatchListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A listener that makes a {@link Story} of all changes from revision 2 on. */
public final class StoryTeller implements WatchListener {
  private static final long LIMIT_SECONDS = 30;

  private final Story story = new Story(1);
  private final CompletableFuture<Story> whole = new CompletableFuture<>();
  private final long last;

  /** A story that is whole when it has come to a revision. */
  public StoryTeller(long last) {
    this.last = last;
    if (last == 1) {
      whole.complete(story);
    }
  }

  @Override
  public void onEvents(long revision, List<WatchEvent> events) {
    if (revision <= last) {
      story.add(revision, events);
    }
    if (revision == last) {
      whole.complete(story);
    }
  }

  @Override
  public void onProgress(long revision) {}

  @Override
  public void onEnd(StoreException cause) {
    whole.completeExceptionally(cause);
  }

  /** The whole story; waits for it. */
  public Story story() {
    return whole.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }
}

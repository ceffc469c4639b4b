package io.jukung.server.aggregation;

import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.store.ObjectEvent;
import io.jukung.registry.store.ObjectWatch;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.WatchOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the objects of a resource on a virtual thread of its own, until closed. */
final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration WAIT = Duration.ofMinutes(10);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Told of every object, first as it is and then as it changes; must be idempotent. */
  interface Listener {
    /** The object is there, in this state. */
    void present(StoredObject object);

    /** The object is gone. */
    void absent(StoredObject object);
  }

  private final ResourceStore store;
  private final Listener listener;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);

  Follower(String name, ResourceStore store, Listener listener) {
    this.store = store;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        try {
          follow();
        } catch (RuntimeException e) {
          LOG.warn("watch broke and begins anew, thread={}", thread.getName(), e);
        }
      } while (!closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void follow() throws InterruptedException {
    WatchOptions all =
        new WatchOptions(
            "",
            LabelSelector.EVERYTHING,
            FieldSelector.EVERYTHING,
            "",
            "",
            false,
            Optional.empty());
    try (ObjectWatch watch = store.watch(all)) {
      while (closed.getCount() > 0) {
        Optional<ObjectEvent> event = watch.next(WAIT);
        if (event.isPresent() && !told(event.get())) {
          return;
        }
      }
    }
  }

  /** Passes an event on; false when it was the last. */
  private boolean told(ObjectEvent event) {
    return switch (event) {
      case ObjectEvent.Added(var object) -> {
        listener.present(object);
        yield true;
      }
      case ObjectEvent.Modified(var object) -> {
        listener.present(object);
        yield true;
      }
      case ObjectEvent.Deleted(var object) -> {
        listener.absent(object);
        yield true;
      }
      case ObjectEvent.Bookmark _ -> true;
      case ObjectEvent.Ended _ -> false;
      case ObjectEvent.Failed _ -> false;
    };
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}

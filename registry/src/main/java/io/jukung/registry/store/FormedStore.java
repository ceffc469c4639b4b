package io.jukung.registry.store;

import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A store whose objects go out in one version's form, whatever form they are stored in. The form is
 * made once per object and kept with it as long as the registry's budget lasts. Safe for all
 * threads.
 */
final class FormedStore extends StoreView {
  /** The most that is asked of another process with one call. */
  private static final int BATCH_OBJECTS = 100;

  private static final long BATCH_BYTES = 1 << 20;

  private final ResourceStore store;
  private final FormCodec codec;

  FormedStore(ResourceStore store, FormCodec codec) {
    super(store);
    this.store = store;
    this.codec = codec;
  }

  @Override
  protected StoredObject shown(StoredObject object) {
    return shown(object, codec.shown(object, store.type().schema()));
  }

  private static StoredObject shown(StoredObject object, Bytes json) {
    return json.equals(object.json())
        ? object
        : new StoredObject(object.namespace(), object.name(), json, object.revision());
  }

  @Override
  public ListResult list(ListOptions options) {
    if (!codec.remote()) {
      return super.list(options);
    }
    try (ListResult list = store.list(options)) {
      return new ReadyList(list, allShown(list));
    }
  }

  /** The items of a list; those whose form is not known are asked for in batches. */
  private List<StoredObject> allShown(ListResult list) {
    List<StoredObject> items = new ArrayList<>();
    List<StoredObject> shown = new ArrayList<>();
    long bytes = 0;
    while (list.hasNext()) {
      StoredObject item = list.next();
      items.add(item);
      bytes += codec.known(item).isPresent() ? 0 : item.json().length();
      if (items.size() >= BATCH_OBJECTS || bytes >= BATCH_BYTES || !list.hasNext()) {
        convert(items, shown);
        items.clear();
        bytes = 0;
      }
    }
    return shown;
  }

  private void convert(List<StoredObject> items, List<StoredObject> shown) {
    List<Optional<Bytes>> known = items.stream().map(codec::known).toList();
    List<StoredObject> batch = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (known.get(i).isEmpty()) {
        batch.add(items.get(i));
      }
    }
    Iterator<Bytes> made = codec.allShown(batch, store.type().schema()).iterator();
    for (int i = 0; i < items.size(); i++) {
      shown.add(shown(items.get(i), known.get(i).isPresent() ? known.get(i).get() : made.next()));
    }
  }

  /** An event whose object has no such form fails the watch, not the server. */
  @Override
  public ObjectWatch watch(WatchOptions options) {
    ObjectWatch watch = super.watch(options);
    return new ObjectWatch() {
      @Override
      public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
        try {
          return watch.next(wait);
        } catch (StatusException e) {
          return Optional.of(new ObjectEvent.Failed(e));
        }
      }

      @Override
      public void close() {
        watch.close();
      }
    };
  }
}

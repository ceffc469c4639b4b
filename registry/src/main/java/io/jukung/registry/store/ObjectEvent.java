package io.jukung.registry.store;

import io.jukung.registry.status.StatusException;
import java.util.function.UnaryOperator;

/** One event of a watch. */
public sealed interface ObjectEvent {
  /** The object is new to this watch. */
  record Added(StoredObject object) implements ObjectEvent {}

  /** The object changed. */
  record Modified(StoredObject object) implements ObjectEvent {}

  /** The object is gone, or no longer selected; its last state, with the revision of the change. */
  record Deleted(StoredObject object) implements ObjectEvent {}

  /**
   * All up to {@code revision} was delivered; {@code initialEnd} marks the end of the initial
   * events.
   */
  record Bookmark(long revision, boolean initialEnd) implements ObjectEvent {}

  /** The watch ends without a word: the resource is not served any more, or served anew. */
  record Ended() implements ObjectEvent {}

  /** The watch ends with this. */
  record Failed(StatusException cause) implements ObjectEvent {}

  /** The same with another form of its object, if it is about one. */
  default ObjectEvent map(UnaryOperator<StoredObject> form) {
    return switch (this) {
      case Added(var object) -> new Added(form.apply(object));
      case Modified(var object) -> new Modified(form.apply(object));
      case Deleted(var object) -> new Deleted(form.apply(object));
      case Bookmark bookmark -> bookmark;
      case Ended ended -> ended;
      case Failed failed -> failed;
    };
  }
}

package io.jukung.registry.store;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What a collection delete deleted: the list it went by, with the objects' last states.
 *
 * @param revision of that list
 * @param continueToken where the list goes on; empty at its end
 * @param remaining how many objects come behind it, where that is known
 */
public record DeletedObjects(
    List<StoredObject> objects, long revision, String continueToken, OptionalLong remaining) {
  /** Copies the list. */
  public DeletedObjects {
    objects = List.copyOf(objects);
  }

  /** The same with other forms of the objects. */
  public DeletedObjects map(UnaryOperator<StoredObject> form) {
    return new DeletedObjects(
        objects.stream().map(form).toList(), revision, continueToken, remaining);
  }
}

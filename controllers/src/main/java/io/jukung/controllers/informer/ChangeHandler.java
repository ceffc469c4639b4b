package io.jukung.controllers.informer;

/**
 * Is told of the changes of one resource, one after the other.
 *
 * @param <T> the objects
 */
public interface ChangeHandler<T> {
  /** An object is there. */
  void added(T object);

  /** An object changed. */
  void updated(T before, T after);

  /** An object is gone; {@code last} is the last that was seen of it. */
  void deleted(T last);
}

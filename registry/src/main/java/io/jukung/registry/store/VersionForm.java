package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How one version of a resource sees objects that are stored in another form. Implementations are
 * safe for all threads.
 */
public interface VersionForm {
  /**
   * Names this form among all forms of the resource; equal names mean equal results for the same
   * object.
   */
  String name();

  /**
   * Brings a stored object into this version.
   *
   * @param stored may be changed and become the result
   * @throws io.jukung.registry.status.StatusException when it can't be converted
   */
  ObjectNode fromStorage(ObjectNode stored);

  /**
   * Whether {@link #fromStorage} may have to ask another process, so that many objects should be
   * brought in with one call, before an answer begins.
   */
  boolean remote();

  /** {@link #fromStorage} of many, in their order. */
  List<ObjectNode> allFromStorage(List<ObjectNode> stored);

  /**
   * Brings an object of this version into the form to store.
   *
   * @param object is not changed
   * @throws io.jukung.registry.status.StatusException when it can't be converted
   */
  ObjectNode toStorage(ObjectNode object);
}

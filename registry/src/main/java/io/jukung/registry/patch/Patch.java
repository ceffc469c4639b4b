package io.jukung.registry.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A parsed patch. Immutable, for all threads. */
public sealed interface Patch permits JsonPatch, MergePatch, StrategicMergePatch {
  /**
   * The patched object. It has not been decoded: it may hold unknown fields and values of wrong
   * types.
   *
   * @param current as the client sees it, in the version it asked for; may be changed and become
   *     part of the result, and is void after a failure
   * @throws io.jukung.registry.status.StatusException when the patch does not apply
   */
  ObjectNode apply(ObjectNode current);

  /**
   * What strict field validation holds against the patch itself, such as {@code duplicate field
   * "data.x"}. It comes before what decoding the result finds.
   */
  List<String> strictErrors();

  /**
   * What stands as the invalid value of the field {@code patch} when the result can't be decoded.
   */
  String invalidValue(ObjectNode patched);
}

package io.jukung.admission.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import java.util.Set;

/** How objects of one resource count. Immutable; safe for all threads. */
interface Evaluator {
  /** Whether the write can change what is used. */
  default boolean handles(AdmissionAttributes attributes) {
    return attributes.subresource().isEmpty() && attributes.operation() == Operation.CREATE;
  }

  /** Whether the amount of this name is about the resource. */
  boolean counts(String name);

  /** Whether an object fulfils the condition of a quota. */
  default boolean matches(Scope scope, JsonNode object) {
    return false;
  }

  /**
   * What the object lacks although the quota needs it to be told; empty when nothing.
   *
   * @param names the amounts the quota limits
   */
  default String missing(Set<String> names, JsonNode object) {
    return "";
  }

  /** What one object uses. */
  Usage usage(JsonNode object);
}

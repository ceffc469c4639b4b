package io.jukung.registry.apply.typed;

import java.util.List;

/**
 * An object that does not have the shape it should have; the message is upstream's. Carries no
 * stack trace: it is an answer.
 */
public final class ShapeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ShapeException(String message) {
    super(message, null, false, false);
  }

  /** Several faults as one, as upstream lists them. */
  static ShapeException of(List<String> faults) {
    return new ShapeException(
        faults.size() == 1 ? faults.getFirst() : "errors:\n  " + String.join("\n  ", faults));
  }

  /** What is wrong; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

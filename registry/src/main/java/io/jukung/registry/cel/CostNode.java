package io.jukung.registry.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of an expression as costs depend on it.
 *
 * @param path from a variable to the value; empty when it comes from none
 * @param expression empty for the elements of a list
 * @param computed its size, where the expression itself tells
 */
record CostNode(
    List<String> path, CelType type, Optional<CelExpr> expression, Optional<CostRange> computed) {
  /** Finds out how large the value of a variable's part may be. */
  @FunctionalInterface
  interface Sizes {
    /** The size of what lies at a path that begins with a variable; empty when nothing is known. */
    Optional<CostRange> of(List<String> path);
  }

  CostRange size(Sizes sizes) {
    return computed
        .or(() -> path.isEmpty() ? Optional.empty() : sizes.of(path))
        .orElse(CostRange.UNKNOWN);
  }

  /** The elements of a list; empty when it is none. */
  Optional<CostNode> elements() {
    if (type.parameters().isEmpty()) {
      return Optional.empty();
    }
    List<String> below = new ArrayList<>(path);
    if (!path.isEmpty()) {
      below.add("@items");
    }
    return Optional.of(
        new CostNode(below, type.parameters().getFirst(), Optional.empty(), Optional.empty()));
  }

  boolean text() {
    return type.kind() == CelKind.STRING || type.kind() == CelKind.BYTES;
  }
}

package io.jukung.registry.apply.typed;

import io.jukung.registry.apply.fieldpath.FieldSet;
import java.util.function.UnaryOperator;

/**
 * What became of an object's fields.
 *
 * @param added paths that were not there before
 * @param modified paths whose value changed
 * @param removed paths that are not there any more
 */
public record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
  /** Nothing changed. */
  public static final Comparison SAME =
      new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

  /** Whether nothing changed. */
  public boolean isSame() {
    return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
  }

  /** Added or modified. */
  public FieldSet written() {
    return added.union(modified);
  }

  /** This as far as {@code filter} lets it pass. */
  public Comparison filter(UnaryOperator<FieldSet> filter) {
    return isSame()
        ? this
        : new Comparison(filter.apply(added), filter.apply(modified), filter.apply(removed));
  }
}

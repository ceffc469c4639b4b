package io.jukung.registry.crd.schema;

import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * What checking one value found, and how many checks it took: of several alternatives that all
 * fail, the one with the most checks passed is told. Used by one thread.
 */
final class Findings {
  private final List<FieldError> errors = new ArrayList<>();
  private int checks;

  void checked() {
    checks++;
  }

  void add(FieldError error) {
    errors.add(error);
  }

  void merge(Findings other) {
    errors.addAll(other.errors);
    checks += other.checks;
  }

  boolean none() {
    return errors.isEmpty();
  }

  int checks() {
    return checks;
  }

  List<FieldError> errors() {
    return errors;
  }
}

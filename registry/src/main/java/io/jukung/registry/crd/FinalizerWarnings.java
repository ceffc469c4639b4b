package io.jukung.registry.crd;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What clients are told about finalizers that others might use as well. */
final class FinalizerWarnings {
  private static final Set<String> STANDARD = Set.of("orphan", "foregroundDeletion", "kubernetes");

  private FinalizerWarnings() {}

  /** Warns of those in {@code wanted} that are not in {@code old}. */
  static void warn(RequestContext context, List<String> wanted, List<String> old) {
    Set<String> added = new TreeSet<>(wanted);
    old.forEach(added::remove);
    for (String finalizer : added) {
      String start = "metadata.finalizers: " + FieldError.quote(finalizer) + ": ";
      LabelSyntax.keyErrors(finalizer).forEach(error -> context.warn(start + error));
      if (finalizer.indexOf('/') < 0 && !STANDARD.contains(finalizer)) {
        context.warn(
            start
                + "prefer a domain-qualified finalizer name "
                + (finalizer.indexOf('.') < 0 ? "" : "including a path (/) ")
                + "to avoid accidental conflicts with other finalizer writers");
      }
    }
  }
}

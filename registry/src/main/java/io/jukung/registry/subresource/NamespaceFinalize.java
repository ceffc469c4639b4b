package io.jukung.registry.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code namespaces/finalize}: the only way to change a namespace's {@code spec.finalizers}. */
public final class NamespaceFinalize {
  private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "Namespace");
  private static final Set<String> STANDARD = Set.of("kubernetes", "orphan", "foregroundDeletion");

  private NamespaceFinalize() {}

  /**
   * The submitted namespace with the status it has now.
   *
   * @param submitted changed in place
   * @throws StatusException 422 when a finalizer's name has a wrong form
   */
  public static ObjectNode apply(ObjectNode current, ObjectNode submitted) {
    List<FieldError> errors = new ArrayList<>();
    int index = 0;
    for (JsonNode finalizer : submitted.path("spec").path("finalizers")) {
      String field = "spec.finalizers[" + index++ + "]";
      String name = finalizer.asText();
      LabelSyntax.keyErrors(name).forEach(e -> errors.add(FieldError.invalid(field, name, e)));
      if (name.indexOf('/') < 0 && !STANDARD.contains(name)) {
        errors.add(
            FieldError.invalid(
                field,
                name,
                "name is neither a standard finalizer name nor is it fully qualified"));
      }
    }
    if (!errors.isEmpty()) {
      throw StatusException.invalid(KIND, current.path("metadata").path("name").asText(), errors);
    }
    JsonNode status = current.get("status");
    if (status == null) {
      submitted.remove("status");
    } else {
      submitted.set("status", status);
    }
    return submitted;
  }
}

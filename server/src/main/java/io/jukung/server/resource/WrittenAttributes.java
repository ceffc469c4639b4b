package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import java.util.Optional;
import java.util.function.Supplier;

/** What admission is told of writes. */
final class WrittenAttributes {
  private WrittenAttributes() {}

  /** Of a create, update or patch. */
  static AdmissionAttributes of(
      Target target,
      Operation operation,
      String name,
      Optional<ObjectNode> object,
      Optional<ObjectNode> old,
      WriteParameters parameters) {
    return of(
        target,
        operation,
        name,
        object,
        old,
        parameters.dryRun(),
        () -> parameters.options(operation));
  }

  /**
   * Of any write.
   *
   * @param options made only when somebody asks for them
   */
  static AdmissionAttributes of(
      Target target,
      Operation operation,
      String name,
      Optional<ObjectNode> object,
      Optional<ObjectNode> old,
      boolean dryRun,
      Supplier<ObjectNode> options) {
    boolean isNamespace =
        target.type().resource().group().isEmpty()
            && target.type().resource().resource().equals("namespaces");
    return new AdmissionAttributes(
        operation,
        target.type().kind(),
        target.type().resource(),
        target.subresource(),
        isNamespace ? name : target.namespace(),
        name,
        object,
        old,
        target.call().context(),
        dryRun,
        () -> Optional.of(options.get()));
  }
}

package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.FieldManager;
import io.jukung.registry.codec.ApplyDocument;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ObjectUpdate;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply as an update of the store: the body is read once, and applied to each state
 * that an attempt starts from. Used by one thread.
 */
final class ApplyUpdate implements ObjectUpdate {
  private final Target target;
  private final byte[] body;
  private final FieldManager fields;
  private final WriteParameters parameters;
  private final BiConsumer<ObjectNode, Optional<ObjectNode>> admission;
  private @Nullable ApplyDocument document;

  /**
   * An apply.
   *
   * @param admission asked on the merged object
   */
  ApplyUpdate(
      Target target,
      byte[] body,
      FieldManager fields,
      WriteParameters parameters,
      BiConsumer<ObjectNode, Optional<ObjectNode>> admission) {
    this.target = target;
    this.body = body;
    this.fields = fields;
    this.parameters = parameters;
    this.admission = admission;
  }

  @Override
  public ObjectNode apply(Optional<ObjectNode> current) {
    ObjectNode wanted = merged(current);
    String uid = wanted.path("metadata").path("uid").asText("");
    if (current.isEmpty() && !uid.isEmpty()) {
      throw StatusException.conflict(
          target.type().resource(),
          target.name(),
          "uid mismatch: the provided object specified uid "
              + uid
              + ", and no existing object was found");
    }
    WriteEndpoint.matchNamespace(target, wanted);
    WriteEndpoint.checkName(target, wanted);
    admission.accept(wanted, current);
    return wanted;
  }

  /** The merged object, before its name is checked. */
  ObjectNode merged(Optional<ObjectNode> current) {
    ApplyDocument read = document;
    if (read == null) {
      read = ApplyDocument.read(body);
      document = read;
    }
    ObjectNode wanted =
        fields.apply(current, read.config(), parameters.fieldManager(), parameters.force());
    if (!read.strictError().isEmpty()) {
      if (parameters.fieldValidation() == FieldValidation.STRICT) {
        throw StatusException.badRequest("error strict decoding YAML: " + read.strictError());
      }
      if (parameters.fieldValidation() == FieldValidation.WARN) {
        target.call().context().warn(read.strictError());
      }
    }
    return wanted;
  }

  @Override
  public boolean createsMissing() {
    return target.subresource().isEmpty();
  }
}

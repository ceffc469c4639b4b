package io.jukung.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.request.UserInfo;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The write that admission decides on.
 *
 * @param name empty when the name is yet to be generated
 * @param namespace empty for cluster-scoped kinds; the object's own name for namespaces
 * @param object the object as it is to be; mutating plugins change it in place. Empty on delete
 * @param old the object as it is; empty on create. Never changed
 * @param context of the request: who asks, and where warnings and audit annotations go
 * @param options the {@code CreateOptions}, {@code UpdateOptions}, {@code PatchOptions} or {@code
 *     DeleteOptions} of the request; empty when it connects
 * @param reinvocation what mutating plugins remember of the write
 */
public record AdmissionAttributes(
    Operation operation,
    GroupVersionKind kind,
    GroupVersionResource resource,
    String subresource,
    String namespace,
    String name,
    Optional<ObjectNode> object,
    Optional<ObjectNode> old,
    RequestContext context,
    boolean dryRun,
    Supplier<Optional<ObjectNode>> options,
    Reinvocation reinvocation) {
  /** A write that is seen for the first time. */
  public AdmissionAttributes(
      Operation operation,
      GroupVersionKind kind,
      GroupVersionResource resource,
      String subresource,
      String namespace,
      String name,
      Optional<ObjectNode> object,
      Optional<ObjectNode> old,
      RequestContext context,
      boolean dryRun,
      Supplier<Optional<ObjectNode>> options) {
    this(
        operation,
        kind,
        resource,
        subresource,
        namespace,
        name,
        object,
        old,
        context,
        dryRun,
        options,
        new Reinvocation());
  }

  /** A write without options to tell of. */
  public AdmissionAttributes(
      Operation operation,
      GroupVersionKind kind,
      GroupVersionResource resource,
      String subresource,
      String namespace,
      String name,
      Optional<ObjectNode> object,
      Optional<ObjectNode> old,
      RequestContext context,
      boolean dryRun) {
    this(
        operation,
        kind,
        resource,
        subresource,
        namespace,
        name,
        object,
        old,
        context,
        dryRun,
        Optional::empty);
  }

  /** What is done to the object. */
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
  }

  /** Who asks. */
  public UserInfo user() {
    return context.user();
  }

  /** Whether it is about this resource itself, and no subresource. */
  public boolean isAbout(String groupResource) {
    return subresource.isEmpty() && resource.groupResource().equals(groupResource);
  }

  /** Whether it is about pods or one of their subresources. */
  public boolean isPod() {
    return resource.group().isEmpty() && resource.resource().equals("pods");
  }

  /** Whether an object is made or changed. */
  public boolean writes() {
    return operation == Operation.CREATE || operation == Operation.UPDATE;
  }

  /** The name to put into messages: upstream's {@code extractResourceName}. */
  public String displayName() {
    if (!name.isEmpty()) {
      return name;
    }
    if (object.isPresent()) {
      var metadata = object.get().path("metadata");
      for (String field : new String[] {"name", "generateName"}) {
        String text = metadata.path(field).asText("");
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return "Unknown";
  }
}

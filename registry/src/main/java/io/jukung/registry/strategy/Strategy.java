package io.jukung.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rules of one kind, asked by the generic store at fixed points of a write. Implementations are
 * immutable and safe for all threads; a method changes only the tree it is told to prepare, never
 * an {@code old} one.
 *
 * <p>Upstream's counterpart: {@code rest.RESTCreateStrategy}, {@code RESTUpdateStrategy} and {@code
 * RESTGracefulDeleteStrategy} in {@code k8s.io/apiserver/pkg/registry/rest} at v1.36.
 */
public interface Strategy {
  /**
   * Makes a decoded object ready for {@link #validate}: drops what clients may not set, sets what
   * the server decides. Name, namespace, uid and creation time are set already.
   */
  void prepareForCreate(RequestContext context, ObjectNode object);

  /** What is wrong with a new object, its metadata included; in upstream's order. */
  List<FieldError> validate(RequestContext context, ObjectNode object);

  /**
   * Makes a changed object ready for {@link #validateUpdate}: keeps what the request may not
   * change.
   *
   * @param subresource {@code status}, {@code scale}... or empty for the object itself
   */
  void prepareForUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource);

  /** What is wrong with a change, beyond the checks of metadata the store makes for all kinds. */
  List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource);

  /**
   * Tells the client what is questionable about a valid object, by {@link RequestContext#warn}.
   *
   * @param old what a change started from; empty for a new object
   * @param subresource as in {@link #validateUpdate}
   */
  void warn(
      RequestContext context, ObjectNode object, Optional<ObjectNode> old, String subresource);

  /**
   * Brings a valid object into its stored form.
   *
   * @param old what a change started from; empty for a new object
   */
  void canonicalize(ObjectNode object, Optional<ObjectNode> old);

  /** Whether {@link #companions} ever has any. */
  default boolean hasCompanions() {
    return false;
  }

  /**
   * The objects of other kinds that come and go with this write. Asked right before each attempt to
   * write, with what is to be stored.
   *
   * @param old empty for a new object
   * @param object empty when the object goes
   */
  default List<Companion> companions(Optional<ObjectNode> old, Optional<ObjectNode> object) {
    return List.of();
  }

  /** Whether a PUT to a name that does not exist creates. */
  boolean allowCreateOnUpdate();

  /** Whether a PUT without a resourceVersion overwrites whatever there is. */
  boolean allowUnconditionalUpdate();

  /**
   * How long a delete waits for the object's own end.
   *
   * @param requested what the client asked for, 0 or greater
   * @return seconds; empty when the kind knows no graceful deletion
   */
  OptionalLong gracePeriodSeconds(ObjectNode object, OptionalLong requested);

  /** Warns of a delete that does not say what becomes of dependents. */
  default void warnUndecidedDelete(RequestContext context) {}

  /** What becomes of dependents when a delete does not say. */
  PropagationPolicy defaultPropagation();

  /**
   * Whether the kind itself keeps a deleted object for now, beside {@code metadata.finalizers}:
   * namespaces by {@code spec.finalizers}.
   */
  boolean holdsDeletion(ObjectNode object);

  /**
   * Marks an object for deletion in the kind's own way, instead of the one all kinds share.
   *
   * @param object an object whose deletion was not asked for before
   * @return false, with {@code object} unchanged, where the kind has no way of its own
   */
  default boolean beginDeletion(ObjectNode object, Instant now) {
    return false;
  }

  /** Changes the kind makes to an object that was just marked for deletion and is kept for now. */
  void markDeleting(ObjectNode object);

  /** Whether the answer to a delete is the object; else it is a {@code Status}. */
  boolean returnsDeletedObject();

  /** How long an object lives after its last write, in seconds; 0 is for ever. */
  long ttlSeconds();
}

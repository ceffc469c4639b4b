package io.jukung.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a kind whose strategy needs no more than that: what an object must be like, what may
 * become of it, what is dropped, what is worth a warning. A value that is put together once, by
 * {@link #of} and the methods that add to it. Immutable.
 *
 * @param birth judges a new object, before anything else does
 * @param whole judges an object as it stands
 * @param order in which an update is judged
 * @param change judges a change of the object
 * @param statusChange judges a change by {@code /status}, after metadata
 * @param create prepares a new object
 * @param update prepares a change of the object
 * @param statusUpdate prepares a change by {@code /status}
 * @param warnings what is questionable about an object
 */
public record KindRules(
    Whole birth,
    Whole whole,
    Order order,
    Change change,
    Change statusChange,
    Preparation create,
    UpdatePreparation update,
    UpdatePreparation statusUpdate,
    Warnings warnings) {

  /** Judges an object: {@code root} is its whole, without a path. */
  @FunctionalInterface
  public interface Whole {
    /** Adds what is wrong with {@code root}. */
    void check(Spot root, List<FieldError> errors);
  }

  /** Judges a change. */
  @FunctionalInterface
  public interface Change {
    /** Adds what is wrong with the change of {@code old} to {@code root}. */
    void check(Spot root, Spot old, List<FieldError> errors);
  }

  /** Prepares a new object. */
  @FunctionalInterface
  public interface Preparation {
    /** Changes {@code object} in place. */
    void prepare(RequestContext context, ObjectNode object);
  }

  /** Prepares a change. */
  @FunctionalInterface
  public interface UpdatePreparation {
    /** Changes {@code object} in place. */
    void prepare(RequestContext context, ObjectNode object, ObjectNode old);
  }

  /** Finds what is worth a warning. */
  @FunctionalInterface
  public interface Warnings {
    /** Warns by {@code context} of {@code object}; {@code old} is empty for a new one. */
    void warn(RequestContext context, ObjectNode object, Optional<ObjectNode> old);
  }

  /** What an update is judged by, and in which order; upstream's kinds differ. */
  public enum Order {
    /** The change alone. */
    CHANGE,
    /** The change, then the whole. */
    CHANGE_WHOLE,
    /** The whole, then the change. */
    WHOLE_CHANGE,
    /** The whole, then the change but not that of metadata. */
    WHOLE,
    /** The change of metadata, metadata, then the change. */
    CHANGE_METADATA_CHANGE,
    /** The whole, metadata once more, then the change but not that of metadata. */
    WHOLE_METADATA_CHANGE,
    /** Metadata, then the change but not that of metadata. */
    METADATA_CHANGE,
    /** Metadata, then the change. */
    METADATA_THEN_CHANGE
  }

  /** Rules for an object as it stands; an update is judged as a change, then as a whole. */
  public static KindRules of(Whole whole) {
    return new KindRules(
        (root, errors) -> {},
        whole,
        Order.CHANGE_WHOLE,
        (root, old, errors) -> {},
        (root, old, errors) -> {},
        (context, object) -> {},
        (context, object, old) -> {},
        (context, object, old) -> {},
        (context, object, old) -> {});
  }

  /** These rules with another judge of new objects, before all others. */
  public KindRules createChecks(Whole newBirth) {
    return new KindRules(
        newBirth, whole, order, change, statusChange, create, update, statusUpdate, warnings);
  }

  /** These rules with others for updates. */
  public KindRules changes(Order newOrder, Change newChange) {
    return new KindRules(
        birth, whole, newOrder, newChange, statusChange, create, update, statusUpdate, warnings);
  }

  /** These rules with others for {@code /status}. */
  public KindRules status(Change newChange) {
    return new KindRules(
        birth, whole, order, change, newChange, create, update, statusUpdate, warnings);
  }

  /** These rules with another preparation of new objects. */
  public KindRules creates(Preparation preparation) {
    return new KindRules(
        birth, whole, order, change, statusChange, preparation, update, statusUpdate, warnings);
  }

  /** These rules with another preparation of updates. */
  public KindRules updates(UpdatePreparation preparation) {
    return new KindRules(
        birth, whole, order, change, statusChange, create, preparation, statusUpdate, warnings);
  }

  /** These rules with another preparation of changes by {@code /status}. */
  public KindRules statusUpdates(UpdatePreparation preparation) {
    return new KindRules(
        birth, whole, order, change, statusChange, create, update, preparation, warnings);
  }

  /** These rules with warnings. */
  public KindRules warns(Warnings newWarnings) {
    return new KindRules(
        birth, whole, order, change, statusChange, create, update, statusUpdate, newWarnings);
  }
}

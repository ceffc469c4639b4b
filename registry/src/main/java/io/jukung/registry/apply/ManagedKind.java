package io.jukung.registry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.typed.Shape;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.Optional;

/**
 * A kind in one version, as its field manager needs to know it. Built-in kinds are {@link
 * BuiltInKind}; custom resources bring their own. Safe for all threads.
 */
public interface ManagedKind {
  /** The kind, in the version of the requests. */
  GroupVersionKind kind();

  /**
   * The shape of its objects in {@code apiVersion}; empty when there is no such version any more.
   */
  Optional<Shape> shape(String apiVersion);

  /**
   * The object in another of its versions.
   *
   * @param object in the version {@code from}; may have no members at all; not changed
   * @param from one that has a {@link #shape}, as has {@code to}
   * @throws io.jukung.registry.codec.value.ValueException when it can't be converted
   */
  ObjectNode convert(ObjectNode object, String from, String to);

  /** Whether trees mean Go structs, in which some fields are always there. */
  boolean typed();

  /**
   * The tree as upstream would print it: with what is always there and without what never is.
   *
   * @param object decoded, in the version {@code apiVersion}; not changed
   */
  ObjectNode printed(ObjectNode object, String apiVersion);

  /**
   * A merged tree as a decoded and defaulted object.
   *
   * @param object void afterwards
   * @throws io.jukung.registry.status.StatusException when it can't be decoded
   */
  ObjectNode decoded(ObjectNode object);

  /** Takes out the fields that writes through this endpoint do not reach. */
  FieldSet reached(FieldSet set, String apiVersion);
}

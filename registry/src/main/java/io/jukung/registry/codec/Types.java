package io.jukung.registry.codec;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.Optional;

/** Where codecs look types up; the catalog is one. Safe for all threads. */
public interface Types {
  /** The type with a name such as {@code io.k8s.api.core.v1.Pod}. */
  Optional<TypeSchema> type(String name);

  /** The type of the objects of a kind. */
  Optional<TypeSchema> kind(GroupVersionKind kind);

  /** The types of the catalog. */
  static Types of(Catalog catalog) {
    return new Types() {
      @Override
      public Optional<TypeSchema> type(String name) {
        return catalog.type(name);
      }

      @Override
      public Optional<TypeSchema> kind(GroupVersionKind kind) {
        return catalog.kind(kind);
      }
    };
  }
}

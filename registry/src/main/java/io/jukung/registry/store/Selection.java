package io.jukung.registry.store;

import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which objects a list or a watch is about.
 *
 * @param prefix what all their keys start with, as the request's path has it
 * @param range where they lie: narrower than {@code prefix} when a field selector names one object
 *     or one namespace
 * @param seen the entry with the labels and fields that the version sees
 */
record Selection(
    Bytes prefix,
    KeyRange range,
    LabelSelector labels,
    FieldSelector fields,
    UnaryOperator<CacheEntry> seen) {

  static Selection of(
      ResourceAccess access, String namespace, LabelSelector labels, FieldSelector fields) {
    Bytes prefix = access.prefix(namespace);
    boolean namespaced = access.type.namespaced();
    String in =
        namespace.isEmpty() && namespaced
            ? fields.exactMatch("metadata.namespace").orElse("")
            : namespace;
    Optional<String> name = fields.exactMatch("metadata.name");
    KeyRange range = KeyRange.prefix(prefix);
    if (!in.isEmpty() && in.indexOf('/') < 0) {
      range = KeyRange.prefix(access.prefix(in));
    }
    if (name.isPresent() && !name.get().isEmpty() && (!namespaced || !in.isEmpty())) {
      range = KeyRange.single(access.key(in, name.get()));
    }
    return new Selection(prefix, range, labels, fields, access.seen);
  }

  /** Whether the entry, which lies in the range, is selected. */
  boolean matches(CacheEntry entry) {
    if (isEverything()) {
      return true;
    }
    CacheEntry seen = this.seen.apply(entry);
    return labels.matches(seen.labels()) && fields.matches(seen.fields());
  }

  /**
   * The same over all of the prefix: as upstream, a list that goes on does so for one object too.
   */
  Selection whole() {
    return new Selection(prefix, KeyRange.prefix(prefix), labels, fields, seen);
  }

  /** Whether the range is one object's. */
  boolean one() {
    return range.end().equals(range.start().successor());
  }

  /** Whether everything in the range is selected. */
  boolean isEverything() {
    return labels.isEverything() && fields.isEverything();
  }
}

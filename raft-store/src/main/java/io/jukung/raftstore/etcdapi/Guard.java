package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import java.util.List;
import java.util.Optional;

/** One compare of etcd's, decided on what its keys hold. */
final class Guard {
  private final Compare compare;
  private final KeyRange range;

  Guard(Compare compare) {
    this.compare = compare;
    this.range = ApiMessages.range(compare.getKey(), compare.getRangeEnd());
  }

  boolean singleKey() {
    return compare.getRangeEnd().isEmpty();
  }

  KeyRange range() {
    return range;
  }

  private Bytes key() {
    return range.start();
  }

  /** Whether the store decides this compare itself: a mod revision, or that there is no key. */
  boolean direct() {
    boolean absent =
        (compare.getTarget() == CompareTarget.VERSION && compare.getVersion() == 0)
            || (compare.getTarget() == CompareTarget.CREATE && compare.getCreateRevision() == 0);
    boolean mod = compare.getTarget() == CompareTarget.MOD && compare.getModRevision() >= 0;
    return singleKey() && compare.getResult() == CompareResult.EQUAL && (mod || absent);
  }

  io.jukung.storage.Compare asStored() {
    // The others that are direct ask for no key, which is mod revision 0, the one not set here.
    return new io.jukung.storage.Compare.ModRevision(key(), compare.getModRevision());
  }

  /** Whether it holds for what its range holds. Without keys it is like one that does not exist. */
  boolean holds(List<KeyValue> items) {
    return items.isEmpty()
        ? holds(Optional.empty())
        : items.stream().allMatch(item -> holds(Optional.of(item)));
  }

  private boolean holds(Optional<KeyValue> item) {
    int order =
        switch (compare.getTarget()) {
          case VERSION ->
              Long.compare(item.map(KeyValue::version).orElse(0L), compare.getVersion());
          case CREATE ->
              Long.compare(
                  item.map(KeyValue::createRevision).orElse(0L), compare.getCreateRevision());
          case MOD ->
              Long.compare(item.map(KeyValue::modRevision).orElse(0L), compare.getModRevision());
          case VALUE -> {
            if (item.isEmpty()) {
              yield Integer.MIN_VALUE; // No value is equal to none: etcd says false.
            }
            yield item.get().value().compareTo(ApiMessages.bytes(compare.getValue()));
          }
          case UNRECOGNIZED ->
              Long.compare(item.map(KeyValue::lease).orElse(0L), ExtraFields.lease(compare));
        };
    if (order == Integer.MIN_VALUE) {
      return false;
    }
    return switch (compare.getResult()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case GREATER -> order > 0;
      case LESS -> order < 0;
      case UNRECOGNIZED -> true; // As etcd's.
    };
  }
}

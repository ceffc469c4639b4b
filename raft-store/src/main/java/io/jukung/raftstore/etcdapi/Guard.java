package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import java.util.List;
import java.util.Optional;

/** One compare of etcd's, decided on what a key holds. */
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

  Bytes key() {
    return range.start();
  }

  /** Whether the store decides this compare itself. */
  boolean direct() {
    return singleKey()
        && compare.getTarget() == CompareTarget.MOD
        && compare.getResult() == CompareResult.EQUAL
        && compare.getModRevision() >= 0;
  }

  io.jukung.storage.Compare asStored() {
    return new io.jukung.storage.Compare.ModRevision(key(), compare.getModRevision());
  }

  /** Whether it holds at a revision. A range without keys is like one key that does not exist. */
  boolean holds(Store store, long revision) {
    List<KeyValue> items = store.range(new RangeRequest(range, revision, 0, false)).items();
    return items.isEmpty()
        ? holds(Optional.empty())
        : items.stream().allMatch(item -> holds(Optional.of(item)));
  }

  /** Whether it holds for a key's value, or for there being none. */
  boolean holds(Optional<KeyValue> item) {
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
          case UNRECOGNIZED -> throw ApiErrors.unsupported("a compare of leases");
        };
    if (order == Integer.MIN_VALUE) {
      return false;
    }
    return switch (compare.getResult()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case GREATER -> order > 0;
      case LESS -> order < 0;
      case UNRECOGNIZED ->
          throw ApiErrors.invalid("etcdserver: invalid compare").asRuntimeException();
    };
  }
}

package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeRequest.SortOrder;
import io.etcd.jetcd.api.RangeRequest.SortTarget;
import io.etcd.jetcd.api.RangeResponse;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeResult;
import java.util.Comparator;
import java.util.List;

/** Ranges with all of etcd's options. */
final class RangeReads {
  private final ApiStore api;

  RangeReads(ApiStore api) {
    this.api = api;
  }

  /** Reads a range; a linearizable one sees every write acknowledged before. */
  RangeResponse read(RangeRequest request) {
    KeyRange range = ApiMessages.range(request.getKey(), request.getRangeEnd());
    if (!request.getSerializable()) {
      var _ = api.store().readBarrier();
    }
    return read(request, range, request.getRevision());
  }

  /** Reads a range at a revision; 0 is the newest. */
  RangeResponse read(RangeRequest request, KeyRange range, long revision) {
    if (revision < 0) {
      revision = 0;
    }
    if (request.getCountOnly()) {
      return RangeResponse.newBuilder()
          .setHeader(api.header())
          .setCount(api.store().count(range, revision))
          .build();
    }
    boolean plain = plain(request);
    int limit = (int) Math.min(Integer.MAX_VALUE, Math.max(0, request.getLimit()));
    RangeResult found =
        api.store()
            .range(
                new io.jukung.storage.RangeRequest(
                    range, revision, plain ? limit : 0, request.getKeysOnly() && byKey(request)));
    RangeResponse.Builder response =
        RangeResponse.newBuilder()
            .setHeader(api.header(revision == 0 ? found.revision() : api.store().revision()))
            .setMore(found.more())
            .setCount(
                found.more() ? api.store().count(range, found.revision()) : found.items().size());
    List<KeyValue> items = plain ? found.items() : arranged(request, found.items());
    if (!plain && limit > 0 && items.size() > limit) {
      items = items.subList(0, limit);
      response.setMore(true);
    }
    for (KeyValue item : items) {
      io.etcd.jetcd.api.KeyValue message = ApiMessages.item(item);
      response.addKvs(request.getKeysOnly() ? message.toBuilder().clearValue().build() : message);
    }
    return response.build();
  }

  private static boolean byKey(RangeRequest request) {
    return request.getSortTarget() != SortTarget.VALUE;
  }

  /** Whether the store's own order and limit do. */
  private static boolean plain(RangeRequest request) {
    boolean filtered =
        request.getMinModRevision() != 0
            || request.getMaxModRevision() != 0
            || request.getMinCreateRevision() != 0
            || request.getMaxCreateRevision() != 0;
    boolean ordered =
        request.getSortTarget() == SortTarget.KEY && request.getSortOrder() != SortOrder.DESCEND;
    return ordered && !filtered;
  }

  private static List<KeyValue> arranged(RangeRequest request, List<KeyValue> items) {
    return items.stream()
        .filter(
            item ->
                within(item.modRevision(), request.getMinModRevision(), request.getMaxModRevision())
                    && within(
                        item.createRevision(),
                        request.getMinCreateRevision(),
                        request.getMaxCreateRevision()))
        .sorted(order(request))
        .toList();
  }

  private static boolean within(long revision, long min, long max) {
    return (min == 0 || revision >= min) && (max == 0 || revision <= max);
  }

  private static Comparator<KeyValue> order(RangeRequest request) {
    Comparator<KeyValue> order =
        switch (request.getSortTarget()) {
          case KEY -> Comparator.comparing(KeyValue::key);
          case VERSION -> Comparator.comparingLong(KeyValue::version);
          case CREATE -> Comparator.comparingLong(KeyValue::createRevision);
          case MOD -> Comparator.comparingLong(KeyValue::modRevision);
          case VALUE -> Comparator.comparing(KeyValue::value);
          case UNRECOGNIZED ->
              throw ApiErrors.invalid("etcdserver: invalid sort option").asRuntimeException();
        };
    return request.getSortOrder() == SortOrder.DESCEND ? order.reversed() : order;
  }
}

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
    RequestChecks.range(request);
    KeyRange range = ApiMessages.range(request.getKey(), request.getRangeEnd());
    if (!request.getSerializable()) {
      var _ = api.store().readBarrier();
    }
    return read(request, range, request.getRevision());
  }

  /** Reads a range at a revision; 0 is the newest. */
  RangeResponse read(RangeRequest request, KeyRange range, long asked) {
    long revision = Math.max(0, asked);
    if (request.getCountOnly()) {
      return RangeResponse.newBuilder()
          .setHeader(api.header())
          .setCount(api.store().count(range, revision))
          .build();
    }
    if (!plain(request)) {
      RangeResult found = found(range, revision, 0, false);
      return arranged(request, found.items()).toBuilder()
          .setHeader(header(revision, found))
          .build();
    }
    RangeResult found = found(range, revision, limit(request), request.getKeysOnly());
    RangeResponse.Builder response =
        RangeResponse.newBuilder()
            .setHeader(header(revision, found))
            .setMore(found.more())
            .setCount(
                found.more() ? api.store().count(range, found.revision()) : found.items().size());
    found.items().forEach(item -> response.addKvs(message(request, item)));
    return response.build();
  }

  /** All that a range holds at a revision. */
  List<KeyValue> all(KeyRange range, long revision) {
    return found(range, revision, 0, false).items();
  }

  private RangeResult found(KeyRange range, long revision, int limit, boolean keysOnly) {
    return api.store().range(new io.jukung.storage.RangeRequest(range, revision, limit, keysOnly));
  }

  private io.etcd.jetcd.api.ResponseHeader header(long asked, RangeResult found) {
    return api.header(asked == 0 ? found.revision() : api.store().revision());
  }

  private static int limit(RangeRequest request) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, request.getLimit()));
  }

  /** Whether the store's own order and limit do. */
  private static boolean plain(RangeRequest request) {
    boolean ordered =
        request.getSortTarget() == SortTarget.KEY && request.getSortOrder() != SortOrder.DESCEND;
    return ordered && !filtered(request);
  }

  private static boolean filtered(RangeRequest request) {
    return request.getMinModRevision() != 0
        || request.getMaxModRevision() != 0
        || request.getMinCreateRevision() != 0
        || request.getMaxCreateRevision() != 0;
  }

  /**
   * What a request asks of all that its range holds, in the order of keys. Etcd counts before it
   * filters.
   */
  static RangeResponse arranged(RangeRequest request, List<KeyValue> items) {
    RangeResponse.Builder response = RangeResponse.newBuilder().setCount(items.size());
    if (request.getCountOnly()) {
      return response.build();
    }
    int limit = limit(request);
    // Told no order, etcd takes the first keys, and one more, before it sorts them.
    long first =
        request.getSortOrder() == SortOrder.NONE && !filtered(request) && limit > 0
            ? limit + 1L
            : Long.MAX_VALUE;
    List<KeyValue> wanted =
        items.stream()
            .limit(first)
            .filter(item -> within(request, item))
            .sorted(order(request))
            .toList();
    if (limit > 0 && wanted.size() > limit) {
      wanted = wanted.subList(0, limit);
      response.setMore(true);
    }
    wanted.forEach(item -> response.addKvs(message(request, item)));
    return response.build();
  }

  private static io.etcd.jetcd.api.KeyValue message(RangeRequest request, KeyValue item) {
    io.etcd.jetcd.api.KeyValue message = ApiMessages.item(item);
    return request.getKeysOnly() ? message.toBuilder().clearValue().build() : message;
  }

  private static boolean within(RangeRequest request, KeyValue item) {
    return within(item.modRevision(), request.getMinModRevision(), request.getMaxModRevision())
        && within(
            item.createRevision(), request.getMinCreateRevision(), request.getMaxCreateRevision());
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
          case UNRECOGNIZED -> throw new IllegalStateException("never let in: " + request);
        };
    return request.getSortOrder() == SortOrder.DESCEND ? order.reversed() : order;
  }
}

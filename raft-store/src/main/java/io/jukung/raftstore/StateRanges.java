package io.jukung.raftstore;

import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.RangeResult;
import io.jukung.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Reads of ranges, each at one moment. */
final class StateRanges {
  private StateRanges() {}

  /**
   * Reads a range.
   *
   * @param seen is told the revision of the moment before anything of it is handed out
   */
  static RangeResult range(StateDb db, RangeRequest request, LongConsumer seen) {
    try (StateDb.Moment moment = db.moment()) {
      AppliedState at = moment.state();
      StateReader.check(at, request.revision());
      seen.accept(at.revision());
      List<KeyValue> items = new ArrayList<>();
      boolean more = false;
      try (StateReader reader =
          StateReader.at(moment, at, request.range(), request.revision(), request.keysOnly())) {
        Optional<KeyValue> next = reader.next();
        while (next.isPresent() && !more) {
          if (request.limit() > 0 && items.size() == request.limit()) {
            more = true;
          } else {
            items.add(next.get());
            next = reader.next();
          }
        }
      }
      long revision = request.revision() == 0 ? at.revision() : request.revision();
      return new RangeResult(items, more, revision);
    }
  }

  /** Counts the keys of a range. */
  static long count(StateDb db, KeyRange range, long atRevision) {
    if (atRevision < 0) {
      throw new StoreException.Invalid("negative revision " + atRevision);
    }
    try (StateDb.Moment moment = db.moment()) {
      AppliedState at = moment.state();
      StateReader.check(at, atRevision);
      long count = 0;
      try (StateReader reader = StateReader.at(moment, at, range, atRevision, true)) {
        while (reader.next().isPresent()) {
          count++;
        }
      }
      return count;
    }
  }
}

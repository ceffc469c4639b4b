package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.watch.History;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.rocksdb.RocksIterator;

/**
 * Reads a whole store at one moment and says what is wrong: blocks whose checksum differs, keys,
 * history and leases that don't fit together. Costs a read of the whole disk state.
 */
public final class StoreCheck {
  private static final int MOST_PROBLEMS = 100;

  private final StateDb.Moment moment;
  private final AppliedState state;
  private final CRC32C hash = new CRC32C();
  private final List<String> problems = new ArrayList<>();
  private long keys;
  private long changes;
  private long leases;

  private StoreCheck(StateDb.Moment moment) {
    this.moment = moment;
    this.state = moment.state();
  }

  /**
   * What was found.
   *
   * @param keys living keys
   * @param changes retained changes, each of one key at one revision
   * @param leases leases that have not ended
   * @param revision the newest revision
   * @param compacted the revision compacted at; 0 when never
   * @param hash of the keys with all that belongs to them, the leases and the revision: equal in
   *     all members that have applied the same entries
   * @param problems what is wrong, the first 100; empty when nothing is
   */
  public record Report(
      long keys,
      long changes,
      long leases,
      long revision,
      long compacted,
      String hash,
      List<String> problems) {}

  static Report run(StateDb db) {
    Optional<String> fault = db.checksumFault();
    try (StateDb.Moment moment = db.moment()) {
      StoreCheck check = new StoreCheck(moment);
      fault.ifPresent(what -> check.problem("RocksDB: " + what));
      check.guarded("keys", check::keys);
      check.guarded("leases", check::leases);
      check.guarded("history", check::history);
      AppliedState state = check.state;
      return new Report(
          check.keys,
          check.changes,
          check.leases,
          state.revision(),
          state.compacted(),
          HexFormat.of().toHexDigits((int) check.hash.getValue()),
          List.copyOf(check.problems));
    }
  }

  private void keys() {
    try (RocksIterator current = moment.iterator(Family.CURRENT)) {
      for (current.seekToFirst(); current.isValid(); current.next()) {
        byte[] key = current.key();
        byte[] record = current.value();
        hash(key, record);
        keys++;
        KeyValue item = Records.version(Bytes.wrap(key), record, true);
        if (item.createRevision() > item.modRevision() || item.modRevision() > state.revision()) {
          problem(text(key) + " is of revision " + item.modRevision());
        }
        if (item.lease() != 0
            && moment.get(Family.LEASES, LeaseRecords.key(item.lease(), item.key())) == null) {
          problem(text(key) + " is not known to its lease " + item.lease());
        }
      }
    }
  }

  private void leases() {
    try (RocksIterator records = moment.iterator(Family.LEASES)) {
      for (records.seekToFirst(); records.isValid(); records.next()) {
        byte[] key = records.key();
        hash(key, records.value());
        if (LeaseRecords.isByEnd(key)) {
          leases++;
          if (moment.get(Family.LEASES, LeaseRecords.lease(LeaseRecords.idOf(key))) == null) {
            problem("lease " + LeaseRecords.idOf(key) + " has an end and nothing else");
          }
        }
      }
    }
    hash(AppliedState.NEW.encode(), Records.revision(state.revision()));
  }

  /** Reads every retained change as a watch would. */
  private void history() {
    long from = Math.max(1, state.compacted());
    while (from <= state.revision()) {
      History.Page page = StateHistory.read(moment, KeyRange.ALL, from, state.revision());
      for (var change : page.changes()) {
        changes += change.events().size();
      }
      from = page.through() + 1;
    }
  }

  private void guarded(String what, Runnable part) {
    try {
      part.run();
    } catch (IllegalStateException | NullPointerException | StateDbException e) {
      problem(what + ": " + e.getMessage());
    }
  }

  private void problem(String what) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(what);
    }
  }

  private void hash(byte[] key, byte[] value) {
    hash.update(key);
    hash.update(value);
  }

  private static String text(byte[] key) {
    return new String(key, java.nio.charset.StandardCharsets.UTF_8);
  }
}

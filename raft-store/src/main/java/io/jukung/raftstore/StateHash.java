package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.RocksIterator;

/**
 * The hash of a whole state at one entry of the log: the same in all members that have applied the
 * same entries. It covers living keys with all that belongs to them, leases, the store's numbers,
 * and what changed since the compacted revision; what is compacted may be gone or not. Superseded
 * versions are not read again: they are what the changes before them wrote.
 *
 * @param index the entry's index in the log
 * @param revision the newest revision there
 * @param value in hexadecimal
 */
record StateHash(long index, long revision, String value) {
  /** So much is read in one go. */
  private static final int GO_BYTES = 1 << 20;

  /** Others have the disk and the processor for so many times as long as each go took. */
  private static final int REST = 49;

  private static final int SHOWN_BYTES = 8;

  /**
   * Reads a state through.
   *
   * @param stop ends it early
   * @return empty when it was stopped
   */
  static Optional<StateHash> of(AppliedState at, StateDb.Moment moment, AtomicBoolean stop) {
    Sum sum = new Sum(stop);
    sum.add(at.encode());
    sum.addAll(moment, Family.CURRENT, new byte[0]);
    sum.addAll(moment, Family.LEASES, new byte[0]);
    sum.addAll(moment, Family.EVENTS, Records.revision(at.compacted() + 1));
    return stop.get()
        ? Optional.empty()
        : Optional.of(new StateHash(at.index(), at.revision(), sum.value()));
  }

  private static final class Sum {
    private final AtomicBoolean stop;
    private final MessageDigest digest;
    private int going;
    private long sinceNs = System.nanoTime();

    Sum(AtomicBoolean stop) {
      this.stop = stop;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    void add(byte[] bytes) {
      digest.update(bytes);
      going += bytes.length;
      if (going >= GO_BYTES) {
        going = 0;
        LockSupport.parkNanos(REST * (System.nanoTime() - sinceNs)); // Stopping ends it.
        sinceNs = System.nanoTime();
      }
    }

    /** All records from a key on. */
    void addAll(StateDb.Moment moment, Family family, byte[] from) {
      try (RocksIterator records = moment.iterator(family)) {
        for (records.seek(from); records.isValid() && !stop.get(); records.next()) {
          add(records.key());
          add(records.value());
        }
      }
    }

    String value() {
      return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    }
  }
}

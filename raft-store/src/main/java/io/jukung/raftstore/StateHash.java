package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.RocksIterator;

/**
 * The hash of a whole state at one entry of the log: the same in all members that have applied the
 * same entries. It covers living keys with all that belongs to them, leases, the store's numbers,
 * and history that is not compacted; what is compacted may be gone or not.
 *
 * @param index the entry's index in the log
 * @param revision the newest revision there
 * @param value in hexadecimal
 */
record StateHash(long index, long revision, String value) {
  /** So much is read in one go; then others have the disk and the processor for a moment. */
  private static final int GO_BYTES = 4 << 20;

  private static final long PAUSE_MS = 5;
  private static final int SHOWN_BYTES = 8;

  /**
   * Reads a state through.
   *
   * @param stop ends it early
   * @return empty when it was stopped
   */
  static Optional<StateHash> of(AppliedState at, StateDb.Moment moment, AtomicBoolean stop) {
    Sum sum = new Sum(stop);
    byte[] after = Records.revision(at.compacted() + 1);
    sum.add(at.encode());
    sum.addAll(moment, Family.CURRENT, new byte[0], 0);
    sum.addAll(moment, Family.LEASES, new byte[0], 0);
    sum.addAll(moment, Family.EVENTS, after, 0);
    sum.addAll(moment, Family.HISTORY, new byte[0], at.compacted() + 1);
    return stop.get()
        ? Optional.empty()
        : Optional.of(new StateHash(at.index(), at.revision(), sum.value()));
  }

  private static final class Sum {
    private final AtomicBoolean stop;
    private final MessageDigest digest;
    private int going;

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
        try {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          stop.set(true);
        }
      }
    }

    /** All records from a key on whose key ends with a revision of at least so much, or any. */
    void addAll(StateDb.Moment moment, Family family, byte[] from, long leastRevision) {
      try (RocksIterator records = moment.iterator(family)) {
        for (records.seek(from); records.isValid() && !stop.get(); records.next()) {
          byte[] key = records.key();
          if (leastRevision == 0 || revisionOf(key) >= leastRevision) {
            add(key);
            add(records.value());
          }
        }
      }
    }

    private static long revisionOf(byte[] historyKey) {
      return new ByteReader(historyKey, historyKey.length - Long.BYTES).u64();
    }

    String value() {
      return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    }
  }
}

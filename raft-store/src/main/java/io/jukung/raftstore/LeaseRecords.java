package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.util.Arrays;

/** Keys and values of the lease column family. */
final class LeaseRecords {
  private static final int LEASE = 'l';
  private static final int BY_END = 'e';
  private static final int KEY = 'k';

  private LeaseRecords() {}

  /** Where a lease itself is kept. */
  static byte[] lease(long id) {
    return new ByteWriter(9).u8(LEASE).u64(id).toArray();
  }

  /** What the keys of all leases themselves begin with. */
  static byte[] leases() {
    return new byte[] {LEASE};
  }

  static byte[] value(Lease lease) {
    return new ByteWriter(16).u64(lease.ttlSeconds).u64(lease.endMs).toArray();
  }

  static Lease value(byte[] record) {
    ByteReader in = new ByteReader(record);
    return new Lease(in.u64(), in.u64());
  }

  /** The index of leases by their end. */
  static byte[] byEnd(long endMs, long id) {
    return new ByteWriter(17).u8(BY_END).u64(endMs).u64(id).toArray();
  }

  static byte[] firstByEnd() {
    return new byte[] {BY_END};
  }

  static boolean isByEnd(byte[] key) {
    return key[0] == BY_END;
  }

  static long endOf(byte[] byEndKey) {
    return new ByteReader(Arrays.copyOfRange(byEndKey, 1, 9)).u64();
  }

  static long idOf(byte[] byEndKey) {
    return new ByteReader(Arrays.copyOfRange(byEndKey, 9, 17)).u64();
  }

  /** Which keys a lease has. */
  static byte[] key(long id, Bytes key) {
    return new ByteWriter(9 + key.length()).u8(KEY).u64(id).raw(key.array()).toArray();
  }

  static byte[] keys(long id) {
    return key(id, Bytes.EMPTY);
  }

  static Bytes keyOf(byte[] leaseKey) {
    return Bytes.wrap(Arrays.copyOfRange(leaseKey, 9, leaseKey.length));
  }

  /** A lease's time. */
  record Lease(long ttlSeconds, long endMs) {}
}

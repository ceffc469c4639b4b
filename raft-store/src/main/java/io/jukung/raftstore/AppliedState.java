package io.jukung.raftstore;

/**
 * The store's few numbers, kept in one record beside the data they describe and written in the same
 * batch.
 *
 * @param term the Raft term of the last entry applied
 * @param index the Raft index of the last entry applied; -1 when there is none
 * @param revision the newest revision
 * @param compacted the revision compacted at; 0 when never
 * @param timeMs the newest time an entry said; never goes back
 * @param lastLease the last lease's id
 */
record AppliedState(
    long term, long index, long revision, long compacted, long timeMs, long lastLease) {
  static final AppliedState NEW = new AppliedState(0, -1, 1, 0, 0, 0);

  static AppliedState decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new AppliedState(in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
  }

  /** The last entry applied. */
  Consensus.Place place() {
    return new Consensus.Place(term, index);
  }

  byte[] encode() {
    return new ByteWriter(48)
        .u64(term)
        .u64(index)
        .u64(revision)
        .u64(compacted)
        .u64(timeMs)
        .u64(lastLease)
        .toArray();
  }
}

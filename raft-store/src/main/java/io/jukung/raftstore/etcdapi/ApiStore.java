package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.ResponseHeader;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.StoreExtras;
import io.jukung.raftstore.StoreInspection;

/** The store behind the API, with what every answer says about it. */
record ApiStore(RaftStore store, StoreInspection inspection, StoreExtras extras) {
  static ApiStore of(RaftStore store) {
    return new ApiStore(store, store.inspection(), store.extras());
  }

  /** This member's number. */
  long memberId() {
    return inspection.memberId();
  }

  ResponseHeader header() {
    return header(store.revision());
  }

  ResponseHeader header(long revision) {
    return ResponseHeader.newBuilder()
        .setClusterId(inspection.clusterId())
        .setMemberId(inspection.memberId())
        .setRevision(revision)
        .setRaftTerm(extras.term())
        .build();
  }
}

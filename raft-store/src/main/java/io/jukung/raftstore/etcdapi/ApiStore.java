package io.jukung.raftstore.etcdapi;

import io.etcd.jetcd.api.ResponseHeader;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.StoreInspection;

/** The store behind the API, with what every answer says about it. */
record ApiStore(RaftStore store, StoreInspection inspection, long clusterId, long memberId) {
  static ApiStore of(RaftStore store) {
    StoreInspection inspection = store.inspection();
    return new ApiStore(store, inspection, inspection.clusterId(), inspection.memberId());
  }

  ResponseHeader header() {
    return header(store.revision());
  }

  ResponseHeader header(long revision) {
    return ResponseHeader.newBuilder()
        .setClusterId(clusterId)
        .setMemberId(memberId)
        .setRevision(revision)
        .setRaftTerm(1)
        .build();
  }
}

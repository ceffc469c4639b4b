package io.jukung.raftstore.etcdapi;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;
import java.util.List;

/** Fields of etcd's {@code rpc.proto} that jetcd's messages don't know. */
final class ExtraFields {
  private static final int COMPARE_LEASE = 8;
  private static final int CREATE_WATCH_ID = 7;
  private static final int CREATE_FRAGMENT = 8;
  private static final int RESPONSE_FRAGMENT = 7;
  private static final int LIST_LINEARIZABLE = 1;
  private static final int HASH_REVISION = 4;
  private static final UnknownFieldSet MORE = varint(RESPONSE_FRAGMENT, 1);

  private ExtraFields() {}

  /** The lease that a compare names. */
  static long lease(Compare compare) {
    List<Long> values = compare.getUnknownFields().getField(COMPARE_LEASE).getVarintList();
    return values.isEmpty() ? 0 : values.getLast();
  }

  /** The id a client chose for its watch; 0 when it leaves that to the server. */
  static long watchId(WatchCreateRequest request) {
    List<Long> values = request.getUnknownFields().getField(CREATE_WATCH_ID).getVarintList();
    return values.isEmpty() ? 0 : values.getLast();
  }

  /** Whether large answers may come in parts. */
  static boolean fragments(WatchCreateRequest request) {
    return request.getUnknownFields().getField(CREATE_FRAGMENT).getVarintList().contains(1L);
  }

  /** Whether a list of members is to be the newest there is. */
  static boolean linearizable(MemberListRequest request) {
    return request.getUnknownFields().getField(LIST_LINEARIZABLE).getVarintList().contains(1L);
  }

  /** Says what revision was hashed. */
  static HashKVResponse.Builder hashedAt(HashKVResponse.Builder answer, long revision) {
    return answer.setUnknownFields(varint(HASH_REVISION, revision));
  }

  private static UnknownFieldSet varint(int field, long value) {
    return UnknownFieldSet.newBuilder()
        .addField(field, UnknownFieldSet.Field.newBuilder().addVarint(value).build())
        .build();
  }

  /** Says that more parts follow. */
  static WatchResponse.Builder moreFragments(WatchResponse.Builder part) {
    return part.setUnknownFields(MORE);
  }
}

package io.jukung.raftstore.etcdapi;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;
import java.util.List;

/** Fields of etcd's {@code rpc.proto} that jetcd's messages don't know. */
final class ExtraFields {
  private static final int CREATE_WATCH_ID = 7;
  private static final int CREATE_FRAGMENT = 8;
  private static final int RESPONSE_FRAGMENT = 7;
  private static final UnknownFieldSet MORE =
      UnknownFieldSet.newBuilder()
          .addField(RESPONSE_FRAGMENT, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  private ExtraFields() {}

  /** The id a client chose for its watch; 0 when it leaves that to the server. */
  static long watchId(WatchCreateRequest request) {
    List<Long> values = request.getUnknownFields().getField(CREATE_WATCH_ID).getVarintList();
    return values.isEmpty() ? 0 : values.getLast();
  }

  /** Whether large answers may come in parts. */
  static boolean fragments(WatchCreateRequest request) {
    return request.getUnknownFields().getField(CREATE_FRAGMENT).getVarintList().contains(1L);
  }

  /** Says that more parts follow. */
  static WatchResponse.Builder moreFragments(WatchResponse.Builder part) {
    return part.setUnknownFields(MORE);
  }
}

package io.jukung.storage.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;

/**
 * The field by which large watch answers come in parts, which jetcd's messages don't know (etcd's
 * {@code rpc.proto}: {@code WatchCreateRequest.fragment} and {@code WatchResponse.fragment}).
 */
final class Fragments {
  private static final int REQUEST_FIELD = 8;
  private static final int RESPONSE_FIELD = 7;
  private static final UnknownFieldSet WANTED =
      UnknownFieldSet.newBuilder()
          .addField(REQUEST_FIELD, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  private Fragments() {}

  /** Lets etcd send answers over its size limit in parts. */
  static WatchCreateRequest.Builder allow(WatchCreateRequest.Builder request) {
    return request.setUnknownFields(WANTED);
  }

  /** Whether more parts follow. */
  static boolean more(WatchResponse response) {
    return response.getUnknownFields().getField(RESPONSE_FIELD).getVarintList().contains(1L);
  }
}

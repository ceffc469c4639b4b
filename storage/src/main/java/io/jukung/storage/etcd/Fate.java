package io.jukung.storage.etcd;

import io.grpc.Status;

/** What a failed call means for the request: was it done, and may it be sent again. */
enum Fate {
  /** It was not done; another member, or this one later, may do it. */
  NOT_DONE,
  /** It may have been done, or may be yet. */
  UNKNOWN,
  /** It was not done because the token is not good any more. */
  TOKEN,
  /** It was refused, for good. */
  REFUSED;

  /**
   * Reads an answer of etcd's, or of the transport. The texts are those of etcd's {@code
   * api/v3rpc/rpctypes/error.go}.
   *
   * @param sent whether the request was put on the wire
   */
  static Fate of(Status status, boolean sent) {
    String text = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case UNAUTHENTICATED -> TOKEN;
      case INVALID_ARGUMENT ->
          text.contains("revision of auth store is old") || text.contains("user name is empty")
              ? TOKEN
              : REFUSED;
      case UNAVAILABLE -> {
        boolean before = text.contains("etcdserver: no leader") || text.contains("is a learner");
        yield !sent || before ? NOT_DONE : UNKNOWN;
      }
      case RESOURCE_EXHAUSTED -> text.contains("too many requests") ? NOT_DONE : REFUSED;
      case DEADLINE_EXCEEDED, CANCELLED -> sent ? UNKNOWN : NOT_DONE;
      case UNKNOWN, INTERNAL, ABORTED, DATA_LOSS -> UNKNOWN;
      case OK,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED ->
          REFUSED;
    };
  }
}

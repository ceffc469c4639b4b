package io.jukung.server.authentication;

import io.jukung.registry.request.UserInfo;

/** Decides who sent a request. Safe for all threads. */
@FunctionalInterface
public interface Authenticator {
  /** What an authenticator has found. */
  sealed interface Result {
    /** The sender is known. */
    record Authenticated(UserInfo user) implements Result {}

    /** There is no credential that this authenticator knows. */
    record Unknown() implements Result {}

    /** There is a credential and it is wrong. The reason is for the log, not for the client. */
    record Rejected(String reason) implements Result {}
  }

  /** Decides. */
  Result authenticate(Credentials credentials);
}

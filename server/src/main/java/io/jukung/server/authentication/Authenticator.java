package io.jukung.server.authentication;

import io.jukung.registry.request.UserInfo;
import java.util.List;

/** Decides who sent a request. Safe for all threads. */
@FunctionalInterface
public interface Authenticator {
  /** What an authenticator has found. */
  sealed interface Result {
    /**
     * The sender is known.
     *
     * @param audiences for which of those asked for the credential is good; empty when it says
     *     nothing of audiences
     */
    record Authenticated(UserInfo user, List<String> audiences) implements Result {
      /** Copies the list. */
      public Authenticated {
        audiences = List.copyOf(audiences);
      }

      /** A sender whose credential says nothing of audiences. */
      public Authenticated(UserInfo user) {
        this(user, List.of());
      }
    }

    /** There is no credential that this authenticator knows. */
    record Unknown() implements Result {}

    /** There is a credential and it is wrong. The reason is for the log, not for the client. */
    record Rejected(String reason) implements Result {}
  }

  /** Decides. */
  Result authenticate(Credentials credentials);
}

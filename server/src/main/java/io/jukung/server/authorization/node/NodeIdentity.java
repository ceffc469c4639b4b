package io.jukung.server.authorization.node;

import io.jukung.registry.request.UserInfo;
import java.util.Optional;

/**
 * Who is a kubelet.
 *
 * <p>Upstream: {@code pkg/auth/nodeidentifier/default.go} at v1.36.
 */
public final class NodeIdentity {
  private static final String PREFIX = "system:node:";
  private static final String GROUP = "system:nodes";

  private NodeIdentity() {}

  /** The name of the user's node: empty text when it can't be told, nothing for others. */
  public static Optional<String> of(UserInfo user) {
    return user.name().startsWith(PREFIX) && user.groups().contains(GROUP)
        ? Optional.of(user.name().substring(PREFIX.length()))
        : Optional.empty();
  }
}

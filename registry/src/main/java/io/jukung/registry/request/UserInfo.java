package io.jukung.registry.request;

import java.util.List;
import java.util.Map;

/**
 * An authenticated identity.
 *
 * @param name the user's name; empty only before authentication
 * @param uid unique over time, or empty
 * @param groups in the order the authenticator gave them
 * @param extra further facts of the authenticator, keys in lower case
 */
public record UserInfo(
    String name, String uid, List<String> groups, Map<String, List<String>> extra) {
  /** The group whose members may do everything. */
  public static final String SYSTEM_MASTERS = "system:masters";

  /** The group of everybody who has shown a credential. */
  public static final String AUTHENTICATED = "system:authenticated";

  /** The server itself, as upstream's loopback client names itself. */
  public static final UserInfo SERVER =
      new UserInfo("system:apiserver", "", List.of(SYSTEM_MASTERS, AUTHENTICATED), Map.of());

  /** Somebody who has shown no credential. */
  public static final UserInfo ANONYMOUS =
      new UserInfo("system:anonymous", "", List.of("system:unauthenticated"), Map.of());

  /** Copies the collections. */
  public UserInfo {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }
}

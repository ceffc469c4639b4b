package io.jukung.server.authorization;

import java.util.Arrays;
import java.util.List;

/** A way to decide, as {@code --authorization-mode} names it. */
public enum AuthorizationMode {
  /** What a kubelet needs for the pods on its node. */
  NODE("Node"),
  /** What roles allow. */
  RBAC("RBAC"),
  /** What a server that is asked allows. */
  WEBHOOK("Webhook"),
  /** Everything. */
  ALWAYS_ALLOW("AlwaysAllow"),
  /** Nothing. */
  ALWAYS_DENY("AlwaysDeny");

  /** What a cluster has unless told otherwise. */
  public static final List<AuthorizationMode> DEFAULT = List.of(NODE, RBAC);

  private final String text;

  AuthorizationMode(String text) {
    this.text = text;
  }

  /**
   * The mode of this name.
   *
   * @throws IllegalArgumentException when there is none, or when it is not served
   */
  public static AuthorizationMode of(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.text.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "authorization-mode \""
                        + name
                        + "\" is not a valid mode; there are Node, RBAC, Webhook,"
                        + " AlwaysAllow and AlwaysDeny"));
  }

  @Override
  public String toString() {
    return text;
  }
}

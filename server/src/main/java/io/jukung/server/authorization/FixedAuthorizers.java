package io.jukung.server.authorization;

import io.jukung.registry.request.UserInfo;
import java.util.List;

/**
 * Authorizers that look at nothing that changes.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authorization/authorizerfactory} and {@code
 * authorization/path} at v1.36.
 */
public final class FixedAuthorizers {
  private static final List<String> ALL = List.of("*");

  /** Allows everything. */
  public static final Authorizer ALWAYS_ALLOW =
      new Fixed(
          new Authorizer.Decision.Allow(""),
          new Authorizer.Rules(
              List.of(new Authorizer.ResourceRule(ALL, ALL, ALL, List.of())),
              List.of(new Authorizer.NonResourceRule(ALL, ALL)),
              false,
              ""));

  /** Allows nothing. */
  public static final Authorizer ALWAYS_DENY =
      new Fixed(
          new Authorizer.Decision.NoOpinion("Everything is forbidden."), Authorizer.Rules.NONE);

  private FixedAuthorizers() {}

  private record Fixed(Decision decision, Rules rules) implements Authorizer {
    @Override
    public Decision authorize(Attributes attributes) {
      return decision;
    }

    @Override
    public Rules rules(UserInfo user, String namespace) {
      return rules;
    }
  }

  /** Allows members of {@code system:masters} everything. */
  public static Authorizer systemMasters() {
    return new Privileged();
  }

  private record Privileged() implements Authorizer {
    private static final Decision ALLOW = new Decision.Allow("");
    private static final Decision NO_OPINION = new Decision.NoOpinion("");

    @Override
    public Decision authorize(Attributes attributes) {
      return attributes.user().groups().contains(UserInfo.SYSTEM_MASTERS) ? ALLOW : NO_OPINION;
    }

    @Override
    public Rules rules(UserInfo user, String namespace) {
      return Rules.NONE;
    }
  }

  /**
   * Allows everybody some paths.
   *
   * @param paths without a slash at the end; a star at the end stands for anything
   */
  public static Authorizer paths(List<String> paths) {
    return new Paths(List.copyOf(paths));
  }

  private record Paths(List<String> paths) implements Authorizer {
    @Override
    public Decision authorize(Attributes attributes) {
      if (!attributes.resourceRequest()) {
        String path = attributes.path();
        for (String open : paths) {
          if (open.endsWith("*")
              ? path.startsWith(open.substring(0, open.length() - 1))
              : path.equals(open)) {
            return new Decision.Allow("");
          }
        }
      }
      return new Decision.NoOpinion("");
    }

    @Override
    public Rules rules(UserInfo user, String namespace) {
      return Rules.NONE;
    }
  }
}

package io.jukung.server.chain;

import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.serviceaccount.AccountUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A way in which somebody may be allowed to act as somebody else. All but {@link #LEGACY} are
 * constrained: they need a second permission, to do the request at hand while acting so.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go} at v1.36 (KEP
 * 5284).
 */
enum ImpersonationMode {
  /** A pod's service account acts as the pod's node. */
  ASSOCIATED_NODE("associated-node"),
  ARBITRARY_NODE("arbitrary-node"),
  SERVICE_ACCOUNT("serviceaccount"),
  /** Everybody who is neither a node nor a service account. */
  USER_INFO("user-info"),
  /** Whoever; the verb {@code impersonate} alone. */
  LEGACY("");

  private static final String NODE = "system:node:";
  private static final String UNAUTHENTICATED = "system:unauthenticated";
  private static final String AUTHENTICATION = "authentication.k8s.io";

  /** From how many values on one permission for all of them is asked for first. */
  private static final int MANY = 4;

  private final String word;

  ImpersonationMode(String word) {
    this.word = word;
  }

  /** The verb that allowed it, for the audit event; empty for the old form. */
  String constraint() {
    return word.isEmpty() ? "" : "impersonate:" + word;
  }

  /**
   * Whether this mode is about such a user.
   *
   * @param wanted as the headers have it
   */
  boolean fits(UserInfo wanted, UserInfo requester) {
    boolean nameOnly =
        wanted.uid().isEmpty() && wanted.groups().isEmpty() && wanted.extra().isEmpty();
    boolean node = nodeName(wanted.name()).isPresent();
    boolean account = account(wanted.name()).isPresent();
    return switch (this) {
      case ASSOCIATED_NODE -> nameOnly && node && runsOn(requester, wanted.name());
      case ARBITRARY_NODE -> nameOnly && node;
      case SERVICE_ACCOUNT -> nameOnly && account;
      case USER_INFO -> !node && !account;
      case LEGACY -> true;
    };
  }

  private static boolean runsOn(UserInfo requester, String node) {
    List<String> nodes = requester.extra().getOrDefault(AccountUser.NODE_NAME, List.of());
    return account(requester.name()).isPresent()
        && nodes.size() == 1
        && node.equals(NODE + nodes.getFirst());
  }

  private static Optional<String> nodeName(String user) {
    return user.startsWith(NODE) && user.length() > NODE.length()
        ? Optional.of(user.substring(NODE.length()))
        : Optional.empty();
  }

  /** Namespace and name of a service account. */
  private static Optional<String[]> account(String user) {
    if (!user.startsWith(AccountUser.PREFIX)) {
      return Optional.empty();
    }
    String[] parts = user.substring(AccountUser.PREFIX.length()).split(":", -1);
    return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()
        ? Optional.of(parts)
        : Optional.empty();
  }

  /**
   * The user that the requester becomes.
   *
   * @param request what is asked for, by the requester
   * @throws StatusException 403 when that is not allowed in this mode
   */
  UserInfo impersonate(Authorizer authorizer, UserInfo wanted, Attributes request) {
    UserInfo requester = request.user();
    if (this != LEGACY) {
      require(authorizer, request.withVerb("impersonate-on:" + word + ":" + request.verb()));
    }
    List<String> groups = name(authorizer, wanted, requester);
    if (!wanted.uid().isEmpty()) {
      require(authorizer, about(requester, AUTHENTICATION, "uids", "", "", wanted.uid()));
    }
    groups(authorizer, wanted, requester);
    extra(authorizer, wanted, requester);
    if (wanted.name().equals(UserInfo.ANONYMOUS.name())) {
      addAbsent(groups, UNAUTHENTICATED);
    } else if (!groups.contains(UNAUTHENTICATED)) {
      addAbsent(groups, UserInfo.AUTHENTICATED);
    }
    return new UserInfo(wanted.name(), wanted.uid(), groups, wanted.extra());
  }

  private static void addAbsent(List<String> groups, String group) {
    if (!groups.contains(group)) {
      groups.add(group);
    }
  }

  /** Asks for the name; returns the groups that come with it. */
  private List<String> name(Authorizer authorizer, UserInfo wanted, UserInfo requester) {
    Optional<String> node = this == LEGACY ? Optional.empty() : nodeName(wanted.name());
    Optional<String[]> account = account(wanted.name());
    List<String> groups = new ArrayList<>(wanted.groups());
    if (node.isPresent()) {
      String name = this == ASSOCIATED_NODE ? "*" : node.get();
      require(authorizer, about(requester, group(), "nodes", "", "", name));
      groups.add("system:nodes");
    } else if (account.isPresent()) {
      String namespace = account.get()[0];
      require(
          authorizer,
          about(requester, group(), "serviceaccounts", "", namespace, account.get()[1]));
      if (groups.isEmpty()) {
        groups.addAll(AccountUser.groups(namespace));
      }
    } else {
      require(authorizer, about(requester, group(), "users", "", "", wanted.name()));
    }
    return groups;
  }

  private void groups(Authorizer authorizer, UserInfo wanted, UserInfo requester) {
    if (this != LEGACY) {
      if (wanted.groups().contains("")) {
        throw AuthorizationStage.refused(
            about(requester, group(), "groups", "", "", ""),
            "impersonating the empty string group is not allowed");
      }
      if (wanted.groups().contains(UserInfo.SYSTEM_MASTERS)) {
        throw AuthorizationStage.refused(
            about(requester, group(), "groups", "", "", UserInfo.SYSTEM_MASTERS),
            "impersonating the system:masters group is not allowed");
      }
      if (wanted.groups().size() >= MANY
          && allows(authorizer, about(requester, group(), "groups", "", "", "*"))) {
        return;
      }
    }
    for (String group : wanted.groups()) {
      require(authorizer, about(requester, group(), "groups", "", "", group));
    }
  }

  private void extra(Authorizer authorizer, UserInfo wanted, UserInfo requester) {
    int values = wanted.extra().values().stream().mapToInt(List::size).sum();
    if (this != LEGACY
        && values >= MANY
        && allows(authorizer, about(requester, AUTHENTICATION, "userextras", "*", "", "*"))) {
      return;
    }
    wanted
        .extra()
        .forEach(
            (key, all) ->
                all.forEach(
                    value ->
                        require(
                            authorizer,
                            about(requester, AUTHENTICATION, "userextras", key, "", value))));
  }

  private String group() {
    return this == LEGACY ? "" : AUTHENTICATION;
  }

  private Attributes about(
      UserInfo requester,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    String verb = this == LEGACY ? "impersonate" : "impersonate:" + word;
    return new Attributes(
        requester, verb, true, group, "v1", resource, subresource, namespace, name, "");
  }

  private static boolean allows(Authorizer authorizer, Attributes attributes) {
    return authorizer.authorize(attributes) instanceof Authorizer.Decision.Allow;
  }

  private static void require(Authorizer authorizer, Attributes attributes) {
    AuthorizationStage.require(authorizer, attributes);
  }
}

package io.jukung.server.authorization.rbac;

import io.jukung.registry.request.UserInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The grants of one scope, by user and by group. Immutable once built. */
final class Grants {
  /** No grants. */
  static final Grants NONE = new Grants();

  private static final String ACCOUNT = "system:serviceaccount:";
  private final Map<String, List<Grant>> byUser = new HashMap<>();
  private final Map<String, List<Grant>> byGroup = new HashMap<>();

  /** Adds what a binding gives; while building only. */
  void add(Binding binding, List<PolicyRule> rules, String missing) {
    for (Binding.Subject subject : binding.subjects()) {
      Grant grant = Grant.of(binding, subject, rules, missing);
      switch (subject.kind()) {
        case "User" -> put(byUser, subject.name(), grant);
        case "Group" -> put(byGroup, subject.name(), grant);
        case "ServiceAccount" -> {
          String namespace =
              subject.namespace().isEmpty() ? binding.namespace() : subject.namespace();
          if (!namespace.isEmpty()) {
            put(byUser, ACCOUNT + namespace + ":" + subject.name(), grant);
          }
        }
        default -> {}
      }
    }
  }

  private static void put(Map<String, List<Grant>> index, String subject, Grant grant) {
    index.computeIfAbsent(subject, key -> new ArrayList<>(1)).add(grant);
  }

  /**
   * Shows the grants of a user, until the visitor has seen enough.
   *
   * @param visitor returns true to end it
   * @return whether the visitor ended it
   */
  boolean visit(UserInfo user, Predicate<Grant> visitor) {
    if (visit(byUser.get(user.name()), visitor)) {
      return true;
    }
    List<String> groups = user.groups();
    for (int i = 0; i < groups.size(); i++) {
      if (visit(byGroup.get(groups.get(i)), visitor)) {
        return true;
      }
    }
    return false;
  }

  private static boolean visit(@Nullable List<Grant> grants, Predicate<Grant> visitor) {
    if (grants != null) {
      for (int i = 0; i < grants.size(); i++) {
        if (visitor.test(grants.get(i))) {
          return true;
        }
      }
    }
    return false;
  }
}

package io.jukung.server.authorization;

import io.jukung.registry.request.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks several authorizers in order; the first with an opinion decides.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authorization/union} at v1.36.
 */
public final class UnionAuthorizer implements Authorizer {
  private final List<Authorizer> authorizers;

  /** Asks {@code authorizers} in order. */
  public UnionAuthorizer(List<? extends Authorizer> authorizers) {
    this.authorizers = List.copyOf(authorizers);
  }

  @Override
  public Decision authorize(Attributes attributes) {
    String reasons = "";
    for (int i = 0; i < authorizers.size(); i++) {
      switch (authorizers.get(i).authorize(attributes)) {
        case Decision.Allow allow -> {
          return allow;
        }
        case Decision.Deny(var reason) -> {
          return new Decision.Deny(joined(reasons, reason));
        }
        case Decision.NoOpinion(var reason) -> reasons = joined(reasons, reason);
      }
    }
    return new Decision.NoOpinion(reasons);
  }

  private static String joined(String reasons, String reason) {
    return reasons.isEmpty() ? reason : reason.isEmpty() ? reasons : reasons + "\n" + reason;
  }

  @Override
  public Rules rules(UserInfo user, String namespace) {
    List<ResourceRule> resources = new ArrayList<>();
    List<NonResourceRule> paths = new ArrayList<>();
    Set<String> errors = new LinkedHashSet<>();
    boolean incomplete = false;
    for (Authorizer authorizer : authorizers) {
      Rules rules = authorizer.rules(user, namespace);
      resources.addAll(rules.resources());
      paths.addAll(rules.nonResources());
      incomplete |= rules.incomplete();
      if (!rules.error().isEmpty()) {
        errors.add(rules.error());
      }
    }
    String all = String.join(", ", errors);
    return new Rules(resources, paths, incomplete, errors.size() > 1 ? "[" + all + "]" : all);
  }
}

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
    Set<String> errors = Set.of();
    for (int i = 0; i < authorizers.size(); i++) {
      switch (authorizers.get(i).authorize(attributes)) {
        case Decision.Allow allow -> {
          return allow;
        }
        case Decision.Deny(var reason) -> {
          return new Decision.Deny(joined(reasons, reason));
        }
        case Decision.NoOpinion(var reason) -> reasons = joined(reasons, reason);
        case Decision.Failed(var denied, var reason, var error) -> {
          reasons = joined(reasons, reason);
          if (denied) {
            return new Decision.Failed(true, reasons, error);
          }
          errors = new LinkedHashSet<>(errors);
          errors.add(error);
        }
      }
    }
    return errors.isEmpty()
        ? new Decision.NoOpinion(reasons)
        : new Decision.Failed(false, reasons, joined(errors));
  }

  private static String joined(Set<String> errors) {
    String all = String.join(", ", errors);
    return errors.size() > 1 ? "[" + all + "]" : all;
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
    return new Rules(resources, paths, incomplete, joined(errors));
  }
}

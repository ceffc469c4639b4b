package io.jukung.server.authorization.rbac;

import io.jukung.server.authorization.Authorizer.Decision;
import java.util.List;

/**
 * What one subject has from one binding.
 *
 * @param rules those of the role; empty when it is missing
 * @param missing what is said of a role that does not exist; else empty
 * @param allowed the decision when one of the rules allows something, made once
 */
record Grant(Binding binding, List<PolicyRule> rules, String missing, Decision allowed) {
  static Grant of(
      Binding binding, Binding.Subject subject, List<PolicyRule> rules, String missing) {
    Decision allowed = new Decision.Allow("RBAC: allowed by " + binding.describe(subject));
    return new Grant(binding, rules, missing, allowed);
  }
}

package io.jukung.server.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.server.authorization.Attributes;
import java.util.List;

/** The rules of one role, whoever it is bound to. Immutable. */
public final class StaticRules {
  private final List<PolicyRule> rules;

  private StaticRules(List<PolicyRule> rules) {
    this.rules = rules;
  }

  /** The rules of {@code role}. */
  public static StaticRules of(JsonNode role) {
    return new StaticRules(PolicyRule.of(role));
  }

  /** Whether one of them allows it. */
  public boolean allow(Attributes attributes) {
    return rules.stream().anyMatch(rule -> rule.allows(attributes));
  }
}

package io.jukung.registry.strategy.scheduling;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.Map;

/** PriorityClasses: neither value nor preemption policy changes, and the system's are fixed. */
public final class PriorityClassRules {
  private static final long HIGHEST_OF_USERS = 1_000_000_000;
  private static final String SYSTEM_PREFIX = "system-";
  private static final Map<String, Long> SYSTEM =
      Map.of("system-node-critical", 2_000_001_000L, "system-cluster-critical", 2_000_000_000L);

  private PriorityClassRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of(PriorityClassRules::whole)
        .changes(
            KindRules.Order.CHANGE,
            (root, old, errors) -> {
              if (root.at("value").number() != old.at("value").number()) {
                Check.forbidden(root.at("value"), "may not be changed in an update.", errors);
              }
              Check.immutable(
                  root.at("preemptionPolicy"), old.at("preemptionPolicy").node(), errors);
            });
  }

  private static void whole(Spot root, List<FieldError> errors) {
    Spot name = root.at("metadata").at("name");
    if (name.text().startsWith(SYSTEM_PREFIX)) {
      String problem = systemProblem(root, name.text());
      if (!problem.isEmpty()) {
        Check.forbidden(
            name,
            "priority class names with 'system-' prefix are reserved for system use only. error: "
                + problem,
            errors);
      }
    } else if (root.at("value").number() > HIGHEST_OF_USERS) {
      Check.forbidden(
          root.at("value"),
          "maximum allowed value of a user defined priority is " + HIGHEST_OF_USERS,
          errors);
    }
    Spot policy = root.at("preemptionPolicy");
    if (policy.has() && policy.text().isEmpty()) {
      Check.missing(policy, "", errors);
    }
    Check.oneOf(policy, List.of("PreemptLowerPriority", "Never"), errors);
  }

  private static String systemProblem(Spot root, String name) {
    Long value = SYSTEM.get(name);
    if (value == null) {
      return name + " is not a known system priority class";
    }
    if (root.at("value").number() != value) {
      return "value of " + name + " PriorityClass must be " + value;
    }
    return root.at("globalDefault").isTrue()
        ? "globalDefault of " + name + " PriorityClass must be false"
        : "";
  }
}

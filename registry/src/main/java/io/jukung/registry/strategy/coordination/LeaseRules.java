package io.jukung.registry.strategy.coordination;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;

/** Leases; coordinated leader election, whose two fields a lease has too, is off by default. */
public final class LeaseRules {
  private LeaseRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of((root, errors) -> spec(root.at("spec"), errors))
        .creates((context, object) -> drop(object, List.of("strategy", "preferredHolder")))
        .updates(
            (context, object, old) -> {
              for (String field : List.of("strategy", "preferredHolder")) {
                if (!old.path("spec").hasNonNull(field)) {
                  drop(object, List.of(field));
                }
              }
            })
        .changes(KindRules.Order.CHANGE, (root, old, errors) -> spec(root.at("spec"), errors));
  }

  private static void drop(ObjectNode object, List<String> fields) {
    if (object.path("spec") instanceof ObjectNode spec) {
      spec.remove(fields);
    }
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    Spot seconds = spec.at("leaseDurationSeconds");
    if (seconds.has() && seconds.number() <= 0) {
      Check.invalid(seconds, "must be greater than 0", errors);
    }
    Spot transitions = spec.at("leaseTransitions");
    if (transitions.number() < 0) {
      Check.invalid(transitions, "must be greater than or equal to 0", errors);
    }
  }
}

package io.jukung.registry.strategy.node;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.NodeSelectors;
import io.jukung.registry.strategy.core.Resources;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** RuntimeClasses: their handler never changes. */
public final class RuntimeClassRules {
  private RuntimeClassRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of(RuntimeClassRules::whole)
        .changes(
            KindRules.Order.WHOLE_CHANGE,
            (root, old, errors) ->
                Check.immutable(root.at("handler"), old.at("handler").node(), errors))
        .warns(
            (context, object, old) -> {
              Spot selector =
                  new Spot(
                      object.path("scheduling").path("nodeSelector"), "scheduling.nodeSelector");
              for (var label : selector.node().properties()) {
                NodeSelectors.warnOfLabel(context, selector, label.getKey());
              }
            });
  }

  private static void whole(Spot root, List<FieldError> errors) {
    Check.requiredName(root.at("handler"), NameRule.DNS_LABEL, errors);
    if (root.has("overhead")) {
      Resources.overhead(root.at("overhead").at("podFixed"), root.at("overhead"), errors);
    }
    Spot scheduling = root.at("scheduling");
    if (scheduling.has()) {
      Check.labels(scheduling.at("nodeSelector"), errors);
      Spot tolerations = scheduling.at("tolerations");
      NodeSelectors.tolerations(tolerations, errors);
      Set<List<String>> seen = new HashSet<>();
      for (Spot toleration : tolerations.elements()) {
        List<String> key =
            List.of(
                toleration.at("key").text(),
                toleration.at("operator").text(),
                toleration.at("value").text(),
                toleration.at("effect").text());
        if (!seen.add(key)) {
          errors.add(
              FieldError.duplicateOf(
                  toleration.path(),
                  InternalForm.of("core.Toleration", toleration.node()).toString()));
        }
      }
    }
  }
}

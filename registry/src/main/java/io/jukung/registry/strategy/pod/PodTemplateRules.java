package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.ObjectMeta;

/** PodTemplates ({@code pkg/registry/core/podtemplate} at v1.36). */
public final class PodTemplateRules {
  private static final String TEMPLATE = "template";

  private PodTemplateRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of(
            (root, errors) ->
                PodTemplates.check(root.at(TEMPLATE), MissingNode.getInstance(), errors))
        .creates((context, object) -> PodTemplates.dropGated(object.path(TEMPLATE)))
        .updates((context, object, old) -> PodTemplates.dropGated(object.path(TEMPLATE)))
        .changes(
            KindRules.Order.CHANGE,
            (root, old, errors) ->
                PodTemplates.check(root.at(TEMPLATE), old.at(TEMPLATE).node(), errors))
        .warns(
            (context, object, old) -> {
              boolean same =
                  old.isPresent()
                      && ObjectMeta.of(old.get()).generation()
                          == ObjectMeta.of(object).generation();
              if (!same) {
                PodTemplates.warn(context, new Spot(object, "").at(TEMPLATE));
              }
            });
  }
}

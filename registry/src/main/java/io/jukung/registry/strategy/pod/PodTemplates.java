package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;
import java.util.Optional;

/**
 * The checks of templates for pods, which several kinds have ({@code ValidatePodTemplateSpec} in
 * {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
public final class PodTemplates {
  private PodTemplates() {}

  /**
   * A {@code PodTemplateSpec}.
   *
   * @param old what it changes, whose faults it may keep; a missing node for a new one
   */
  public static void check(Spot template, JsonNode old, List<FieldError> errors) {
    PodLeeway leeway = leeway(old);
    Spot spec = template.at("spec");
    metadata(template, old, errors);
    PodSpecs.check(spec, Optional.empty(), leeway, errors);
    Spot annotations = template.at("metadata").at("annotations");
    PodAnnotations.profiles(annotations, spec, errors);
    if (spec.at("ephemeralContainers").size() > 0) {
      Check.forbidden(
          spec.at("ephemeralContainers"),
          "ephemeral containers not allowed in pod template",
          errors);
    }
  }

  /** Labels and annotations; upstream leaves "metadata" out of their paths. */
  public static void metadata(Spot template, JsonNode old, List<FieldError> errors) {
    Spot labels = template.at("metadata").at("labels").as(template.at("labels"));
    Spot annotations = template.at("metadata").at("annotations").as(template.at("annotations"));
    Check.labels(labels, errors);
    Check.annotations(annotations, errors);
    PodAnnotations.check(annotations, template.at("spec"), leeway(old), errors);
  }

  private static PodLeeway leeway(JsonNode old) {
    return old.isObject() ? PodLeeway.of(old.path("spec"), old.path("metadata")) : PodLeeway.NONE;
  }

  /** Drops what only gated features read. */
  public static void dropGated(JsonNode template) {
    GatedFields.drop(template.path("spec"));
  }

  /** Warns of a name that pods can't have as it is. */
  public static void warnOfName(RequestContext context, ObjectNode object) {
    warnOfName(context, object, "Pod names and hostnames");
  }

  static void warnOfName(RequestContext context, ObjectNode object, String where) {
    String name = object.path("metadata").path("name").asText();
    List<String> problems = NameRule.DNS_LABEL.errors(name, false);
    if (!problems.isEmpty()) {
      context.warn(
          "metadata.name: this is used in "
              + where
              + ", which can result in surprising behavior; a DNS label is recommended: ["
              + String.join(" ", problems)
              + "]");
    }
  }

  /** Warns of what is questionable about a template. */
  public static void warn(RequestContext context, Spot template) {
    PodWarnings.warn(context, template, true);
  }
}

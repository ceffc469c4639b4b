package io.jukung.registry.strategy.core;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of pods' specs and of templates for them ({@code ValidatePodSpec} and {@code
 * ValidatePodTemplateSpec} in {@code pkg/apis/core/validation/validation.go} at v1.36). What
 * defaults fill in may be missing here.
 */
public final class PodSpecs {
  private static final int MAX_SECONDS = Integer.MAX_VALUE;

  private PodSpecs() {}

  /** What is wrong with a {@code PodSpec}. */
  public static List<FieldError> check(Spot spec) {
    return check(spec, Set.of());
  }

  private static List<FieldError> check(Spot spec, Set<String> furtherVolumes) {
    List<FieldError> errors = new ArrayList<>();
    Set<String> volumes = volumes(spec.at("volumes"), errors);
    volumes.addAll(furtherVolumes);
    Containers containers = new Containers(volumes, errors);
    containers.check(spec.at("containers"));
    containers.checkInit(spec.at("initContainers"));
    Check.oneOf(spec.at("restartPolicy"), List.of("Always", "OnFailure", "Never"), errors);
    Check.oneOf(
        spec.at("dnsPolicy"),
        List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"),
        errors);
    Check.labels(spec.at("nodeSelector"), errors);
    gates(spec.at("schedulingGates"), errors);
    for (String field : List.of("serviceAccountName", "nodeName")) {
      optionalName(spec.at(field), NameRule.DNS_SUBDOMAIN, errors);
    }
    if (spec.at("activeDeadlineSeconds").has()) {
      Check.between(spec.at("activeDeadlineSeconds"), 1, MAX_SECONDS, errors);
    }
    for (String field : List.of("hostname", "subdomain")) {
      optionalName(spec.at(field), NameRule.DNS_LABEL, errors);
    }
    tolerations(spec.at("tolerations"), errors);
    for (String field : List.of("priorityClassName", "runtimeClassName")) {
      optionalName(spec.at(field), NameRule.DNS_SUBDOMAIN, errors);
    }
    Check.oneOf(spec.at("preemptionPolicy"), List.of("PreemptLowerPriority", "Never"), errors);
    return errors;
  }

  /** What is wrong with a {@code PodTemplateSpec}. */
  public static List<FieldError> checkTemplate(Spot template) {
    return checkTemplate(template, Set.of());
  }

  /**
   * What is wrong with a {@code PodTemplateSpec}.
   *
   * @param furtherVolumes names of volumes that pods have beside those of the template
   */
  public static List<FieldError> checkTemplate(Spot template, Set<String> furtherVolumes) {
    List<FieldError> errors = new ArrayList<>();
    // Upstream leaves "metadata" out of these two paths.
    Check.labels(
        new Spot(template.node().path("metadata").path("labels"), template.path() + ".labels"),
        errors);
    errors.addAll(check(template.at("spec"), furtherVolumes));
    if (!template.at("spec").at("ephemeralContainers").elements().isEmpty()) {
      errors.add(
          FieldError.forbidden(
              template.at("spec").at("ephemeralContainers").path(),
              "ephemeral containers not allowed in pod template"));
    }
    return errors;
  }

  private static void optionalName(Spot spot, NameRule rule, List<FieldError> errors) {
    if (!spot.text().isEmpty()) {
      Check.name(spot, rule, errors);
    }
  }

  private static Set<String> volumes(Spot volumes, List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    for (Spot volume : volumes.elements()) {
      List<FieldError> found = new ArrayList<>();
      Spot name = volume.at("name");
      sources(volume, found);
      Check.requiredName(name, NameRule.DNS_LABEL, found);
      if (names.contains(name.text())) {
        found.add(FieldError.duplicate(name.path(), name.text()));
      }
      if (found.isEmpty()) {
        names.add(name.text());
      }
      errors.addAll(found);
    }
    return names;
  }

  private static void sources(Spot volume, List<FieldError> errors) {
    int sources = 0;
    for (var field : volume.node().properties()) {
      boolean source = !field.getKey().equals("name") && volume.at(field.getKey()).has();
      if (source && sources++ > 0) {
        errors.add(
            FieldError.forbidden(
                volume.at(field.getKey()).path(), "may not specify more than 1 volume type"));
      }
    }
    if (volume.at("secret").has()) {
      Check.required(volume.at("secret").at("secretName"), errors);
    }
    if (volume.at("configMap").has()) {
      Check.required(volume.at("configMap").at("name"), errors);
    }
    if (volume.at("persistentVolumeClaim").has()) {
      Check.required(volume.at("persistentVolumeClaim").at("claimName"), errors);
    }
    if (volume.at("hostPath").has()) {
      Check.required(volume.at("hostPath").at("path"), errors);
    }
  }

  private static void gates(Spot gates, List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    for (Spot gate : gates.elements()) {
      String name = gate.at("name").text();
      if (!names.add(name)) {
        errors.add(FieldError.duplicate(gate.path(), name));
      }
    }
  }

  private static void tolerations(Spot tolerations, List<FieldError> errors) {
    for (Spot toleration : tolerations.elements()) {
      String operator = toleration.at("operator").text();
      if (toleration.at("key").text().isEmpty() && !operator.equals("Exists")) {
        Check.invalid(
            toleration.at("operator"),
            "operator must be Exists when `key` is empty, which means \"match all values and all"
                + " keys\"",
            errors);
      }
      if (operator.equals("Exists") && !toleration.at("value").text().isEmpty()) {
        errors.add(
            FieldError.invalid(
                toleration.at("operator").path(),
                toleration.at("value").text(),
                "value must be empty when `operator` is 'Exists'"));
      }
      Check.oneOf(toleration.at("operator"), List.of("Equal", "Exists"), errors);
      Check.oneOf(
          toleration.at("effect"), List.of("NoSchedule", "PreferNoSchedule", "NoExecute"), errors);
    }
  }
}

package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.AddressWarnings;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.ClaimSpecs;
import io.jukung.registry.strategy.core.NodeSelectors;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is questionable about valid pods and templates ({@code pkg/api/pod/warnings.go} at v1.36).
 */
final class PodWarnings {
  private static final String NO_SELECTOR = ": a null labelSelector results in matching no pod";
  private static final String USE_SECCOMP =
      ": non-functional in v1.27+; use the \"seccompProfile\" field instead";
  private static final List<List<String>> ANNOTATIONS =
      List.of(
          List.of(
              "scheduler.alpha.kubernetes.io/critical-pod",
              "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
          List.of(
              "security.alpha.kubernetes.io/sysctls",
              "non-functional in v1.11+; use the \"sysctls\" field instead"),
          List.of(
              "security.alpha.kubernetes.io/unsafe-sysctls",
              "non-functional in v1.11+; use the \"sysctls\" field instead"));

  /** Volumes that are not to be used any more: field, its spelling, what is said. */
  private static final List<List<String>> VOLUMES =
      List.of(
          List.of(
              "photonPersistentDisk",
              "photonPersistentDisk",
              "deprecated in v1.11, non-functional in v1.16+"),
          List.of("gitRepo", "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
          List.of("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
          List.of("flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"),
          List.of("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
          List.of("quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"),
          List.of("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
          List.of("ephemeral", "", ""),
          List.of("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
          List.of("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"));

  private PodWarnings() {}

  /**
   * Warns of a pod or of a template for pods.
   *
   * @param template whether it is a template
   */
  static void warn(RequestContext context, Spot pod, boolean template) {
    Spot spec = pod.at("spec");
    nodes(context, spec);
    spread(context, spec);
    Spot annotations = pod.at("metadata").at("annotations");
    for (List<String> deprecated : ANNOTATIONS) {
      if (annotations.has(deprecated.get(0))) {
        context.warn(annotations.key(deprecated.get(0)).path() + ": " + deprecated.get(1));
      }
    }
    volumes(context, spec);
    PathOverlaps.warn(context, spec);
    twice(context, spec.at("hostAliases"), "ip");
    twice(context, spec.at("imagePullSecrets"), "name");
    for (Spot secret : spec.at("imagePullSecrets").elements()) {
      if (secret.at("name").text().isEmpty()) {
        context.warn(secret.at("name").path() + ": invalid empty name \"\"");
      }
    }
    fractional(context, spec.at("overhead"), "memory");
    fractional(context, spec.at("overhead"), "ephemeral-storage");
    if (!spec.at("securityContext").has("seccompProfile")
        && annotations.has(PodAnnotations.SECCOMP_POD)) {
      context.warn(annotations.key(PodAnnotations.SECCOMP_POD).path() + USE_SECCOMP);
    }
    for (Spot container : PodScope.containers(spec)) {
      profiles(context, container, spec, annotations, template);
      ContainerWarnings.warn(context, container);
    }
    ContainerWarnings.ports(context, spec);
    rest(context, spec);
  }

  private static void nodes(RequestContext context, Spot spec) {
    for (Map.Entry<String, Spot> label : spec.at("nodeSelector").elementsByKey().entrySet()) {
      NodeSelectors.warnOfLabel(context, label.getValue(), label.getKey());
    }
    Spot affinity = spec.at("affinity").at("nodeAffinity");
    Spot required = affinity.at("requiredDuringSchedulingIgnoredDuringExecution");
    for (Spot term : required.at("nodeSelectorTerms").elements()) {
      NodeSelectors.warnOfTerm(context, term);
    }
    Spot preferred = affinity.at("preferredDuringSchedulingIgnoredDuringExecution");
    for (Spot term : preferred.elements()) {
      NodeSelectors.warnOfPreference(context, term.at("preference"));
    }
  }

  private static void spread(RequestContext context, Spot spec) {
    for (Spot constraint : spec.at("topologySpreadConstraints").elements()) {
      Spot key = constraint.at("topologyKey");
      String deprecation = NodeSelectors.deprecation(key.text());
      if (!deprecation.isEmpty()) {
        context.warn(key.path() + ": " + key.text() + " is " + deprecation);
      }
      if (!constraint.has("labelSelector")) {
        context.warn(constraint.at("labelSelector").path() + NO_SELECTOR);
      }
    }
  }

  private static void volumes(RequestContext context, Spot spec) {
    for (Spot volume : spec.at("volumes").elements()) {
      for (List<String> deprecated : VOLUMES) {
        if (!volume.has(deprecated.get(0))) {
          continue;
        }
        if (deprecated.get(0).equals("ephemeral")) {
          ClaimSpecs.warn(context, volume.at("ephemeral").at("volumeClaimTemplate").at("spec"));
        } else {
          context.warn(volume.at(deprecated.get(1)).path() + ": " + deprecated.get(2));
        }
      }
    }
  }

  private static void twice(RequestContext context, Spot list, String field) {
    Set<String> seen = new HashSet<>();
    for (Spot element : list.elements()) {
      String text = element.at(field).text();
      if (!seen.add(text)) {
        context.warn(
            element.at(field).path() + ": duplicate " + field + " " + FieldError.quote(text));
      }
    }
  }

  /** Warns of an amount of bytes with a part of a byte. */
  static void fractional(RequestContext context, Spot amounts, String resource) {
    Spot amount = amounts.key(resource);
    if (amount.has() && ClaimSpecs.fractional(amount.text())) {
      context.warn(
          amount.path()
              + ": fractional byte value "
              + FieldError.quote(amount.text())
              + " is invalid, must be an integer");
    }
  }

  private static void profiles(
      RequestContext context, Spot container, Spot spec, Spot annotations, boolean template) {
    String name = container.at("name").text();
    String seccomp = PodAnnotations.SECCOMP_CONTAINER + name;
    Spot own = container.at("securityContext");
    if (!own.has("seccompProfile") && annotations.has(seccomp)) {
      context.warn(annotations.key(seccomp).path() + USE_SECCOMP);
    }
    String appArmor = PodAnnotations.APP_ARMOR + name;
    if (!template || own.has("appArmorProfile") || !annotations.has(appArmor)) {
      return; // pods are told when the annotation fills in the field
    }
    JsonNode ofPod = spec.at("securityContext").at("appArmorProfile").node();
    if (!PodCreation.profile(annotations.key(appArmor).text()).equals(ofPod)) {
      context.warn(
          annotations.key(appArmor).path()
              + ": deprecated since v1.30; use the \"appArmorProfile\" field instead");
    }
  }

  private static void rest(RequestContext context, Spot spec) {
    Spot period = spec.at("terminationGracePeriodSeconds");
    if (period.number() < 0) {
      context.warn(
          period.path() + ": must be >= 0; negative values are invalid and will be treated as 1");
    }
    for (Spot term : PodAffinities.terms(spec)) {
      if (!term.has("labelSelector")) {
        context.warn(term.at("labelSelector").path() + NO_SELECTOR);
      }
    }
    for (Spot server : spec.at("dnsConfig").at("nameservers").elements()) {
      AddressWarnings.address(context, server);
    }
    for (Spot alias : spec.at("hostAliases").elements()) {
      AddressWarnings.address(context, alias.at("ip"));
    }
  }
}

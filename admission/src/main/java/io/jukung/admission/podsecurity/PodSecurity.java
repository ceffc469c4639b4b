package io.jukung.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.AdmissionPlugin;
import io.jukung.admission.Refusal;
import io.jukung.admission.match.MatchCriteria;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds pods to the level their namespace asks for. */
public final class PodSecurity implements AdmissionPlugin {
  private static final GroupVersionResource NAMESPACES =
      new GroupVersionResource("", "v1", "namespaces");
  private static final String AUDIT = "pod-security.kubernetes.io/";
  private static final Set<String> IGNORED_PARTS =
      Set.of("exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status");

  /** Where the resources that make pods have their template. */
  private static final Map<String, String> TEMPLATES =
      Map.of(
          "podtemplates", "/template",
          "replicationcontrollers", "/spec/template",
          "replicasets.apps", "/spec/template",
          "deployments.apps", "/spec/template",
          "daemonsets.apps", "/spec/template",
          "statefulsets.apps", "/spec/template",
          "jobs.batch", "/spec/template",
          "cronjobs.batch", "/spec/jobTemplate/spec/template");

  private final AdmissionObjects objects;
  private final PodSecurityConfig.Defaults defaults;
  private final PodSecurityConfig.Exemptions exempt;

  /** Finds namespaces and pods in {@code objects}. */
  public PodSecurity(AdmissionObjects objects, PodSecurityConfig config) {
    this.objects = objects;
    this.defaults = config.defaults();
    this.exempt = config.exemptions();
  }

  @Override
  public String name() {
    return "PodSecurity";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.writes()) {
      return;
    }
    String resource = attributes.resource().groupResource();
    if (resource.equals("namespaces")) {
      namespace(attributes);
    } else if (resource.equals("pods")) {
      if (!IGNORED_PARTS.contains(attributes.subresource())) {
        pod(attributes);
      }
    } else if (TEMPLATES.containsKey(resource) && attributes.subresource().isEmpty()) {
      template(attributes, TEMPLATES.get(resource));
    }
  }

  private void namespace(AdmissionAttributes attributes) {
    if (!attributes.subresource().isEmpty()) {
      return;
    }
    Map<String, String> labels = MatchCriteria.labels(attributes.object().orElseThrow());
    NamespacePolicy policy = NamespacePolicy.of(labels, defaults);
    if (attributes.operation() == Operation.CREATE) {
      refuse(attributes, policy);
      if (exempt.namespaces().contains(attributes.namespace())) {
        warnOfExemption(attributes, policy, labels);
      }
      return;
    }
    NamespacePolicy before =
        NamespacePolicy.of(MatchCriteria.labels(attributes.old().orElseThrow()), defaults);
    if (!policy.errors().equals(before.errors())) {
      refuse(attributes, policy);
    }
    LevelVersion now = policy.enforce();
    LevelVersion old = before.enforce();
    boolean looser = now.minor() == old.minor() && now.level().compareTo(old.level()) <= 0;
    if (!now.equals(old) && now.level() != Level.PRIVILEGED && !looser) {
      if (exempt.namespaces().contains(attributes.namespace())) {
        warnOfExemption(attributes, policy, labels);
        return;
      }
      new ExistingPods(objects, attributes.name(), now)
          .warnings()
          .forEach(attributes.context()::warn);
    }
  }

  private void warnOfExemption(
      AdmissionAttributes attributes, NamespacePolicy policy, Map<String, String> labels) {
    if (!policy.asksNothing() && !policy.equivalent(defaults)) {
      attributes
          .context()
          .warn(
              "namespace "
                  + FieldError.quote(attributes.name())
                  + " is exempt from Pod Security, and the policy ("
                  + policy.told(labels)
                  + ") will be ignored");
    }
  }

  /** Whether the namespace or the user is let through. */
  private boolean exempts(AdmissionAttributes attributes) {
    String why =
        exempt.namespaces().contains(attributes.namespace())
            ? "namespace"
            : exempt.users().contains(attributes.user().name()) ? "user" : "";
    if (!why.isEmpty()) {
      attributes.context().annotate(AUDIT + "exempt", why);
    }
    return !why.isEmpty();
  }

  private static void refuse(AdmissionAttributes attributes, NamespacePolicy policy) {
    if (!policy.errors().isEmpty()) {
      throw StatusException.invalid(attributes.kind(), attributes.name(), policy.errors());
    }
  }

  private NamespacePolicy policy(AdmissionAttributes attributes) {
    return NamespacePolicy.of(
        MatchCriteria.labels(
            objects
                .find(NAMESPACES, "", attributes.namespace())
                .orElseThrow(
                    () ->
                        StatusException.internal(
                            "failed to lookup namespace "
                                + FieldError.quote(attributes.namespace())))),
        defaults);
  }

  private void pod(AdmissionAttributes attributes) {
    if (exempts(attributes)) {
      return;
    }
    NamespacePolicy policy = policy(attributes);
    ObjectNode pod = attributes.object().orElseThrow();
    if (policy.asksNothing()
        || (attributes.operation() == Operation.UPDATE
            && !significant(pod, attributes.old().orElseThrow()))) {
      return;
    }
    evaluate(attributes, policy, pod.path("metadata"), pod.path("spec"), true);
  }

  private void template(AdmissionAttributes attributes, String path) {
    if (exempts(attributes)) {
      return;
    }
    NamespacePolicy policy = policy(attributes);
    JsonNode template = attributes.object().orElseThrow().at(path);
    boolean told =
        policy.warn().level() != Level.PRIVILEGED
            || policy.audit().level() != Level.PRIVILEGED
            || !policy.errors().isEmpty();
    if (told && template.isObject()) {
      evaluate(attributes, policy, template.path("metadata"), template.path("spec"), false);
    }
  }

  private void evaluate(
      AdmissionAttributes attributes,
      NamespacePolicy policy,
      JsonNode metadata,
      JsonNode spec,
      boolean enforce) {
    if (exempt.runtimeClasses().contains(spec.path("runtimeClassName").asText(""))) {
      attributes.context().annotate(AUDIT + "exempt", "runtimeClass");
      return;
    }
    PodParts pod = PodParts.of(metadata, spec);
    Map<LevelVersion, List<Violation>> known = new HashMap<>();
    if (!policy.errors().isEmpty()) {
      attributes
          .context()
          .annotate(
              AUDIT + "error", "Failed to parse policy: " + FieldError.aggregate(policy.errors()));
    }
    Optional<StatusException> refusal = Optional.empty();
    if (enforce) {
      attributes.context().annotate(AUDIT + "enforce-policy", policy.enforce().toString());
      List<Violation> violations = check(known, policy.enforce(), pod);
      if (!violations.isEmpty()) {
        refusal =
            Optional.of(
                Refusal.forbidden(attributes, violates("violates", policy.enforce(), violations)));
      }
    }
    List<Violation> audited = check(known, policy.audit(), pod);
    if (!audited.isEmpty()) {
      attributes
          .context()
          .annotate(AUDIT + "audit-violations", violates("would violate", policy.audit(), audited));
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    List<Violation> warned = check(known, policy.warn(), pod);
    if (!warned.isEmpty()) {
      attributes.context().warn(violates("would violate", policy.warn(), warned));
    }
  }

  private static List<Violation> check(
      Map<LevelVersion, List<Violation>> known, LevelVersion level, PodParts pod) {
    return known.computeIfAbsent(level, l -> Standards.evaluate(l, pod));
  }

  private static String violates(String how, LevelVersion level, List<Violation> violations) {
    return how + " PodSecurity \"" + level + "\": " + Violation.details(violations);
  }

  /** Whether an update can change what a pod is held to: of images and containers only. */
  private static boolean significant(JsonNode pod, JsonNode old) {
    for (String list : new String[] {"containers", "initContainers"}) {
      JsonNode now = pod.path("spec").path(list);
      JsonNode before = old.path("spec").path(list);
      if (now.size() != before.size()) {
        return true;
      }
      for (int i = 0; i < now.size(); i++) {
        if (!now.get(i).path("image").equals(before.get(i).path("image"))) {
          return true;
        }
      }
    }
    Map<String, JsonNode> images = new HashMap<>();
    old.path("spec")
        .path("ephemeralContainers")
        .forEach(one -> images.put(one.path("name").asText(""), one.path("image")));
    for (JsonNode one : pod.path("spec").path("ephemeralContainers")) {
      if (!one.path("image").equals(images.get(one.path("name").asText("")))) {
        return true;
      }
    }
    return false;
  }
}

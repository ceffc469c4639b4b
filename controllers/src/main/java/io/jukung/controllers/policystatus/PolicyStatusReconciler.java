package io.jukung.controllers.policystatus;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Keeps the status of one policy: once for each of its generations. */
public final class PolicyStatusReconciler implements Reconciler<String> {
  private static final String MANAGER = "validatingadmissionpolicy-status-controller";
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private final KubernetesClient client;
  private final KubernetesClient definitions;
  private final Informer<ValidatingAdmissionPolicy> policies;
  private final PolicyTypeChecker checker;

  /**
   * A reconciler that works through {@code client}.
   *
   * @param definitions reads what custom resources there are, as an informer would: the
   *     controller's role has nothing about them
   */
  public PolicyStatusReconciler(
      KubernetesClient client,
      KubernetesClient definitions,
      Informer<ValidatingAdmissionPolicy> policies,
      PolicyTypeChecker checker) {
    this.client = client;
    this.definitions = definitions;
    this.policies = policies;
    this.checker = checker;
  }

  @Override
  public Optional<Duration> reconcile(String name) {
    policies
        .get("", name)
        .filter(policy -> generation(policy) > observed(policy))
        .ifPresent(this::tell);
    return Optional.empty();
  }

  private static long generation(ValidatingAdmissionPolicy policy) {
    return Objects.requireNonNullElse(policy.getMetadata().getGeneration(), 0L);
  }

  private static long observed(ValidatingAdmissionPolicy policy) {
    return policy.getStatus() == null
        ? 0
        : Objects.requireNonNullElse(policy.getStatus().getObservedGeneration(), 0L);
  }

  private void tell(ValidatingAdmissionPolicy policy) {
    List<PolicyTypeChecker.Warning> warnings =
        checker.check(
            client.getKubernetesSerialization().asJson(policy), () -> definitions.raw(DEFINITIONS));
    Map<String, Object> checking = new LinkedHashMap<>();
    if (!warnings.isEmpty()) {
      checking.put(
          "expressionWarnings", warnings.stream().map(PolicyStatusReconciler::form).toList());
    }
    String name = policy.getMetadata().getName();
    Map<String, Object> config =
        Map.of(
            "apiVersion",
            policy.getApiVersion(),
            "kind",
            policy.getKind(),
            "metadata",
            Map.of("name", name),
            "status",
            Map.of("observedGeneration", generation(policy), "typeChecking", checking));
    try {
      var _ =
          client
              .resources(ValidatingAdmissionPolicy.class)
              .withName(name)
              .subresource("status")
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.SERVER_SIDE_APPLY)
                      .withFieldManager(MANAGER)
                      .withForce(true)
                      .build(),
                  client.getKubernetesSerialization().asJson(config));
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        throw e;
      }
    }
  }

  private static Map<String, String> form(PolicyTypeChecker.Warning warning) {
    return Map.of("fieldRef", warning.fieldRef(), "warning", warning.warning());
  }
}

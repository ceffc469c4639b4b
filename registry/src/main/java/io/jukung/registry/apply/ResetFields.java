package io.jukung.registry.apply;

import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.fieldpath.PathElement;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which fields a write through an endpoint does not reach, and so nobody comes to own by it: the
 * status of most kinds but through {@code /status}, all else there.
 *
 * <p>Upstream: {@code GetResetFields} and {@code GetResetFieldsFilter} of the strategies in {@code
 * pkg/registry}.
 */
public final class ResetFields {
  private static final FieldSet STATUS = FieldSet.ofFields("status");
  private static final FieldSet SPEC = FieldSet.ofFields("spec");
  private static final FieldSet METADATA = FieldSet.ofFields("metadata");

  private static final Set<String> STATUS_KEEPS_SPEC =
      Set.of(
          "daemonsets.apps",
          "statefulsets.apps",
          "replicasets.apps",
          "jobs.batch",
          "cronjobs.batch",
          "horizontalpodautoscalers.autoscaling",
          "ingresses.networking.k8s.io",
          "poddisruptionbudgets.policy",
          "nodes",
          "resourcequotas",
          "persistentvolumes",
          "persistentvolumeclaims",
          "namespaces",
          "services",
          "replicationcontrollers");
  private static final Set<String> STATUS_KEEPS_SPEC_AND_METADATA =
      Set.of(
          "servicecidrs.networking.k8s.io",
          "storageversionmigrations.storagemigration.k8s.io",
          "resourceclaims.resource.k8s.io",
          "devicetaintrules.resource.k8s.io",
          "resourcepoolstatusrequests.resource.k8s.io",
          "podgroups.scheduling.k8s.io",
          "storageversions.internal.apiserver.k8s.io",
          "volumeattachments.storage.k8s.io",
          "flowschemas.flowcontrol.apiserver.k8s.io",
          "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
          "validatingadmissionpolicies.admissionregistration.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io",
          "apiservices.apiregistration.k8s.io");

  private ResetFields() {}

  /** The filter of a built-in resource's endpoint, by names such as {@code deployments.apps}. */
  static UnaryOperator<FieldSet> of(String resource, String subresource) {
    return switch (resource) {
      case "pods" -> pods(subresource);
      case "deployments.apps" ->
          subresource.equals("status")
              ? without(SPEC.union(FieldSet.ofFields("metadata", "labels")))
              : usual(subresource, SPEC);
      case "certificatesigningrequests.certificates.k8s.io" -> requests(subresource);
      default -> {
        if (STATUS_KEEPS_SPEC.contains(resource)) {
          yield usual(subresource, SPEC);
        }
        yield STATUS_KEEPS_SPEC_AND_METADATA.contains(resource)
            ? usual(subresource, SPEC.union(METADATA))
            : UnaryOperator.identity();
      }
    };
  }

  /** That of a custom resource with the {@code status} subresource. */
  public static UnaryOperator<FieldSet> ofCustom(String subresource) {
    return usual(subresource, SPEC.union(METADATA));
  }

  private static UnaryOperator<FieldSet> usual(String subresource, FieldSet resetByStatus) {
    return switch (subresource) {
      case "", "finalize" -> without(STATUS);
      case "status" -> without(resetByStatus);
      default -> UnaryOperator.identity();
    };
  }

  private static UnaryOperator<FieldSet> requests(String subresource) {
    return switch (subresource) {
      case "" -> without(SPEC.union(STATUS));
      case "status" -> without(SPEC.union(FieldSet.ofFields("status", "conditions")));
      case "approval" -> without(SPEC.union(FieldSet.ofFields("status", "certificate")));
      default -> UnaryOperator.identity();
    };
  }

  private static UnaryOperator<FieldSet> pods(String subresource) {
    return switch (subresource) {
      case "" -> without(STATUS);
      case "status" ->
          without(
              SPEC.union(FieldSet.ofFields("metadata", "deletionTimestamp"))
                  .union(FieldSet.ofFields("metadata", "ownerReferences")));
      case "ephemeralcontainers" -> set -> only(set, List.of("spec", "ephemeralContainers"));
      case "resize" ->
          set ->
              only(set, List.of("spec", "containers", "*", "resources"))
                  .union(only(set, List.of("spec", "containers", "*", "resizePolicy")))
                  .union(only(set, List.of("spec", "initContainers", "*", "resources")))
                  .union(only(set, List.of("spec", "initContainers", "*", "resizePolicy")));
      default -> UnaryOperator.identity();
    };
  }

  private static UnaryOperator<FieldSet> without(FieldSet reset) {
    return set -> set.recursiveDifference(reset);
  }

  /** The members on the way to a pattern, at it and below it; {@code *} is any element. */
  private static FieldSet only(FieldSet set, List<String> pattern) {
    if (pattern.isEmpty()) {
      return set;
    }
    String wanted = pattern.getFirst();
    FieldSet.Builder result = new FieldSet.Builder(1);
    for (FieldSet.Node node : set.nodes()) {
      PathElement element = node.element();
      boolean matches =
          wanted.equals("*")
              || (element.kind() == PathElement.Kind.FIELD && element.name().equals(wanted));
      if (matches) {
        result.add(
            element, node.member(), only(node.children(), pattern.subList(1, pattern.size())));
      }
    }
    return result.build();
  }
}

package io.jukung.registry.codec;

import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.StatusException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a body of one kind may go where another is expected; upstream's texts when not. */
final class KindCheck {
  private static final String SCHEME =
      " in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"";

  /** The scheme that upstream reads the options of requests by. */
  static final String OPTIONS_SCHEME =
      " in scheme \"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\"";

  /** Versions that upstream still reads and no longer serves. */
  private static final Map<String, Set<String>> UNSERVED =
      Map.ofEntries(
          Map.entry(
              "apps/v1beta1", Set.of("Deployment", "StatefulSet", "ControllerRevision", "Scale")),
          Map.entry(
              "apps/v1beta2",
              Set.of(
                  "Deployment",
                  "StatefulSet",
                  "ControllerRevision",
                  "DaemonSet",
                  "ReplicaSet",
                  "Scale")),
          Map.entry(
              "extensions/v1beta1",
              Set.of("Deployment", "DaemonSet", "ReplicaSet", "Ingress", "NetworkPolicy", "Scale")),
          Map.entry("autoscaling/v2beta2", Set.of("HorizontalPodAutoscaler")),
          Map.entry("batch/v1beta1", Set.of("CronJob")),
          Map.entry("policy/v1beta1", Set.of("PodDisruptionBudget", "Eviction")),
          Map.entry("discovery.k8s.io/v1beta1", Set.of("EndpointSlice")),
          Map.entry("events.k8s.io/v1beta1", Set.of("Event")),
          Map.entry(
              "networking.k8s.io/v1beta1",
              Set.of("Ingress", "IngressClass", "IPAddress", "ServiceCIDR")),
          Map.entry("coordination.k8s.io/v1beta1", Set.of("Lease", "LeaseCandidate")),
          Map.entry("node.k8s.io/v1beta1", Set.of("RuntimeClass")),
          Map.entry("scheduling.k8s.io/v1beta1", Set.of("PriorityClass")),
          Map.entry(
              "rbac.authorization.k8s.io/v1beta1",
              Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")),
          Map.entry(
              "storage.k8s.io/v1beta1",
              Set.of(
                  "StorageClass",
                  "VolumeAttachment",
                  "CSIDriver",
                  "CSINode",
                  "CSIStorageCapacity")));

  private final Types types;

  KindCheck(Types types) {
    this.types = types;
  }

  /**
   * The type to read a body by: {@code schema} for the expected kind, else the type of the kind it
   * says it is, which {@link #convertible} and {@link #sameVersion} then judge.
   *
   * @param data what messages show of the body
   */
  TypeSchema schema(
      GroupVersionKind kind, GroupVersionKind expected, TypeSchema schema, String data) {
    if (kind.version().isEmpty()) {
      throw new ValueException("Object 'apiVersion' is missing in '" + data + "'");
    }
    if (kind.equals(expected)) {
      return schema;
    }
    Optional<TypeSchema> found = types.kind(kind);
    if (found.isPresent() && !kind.group().equals("meta.k8s.io")) {
      return found.get();
    }
    if (unserved(kind) && kind.kind().equals(expected.kind())) {
      return schema;
    }
    throw notRegistered(kind, SCHEME);
  }

  /** The refusal of a kind that a scheme does not know. */
  static ValueException notRegistered(GroupVersionKind kind, String scheme) {
    return new ValueException(
        "no kind \""
            + kind.kind()
            + "\" is registered for version \""
            + kind.apiVersion()
            + "\""
            + scheme);
  }

  private static boolean unserved(GroupVersionKind kind) {
    return UNSERVED.getOrDefault(kind.apiVersion(), Set.of()).contains(kind.kind());
  }

  /** Refuses a kind that is another thing than the expected one. */
  TypeSchema convertible(GroupVersionKind kind, GroupVersionKind expected, TypeSchema schema) {
    boolean sameThing =
        kind.kind().equals(expected.kind())
            && (unserved(kind) || internalPackage(kind).equals(internalPackage(expected)));
    if (!sameThing) {
      throw new ValueException(
          "converting ("
              + GoTypes.qualified(schema.name())
              + ") to ("
              + internalPackage(expected)
              + "."
              + expected.kind()
              + "): unknown conversion");
    }
    return schema;
  }

  /** Refuses the right kind in another version. */
  void sameVersion(GroupVersionKind kind, GroupVersionKind expected) {
    if (!kind.groupVersion().equals(expected.groupVersion())) {
      throw StatusException.badRequest(
          "the API version in the data ("
              + kind.apiVersion()
              + ") does not match the expected API version ("
              + expected.apiVersion()
              + ")");
    }
  }

  /** The Go package of upstream's internal types, which messages name. */
  private static String internalPackage(GroupVersionKind kind) {
    return switch (kind.group()) {
      case "" -> "core";
      case "events.k8s.io" -> "core";
      case "internal.apiserver.k8s.io" -> "apiserverinternal";
      default -> kind.group().split("\\.", 2)[0];
    };
  }
}

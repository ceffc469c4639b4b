package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which labels a node may put on itself.
 *
 * <p>Upstream: {@code k8s.io/kubelet/pkg/apis/well_known_labels.go} at v1.36.
 */
final class NodeLabels {
  private static final String RESTRICTED = "node-restriction.kubernetes.io";
  private static final Set<String> KUBELET =
      Set.of(
          "kubernetes.io/hostname",
          "topology.kubernetes.io/zone",
          "topology.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region",
          "node.kubernetes.io/instance-type",
          "beta.kubernetes.io/instance-type",
          "kubernetes.io/os",
          "kubernetes.io/arch",
          "beta.kubernetes.io/os",
          "beta.kubernetes.io/arch");
  private static final Set<String> KUBELET_PREFIXES =
      Set.of("kubelet.kubernetes.io", "node.kubernetes.io");

  private NodeLabels() {}

  /** Those that differ and that a node may not touch, sorted. */
  static Set<String> forbidden(JsonNode wanted, JsonNode old) {
    Set<String> keys = new HashSet<>();
    wanted.fieldNames().forEachRemaining(keys::add);
    old.fieldNames().forEachRemaining(keys::add);
    Set<String> forbidden = new TreeSet<>();
    for (String key : keys) {
      if (!wanted.path(key).equals(old.path(key)) && isForbidden(key)) {
        forbidden.add(key);
      }
    }
    return forbidden;
  }

  private static boolean isForbidden(String key) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    if (within(prefix, RESTRICTED)) {
      return true;
    }
    boolean kubernetes = within(prefix, "kubernetes.io") || within(prefix, "k8s.io");
    boolean kubelets =
        KUBELET.contains(key) || KUBELET_PREFIXES.stream().anyMatch(own -> within(prefix, own));
    return kubernetes && !kubelets;
  }

  private static boolean within(String domain, String parent) {
    return domain.equals(parent) || domain.endsWith("." + parent);
  }
}

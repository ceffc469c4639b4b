package io.jukung.admission;

import io.jukung.admission.podsecurity.PodSecurity;
import io.jukung.admission.policy.MutatingAdmissionPolicies;
import io.jukung.admission.policy.ValidatingAdmissionPolicies;
import io.jukung.admission.quota.ResourceQuota;
import io.jukung.admission.webhook.MutatingWebhooks;
import io.jukung.admission.webhook.ValidatingWebhooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The plugins there are, in upstream's order.
 *
 * <p>Upstream: {@code pkg/kubeapiserver/options/plugins.go} at v1.36.
 */
public final class AdmissionPlugins {
  /** The names of all plugins, in the order they run. */
  static final List<String> NAMES =
      List.of(
          "NamespaceLifecycle",
          "LimitPodHardAntiAffinityTopology",
          "LimitRanger",
          "ServiceAccount",
          "NodeRestriction",
          "TaintNodesByCondition",
          "AlwaysPullImages",
          "PodSecurity",
          "Priority",
          "DefaultTolerationSeconds",
          "ExtendedResourceToleration",
          "DefaultStorageClass",
          "StorageObjectInUseProtection",
          "PersistentVolumeClaimResize",
          "RuntimeClass",
          "CertificateApproval",
          "CertificateSigning",
          "ClusterTrustBundleAttest",
          "CertificateSubjectRestriction",
          "DefaultIngressClass",
          "DenyServiceExternalIPs",
          "PodTopologyLabels",
          "PodResizeValidator",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionWebhook",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionWebhook",
          "ResourceQuota",
          "AlwaysDeny");

  private AdmissionPlugins() {}

  /**
   * The plugins that run.
   *
   * @param services what they work with
   */
  public static AdmissionChain chain(AdmissionConfig config, AdmissionServices services) {
    List<AdmissionPlugin> plugins = new ArrayList<>();
    for (String name : NAMES) {
      if (config.runs(name, byDefault(name))) {
        plugins.add(plugin(name, services));
      }
    }
    return new AdmissionChain(plugins);
  }

  private static boolean byDefault(String name) {
    return switch (name) {
      case "NodeRestriction",
          "AlwaysPullImages",
          "DenyServiceExternalIPs",
          "LimitPodHardAntiAffinityTopology",
          "ExtendedResourceToleration",
          "AlwaysDeny" ->
          false;
      default -> true;
    };
  }

  private static AdmissionPlugin plugin(String name, AdmissionServices services) {
    AdmissionObjects objects = services.objects();
    return switch (name) {
      case "NamespaceLifecycle" ->
          new NamespaceLifecycle(
              namespace -> objects.newest(NamespaceLifecycle.NAMESPACES, "", namespace));
      case "LimitRanger" -> new LimitRanger(objects);
      case "ServiceAccount" ->
          new ServiceAccountPlugin(objects, services.random(), AdmissionPlugins::pause);
      case "NodeRestriction" -> new NodeRestriction(objects);
      case "TaintNodesByCondition" -> new TaintNodesByCondition();
      case "AlwaysPullImages" -> new AlwaysPullImages();
      case "PodSecurity" -> new PodSecurity(objects);
      case "Priority" -> new Priority(objects);
      case "DefaultTolerationSeconds" -> new DefaultTolerationSeconds();
      case "DefaultStorageClass" -> new DefaultStorageClass(objects);
      case "StorageObjectInUseProtection" -> new StorageObjectInUseProtection();
      case "PersistentVolumeClaimResize" -> new PersistentVolumeClaimResize(objects);
      case "RuntimeClass" -> new RuntimeClass(objects);
      case "CertificateApproval" ->
          new SignerPermission(name, "approval", "approve", services.access());
      case "CertificateSigning" -> new SignerPermission(name, "status", "sign", services.access());
      case "CertificateSubjectRestriction" -> new CertificateSubjectRestriction();
      case "DefaultIngressClass" -> new DefaultIngressClass(objects);
      case "DenyServiceExternalIPs" -> new DenyServiceExternalIps();
      case "MutatingAdmissionPolicy" ->
          new MutatingAdmissionPolicies(objects, services.kinds(), services.access());
      case "MutatingAdmissionWebhook" ->
          new MutatingWebhooks(services.webhooks(), objects, services.kinds(), services.access());
      case "ValidatingAdmissionWebhook" ->
          new ValidatingWebhooks(services.webhooks(), objects, services.kinds(), services.access());
      case "ValidatingAdmissionPolicy" ->
          new ValidatingAdmissionPolicies(objects, services.kinds(), services.access());
      case "LimitPodHardAntiAffinityTopology" -> new LimitPodHardAntiAffinityTopology();
      case "ExtendedResourceToleration" -> new ExtendedResourceToleration();
      case "ClusterTrustBundleAttest" -> new ClusterTrustBundleAttest(services.access());
      case "PodTopologyLabels" -> new PodTopologyLabels(objects);
      case "PodResizeValidator" -> new PodResizeValidator(objects);
      case "AlwaysDeny" -> new AlwaysDeny();
      case "ResourceQuota" -> new ResourceQuota(services.quotas(), services.clock());
      default -> throw new IllegalArgumentException("no such plugin: " + name);
    };
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}

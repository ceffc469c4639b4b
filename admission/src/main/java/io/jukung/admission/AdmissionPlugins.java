package io.jukung.admission;

import io.jukung.admission.config.PluginConfigs;
import io.jukung.admission.eventratelimit.EventRateLimit;
import io.jukung.admission.imagepolicy.ImagePolicyWebhook;
import io.jukung.admission.podsecurity.PodSecurity;
import io.jukung.admission.podsecurity.PodSecurityConfig;
import io.jukung.admission.policy.MutatingAdmissionPolicies;
import io.jukung.admission.policy.ValidatingAdmissionPolicies;
import io.jukung.admission.quota.LimitedResource;
import io.jukung.admission.quota.ResourceQuota;
import io.jukung.admission.webhook.MutatingWebhooks;
import io.jukung.admission.webhook.ValidatingWebhooks;
import io.jukung.admission.webhook.WebhookCaller;
import io.jukung.admission.webhook.WebhookKubeconfig;
import io.jukung.registry.config.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
          "AlwaysAdmit",
          "NamespaceAutoProvision",
          "NamespaceLifecycle",
          "NamespaceExists",
          "LimitPodHardAntiAffinityTopology",
          "LimitRanger",
          "ServiceAccount",
          "NodeRestriction",
          "TaintNodesByCondition",
          "AlwaysPullImages",
          "ImagePolicyWebhook",
          "PodSecurity",
          "PodNodeSelector",
          "Priority",
          "DefaultTolerationSeconds",
          "PodTolerationRestriction",
          "EventRateLimit",
          "ExtendedResourceToleration",
          "DefaultStorageClass",
          "StorageObjectInUseProtection",
          "PodGroupProtection",
          "OwnerReferencesPermissionEnforcement",
          "PersistentVolumeClaimResize",
          "RuntimeClass",
          "CertificateApproval",
          "CertificateSigning",
          "ClusterTrustBundleAttest",
          "CertificateSubjectRestriction",
          "DefaultIngressClass",
          "DenyServiceExternalIPs",
          "PodTopologyLabels",
          "PodGroupWorkloadExists",
          "NodeDeclaredFeatureValidator",
          "JobValidation",
          "PodResizeValidator",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionWebhook",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionWebhook",
          "ResourceQuota",
          "AlwaysDeny");

  private AdmissionPlugins() {}

  private static final Set<String> BY_CHOICE =
      Set.of(
          "AlwaysAdmit",
          "AlwaysDeny",
          "AlwaysPullImages",
          "DenyServiceExternalIPs",
          "EventRateLimit",
          "ExtendedResourceToleration",
          "ImagePolicyWebhook",
          "LimitPodHardAntiAffinityTopology",
          "NamespaceAutoProvision",
          "NamespaceExists",
          "OwnerReferencesPermissionEnforcement",
          "PodNodeSelector",
          "PodTolerationRestriction");

  /**
   * The plugins that run.
   *
   * @param services what they work with
   * @param observer is told how long they took
   * @throws ConfigException when the configuration of one can't be used
   */
  public static AdmissionChain chain(
      AdmissionConfig config, AdmissionServices services, AdmissionObserver observer) {
    PluginConfigs texts;
    try {
      texts = config.file().map(PluginConfigs::read).orElseGet(PluginConfigs::none);
    } catch (ConfigException e) {
      throw new ConfigException("failed to read plugin config: " + e.getMessage());
    }
    List<AdmissionPlugin> plugins = new ArrayList<>();
    for (String name : NAMES) {
      if (config.runs(name, !BY_CHOICE.contains(name))) {
        try {
          plugins.add(plugin(name, texts.of(name), services, observer));
        } catch (ConfigException e) {
          throw new ConfigException(
              "couldn't init admission plugin \"" + name + "\": " + e.getMessage());
        }
      }
    }
    return new AdmissionChain(plugins, observer);
  }

  private static AdmissionPlugin plugin(
      String name,
      Optional<byte[]> config,
      AdmissionServices services,
      AdmissionObserver observer) {
    AdmissionObjects objects = services.objects();
    return switch (name) {
      case "AlwaysAdmit", "PodGroupProtection", "PodGroupWorkloadExists", "JobValidation" ->
          new Idle(name);
      case "AlwaysDeny" -> new AlwaysDeny();
      case "NamespaceAutoProvision" -> new NamespaceAutoProvision(objects, services.namespaces());
      case "NamespaceLifecycle" ->
          new NamespaceLifecycle(
              namespace -> objects.newest(NamespaceLifecycle.NAMESPACES, "", namespace));
      case "NamespaceExists" -> new NamespaceExists(objects);
      case "LimitRanger" -> new LimitRanger(objects);
      case "ServiceAccount" ->
          new ServiceAccountPlugin(objects, services.random(), AdmissionPlugins::pause);
      case "NodeRestriction" -> new NodeRestriction(objects);
      case "TaintNodesByCondition" -> new TaintNodesByCondition();
      case "EventRateLimit" -> new EventRateLimit(config, System::nanoTime);
      case "OwnerReferencesPermissionEnforcement" ->
          new OwnerReferencesPermissionEnforcement(services.kinds(), services.access());
      case "DefaultStorageClass" -> new DefaultStorageClass(objects);
      case "StorageObjectInUseProtection" -> new StorageObjectInUseProtection();
      case "PersistentVolumeClaimResize" -> new PersistentVolumeClaimResize(objects);
      case "CertificateApproval" ->
          new SignerPermission(name, "approval", "approve", services.access());
      case "CertificateSigning" -> new SignerPermission(name, "status", "sign", services.access());
      case "ClusterTrustBundleAttest" -> new ClusterTrustBundleAttest(services.access());
      case "CertificateSubjectRestriction" -> new CertificateSubjectRestriction();
      case "DefaultIngressClass" -> new DefaultIngressClass(objects);
      case "DenyServiceExternalIPs" -> new DenyServiceExternalIps();
      case "ResourceQuota" ->
          new ResourceQuota(services.quotas(), LimitedResource.of(config), services.clock());
      default -> ofPods(name, config, services, observer);
    };
  }

  private static AdmissionPlugin ofPods(
      String name,
      Optional<byte[]> config,
      AdmissionServices services,
      AdmissionObserver observer) {
    AdmissionObjects objects = services.objects();
    return switch (name) {
      case "LimitPodHardAntiAffinityTopology" -> new LimitPodHardAntiAffinityTopology();
      case "AlwaysPullImages" -> new AlwaysPullImages();
      case "ImagePolicyWebhook" ->
          new ImagePolicyWebhook(
              config, services.webhooks(), AdmissionPlugins::pause, System::nanoTime);
      case "PodSecurity" -> new PodSecurity(objects, PodSecurityConfig.of(config));
      case "PodNodeSelector" -> new PodNodeSelector(objects, config);
      case "Priority" -> new Priority(objects);
      case "DefaultTolerationSeconds" -> new DefaultTolerationSeconds();
      case "PodTolerationRestriction" -> new PodTolerationRestriction(objects, config);
      case "ExtendedResourceToleration" -> new ExtendedResourceToleration();
      case "RuntimeClass" -> new RuntimeClass(objects);
      case "PodTopologyLabels" -> new PodTopologyLabels(objects);
      case "NodeDeclaredFeatureValidator" -> new NodeDeclaredFeatures(objects);
      case "PodResizeValidator" -> new PodResizeValidator(objects);
      default -> ofUsers(name, config, services, observer);
    };
  }

  /** The plugins whose rules are objects of the cluster's users. */
  private static AdmissionPlugin ofUsers(
      String name,
      Optional<byte[]> config,
      AdmissionServices services,
      AdmissionObserver observer) {
    AdmissionObjects objects = services.objects();
    return switch (name) {
      case "MutatingAdmissionPolicy" -> {
        WebhookKubeconfig.ofPolicies("MutatingAdmissionPolicyConfiguration", config);
        yield new MutatingAdmissionPolicies(objects, services.kinds(), services.access());
      }
      case "ValidatingAdmissionPolicy" -> {
        WebhookKubeconfig.ofPolicies("ValidatingAdmissionPolicyConfiguration", config);
        yield new ValidatingAdmissionPolicies(objects, services.kinds(), services.access());
      }
      case "MutatingAdmissionWebhook" ->
          new MutatingWebhooks(
              caller(config, services), objects, services.kinds(), services.access(), observer);
      case "ValidatingAdmissionWebhook" ->
          new ValidatingWebhooks(
              caller(config, services), objects, services.kinds(), services.access(), observer);
      default -> throw new IllegalArgumentException("no such plugin: " + name);
    };
  }

  private static WebhookCaller caller(Optional<byte[]> config, AdmissionServices services) {
    return WebhookKubeconfig.of(config).map(services.webhooks()::as).orElse(services.webhooks());
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}

package io.jukung.registry.strategy;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.strategy.admissionregistration.PolicyBindingRules;
import io.jukung.registry.strategy.admissionregistration.PolicyRules;
import io.jukung.registry.strategy.admissionregistration.WebhookRules;
import io.jukung.registry.strategy.apiregistration.ApiServiceRules;
import io.jukung.registry.strategy.apps.DaemonSetStrategy;
import io.jukung.registry.strategy.apps.DeploymentStrategy;
import io.jukung.registry.strategy.apps.ReplicaSetStrategy;
import io.jukung.registry.strategy.apps.ReplicationControllerStrategy;
import io.jukung.registry.strategy.apps.StatefulSetStrategy;
import io.jukung.registry.strategy.autoscaling.AutoscalerRules;
import io.jukung.registry.strategy.batch.CronJobStrategy;
import io.jukung.registry.strategy.batch.JobStrategy;
import io.jukung.registry.strategy.certificates.SigningRequestStrategy;
import io.jukung.registry.strategy.coordination.LeaseRules;
import io.jukung.registry.strategy.core.ConfigMapStrategy;
import io.jukung.registry.strategy.core.EndpointsRules;
import io.jukung.registry.strategy.core.EventStrategy;
import io.jukung.registry.strategy.core.LimitRangeRules;
import io.jukung.registry.strategy.core.NamespaceStrategy;
import io.jukung.registry.strategy.core.NodeStrategy;
import io.jukung.registry.strategy.core.PersistentVolumeClaimStrategy;
import io.jukung.registry.strategy.core.PersistentVolumeRules;
import io.jukung.registry.strategy.core.PlainRules;
import io.jukung.registry.strategy.core.QuotaRules;
import io.jukung.registry.strategy.core.SecretStrategy;
import io.jukung.registry.strategy.core.ServiceAllocations;
import io.jukung.registry.strategy.core.ServiceStrategy;
import io.jukung.registry.strategy.discovery.EndpointSliceRules;
import io.jukung.registry.strategy.extensions.DefinitionStrategy;
import io.jukung.registry.strategy.flowcontrol.FlowControlRules;
import io.jukung.registry.strategy.networking.IngressStrategy;
import io.jukung.registry.strategy.networking.NetworkPolicyRules;
import io.jukung.registry.strategy.networking.NetworkRules;
import io.jukung.registry.strategy.node.RuntimeClassRules;
import io.jukung.registry.strategy.pod.PodStrategy;
import io.jukung.registry.strategy.pod.PodTemplateRules;
import io.jukung.registry.strategy.policy.DisruptionBudgetRules;
import io.jukung.registry.strategy.rbac.RoleBindingStrategy;
import io.jukung.registry.strategy.rbac.RoleStrategy;
import io.jukung.registry.strategy.resource.AdminAccess;
import io.jukung.registry.strategy.resource.ResourceClaimRules;
import io.jukung.registry.strategy.resource.ResourceSliceRules;
import io.jukung.registry.strategy.scheduling.PriorityClassRules;
import io.jukung.registry.strategy.storage.AttachmentRules;
import io.jukung.registry.strategy.storage.CsiDriverRules;
import io.jukung.registry.strategy.storage.StorageRules;
import java.util.Map;
import java.util.function.Function;

/** The one place that knows which kind has a strategy of its own. Immutable. */
public final class Strategies {
  private final Map<String, Function<ResourceType, Strategy>> own;
  private final Map<String, KindRules> rules;

  /**
   * The strategies of all kinds.
   *
   * @param services hands out the addresses and node ports of services
   * @param admins knows where claims may ask for devices as an administrator
   */
  public Strategies(ServiceAllocations services, AdminAccess admins) {
    this.own = own(services);
    this.rules = rules(admins);
  }

  private static Map<String, Function<ResourceType, Strategy>> own(ServiceAllocations services) {
    return Map.ofEntries(
        Map.entry("namespaces", NamespaceStrategy::new),
        Map.entry("nodes", NodeStrategy::new),
        Map.entry("events", EventStrategy::new),
        Map.entry("pods", PodStrategy::new),
        Map.entry("services", type -> new ServiceStrategy(type, services)),
        Map.entry("configmaps", ConfigMapStrategy::new),
        Map.entry("secrets", SecretStrategy::new),
        Map.entry("persistentvolumeclaims", PersistentVolumeClaimStrategy::new),
        Map.entry("deployments.apps", DeploymentStrategy::new),
        Map.entry("replicasets.apps", ReplicaSetStrategy::new),
        Map.entry("replicationcontrollers", ReplicationControllerStrategy::new),
        Map.entry("statefulsets.apps", StatefulSetStrategy::new),
        Map.entry("daemonsets.apps", DaemonSetStrategy::new),
        Map.entry("jobs.batch", JobStrategy::new),
        Map.entry("cronjobs.batch", CronJobStrategy::new),
        Map.entry("certificatesigningrequests.certificates.k8s.io", SigningRequestStrategy::new),
        Map.entry("customresourcedefinitions.apiextensions.k8s.io", DefinitionStrategy::new),
        Map.entry("ingresses.networking.k8s.io", IngressStrategy::new),
        Map.entry("roles.rbac.authorization.k8s.io", RoleStrategy::new),
        Map.entry("clusterroles.rbac.authorization.k8s.io", RoleStrategy::new),
        Map.entry("rolebindings.rbac.authorization.k8s.io", RoleBindingStrategy::new),
        Map.entry("clusterrolebindings.rbac.authorization.k8s.io", RoleBindingStrategy::new));
  }

  private static Map<String, KindRules> rules(AdminAccess admins) {
    return Map.ofEntries(
        Map.entry("storageclasses.storage.k8s.io", StorageRules.storageClass()),
        Map.entry("volumeattributesclasses.storage.k8s.io", StorageRules.volumeAttributesClass()),
        Map.entry("csistoragecapacities.storage.k8s.io", StorageRules.capacity()),
        Map.entry("csinodes.storage.k8s.io", StorageRules.csiNode()),
        Map.entry("csidrivers.storage.k8s.io", CsiDriverRules.rules()),
        Map.entry("volumeattachments.storage.k8s.io", AttachmentRules.rules()),
        Map.entry("priorityclasses.scheduling.k8s.io", PriorityClassRules.rules()),
        Map.entry("runtimeclasses.node.k8s.io", RuntimeClassRules.rules()),
        Map.entry("horizontalpodautoscalers.autoscaling", AutoscalerRules.rules()),
        Map.entry("poddisruptionbudgets.policy", DisruptionBudgetRules.rules()),
        Map.entry("leases.coordination.k8s.io", LeaseRules.rules()),
        Map.entry("endpointslices.discovery.k8s.io", EndpointSliceRules.rules()),
        Map.entry("networkpolicies.networking.k8s.io", NetworkPolicyRules.rules()),
        Map.entry("ingressclasses.networking.k8s.io", NetworkRules.ingressClass()),
        Map.entry("ipaddresses.networking.k8s.io", NetworkRules.ipAddress()),
        Map.entry("servicecidrs.networking.k8s.io", NetworkRules.serviceCidr()),
        Map.entry("flowschemas.flowcontrol.apiserver.k8s.io", FlowControlRules.flowSchema()),
        Map.entry(
            "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
            FlowControlRules.priorityLevel()),
        Map.entry("persistentvolumes", PersistentVolumeRules.rules()),
        Map.entry("endpoints", EndpointsRules.rules()),
        Map.entry(
            "validatingwebhookconfigurations.admissionregistration.k8s.io", WebhookRules.rules()),
        Map.entry(
            "mutatingwebhookconfigurations.admissionregistration.k8s.io", WebhookRules.rules()),
        Map.entry(
            "validatingadmissionpolicies.admissionregistration.k8s.io", PolicyRules.validating()),
        Map.entry("mutatingadmissionpolicies.admissionregistration.k8s.io", PolicyRules.mutating()),
        Map.entry(
            "validatingadmissionpolicybindings.admissionregistration.k8s.io",
            PolicyBindingRules.validating()),
        Map.entry(
            "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
            PolicyBindingRules.mutating()),
        Map.entry("apiservices.apiregistration.k8s.io", ApiServiceRules.rules()),
        Map.entry("resourceclaims.resource.k8s.io", ResourceClaimRules.claim(admins)),
        Map.entry("resourceclaimtemplates.resource.k8s.io", ResourceClaimRules.template(admins)),
        Map.entry("deviceclasses.resource.k8s.io", ResourceClaimRules.deviceClass()),
        Map.entry("resourceslices.resource.k8s.io", ResourceSliceRules.slice()),
        Map.entry("podtemplates", PodTemplateRules.rules()),
        Map.entry("resourcequotas", QuotaRules.rules()),
        Map.entry("limitranges", LimitRangeRules.rules()),
        Map.entry("serviceaccounts", PlainRules.serviceAccount()),
        Map.entry("controllerrevisions.apps", PlainRules.controllerRevision()));
  }

  /** The strategy of a built-in resource. */
  public Strategy of(ResourceType type) {
    String name = type.storage().groupResource();
    KindRules kind = rules.get(name);
    return kind == null
        ? own.getOrDefault(name, GenericStrategy::new).apply(type)
        : new RuledStrategy(type, kind);
  }
}

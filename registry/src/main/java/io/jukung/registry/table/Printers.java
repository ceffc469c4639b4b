package io.jukung.registry.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which printer makes which kind's cells. Immutable. */
final class Printers {
  private final Map<String, Printer> byKind = new HashMap<>();

  Printers() {
    core();
    workloads();
    networks();
    storage();
    policies();
    machinery();
    devices();
  }

  /** The printer of a kind; empty for those that have none of their own. */
  Optional<Printer> of(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  private void core() {
    byKind.put("Pod", PodPrinter::print);
    byKind.put("Node", NodePrinter::print);
    byKind.put("Namespace", CorePrinters::namespace);
    byKind.put("Secret", CorePrinters::secret);
    byKind.put("ConfigMap", CorePrinters::configMap);
    byKind.put("ServiceAccount", CorePrinters::nameAndAge);
    byKind.put("Event", CorePrinters::event);
    byKind.put("ComponentStatus", CorePrinters::componentStatus);
    byKind.put("ResourceQuota", CorePrinters::resourceQuota);
  }

  private void workloads() {
    byKind.put("PodTemplate", WorkloadPrinters::podTemplate);
    byKind.put("ReplicationController", WorkloadPrinters::replicationController);
    byKind.put("ReplicaSet", WorkloadPrinters::replicaSet);
    byKind.put("Deployment", WorkloadPrinters::deployment);
    byKind.put("StatefulSet", WorkloadPrinters::statefulSet);
    byKind.put("DaemonSet", WorkloadPrinters::daemonSet);
    byKind.put("Job", WorkloadPrinters::job);
    byKind.put("CronJob", WorkloadPrinters::cronJob);
    byKind.put("PodDisruptionBudget", WorkloadPrinters::podDisruptionBudget);
    byKind.put("ControllerRevision", WorkloadPrinters::controllerRevision);
    byKind.put("Scale", WorkloadPrinters::scale);
    byKind.put("HorizontalPodAutoscaler", AutoscalingPrinters::horizontalPodAutoscaler);
  }

  private void networks() {
    byKind.put("Service", NetworkPrinters::service);
    byKind.put("Ingress", NetworkPrinters::ingress);
    byKind.put("IngressClass", NetworkPrinters::ingressClass);
    byKind.put("NetworkPolicy", NetworkPrinters::networkPolicy);
    byKind.put("Endpoints", NetworkPrinters::endpoints);
    byKind.put("EndpointSlice", NetworkPrinters::endpointSlice);
    byKind.put("ServiceCIDR", NetworkPrinters::serviceCidr);
    byKind.put("IPAddress", NetworkPrinters::ipAddress);
  }

  private void storage() {
    byKind.put("PersistentVolume", StoragePrinters::persistentVolume);
    byKind.put("PersistentVolumeClaim", StoragePrinters::persistentVolumeClaim);
    byKind.put("StorageClass", StoragePrinters::storageClass);
    byKind.put("VolumeAttributesClass", StoragePrinters::volumeAttributesClass);
    byKind.put("VolumeAttachment", StoragePrinters::volumeAttachment);
    byKind.put("CSINode", StoragePrinters::csiNode);
    byKind.put("CSIDriver", StoragePrinters::csiDriver);
  }

  private void policies() {
    byKind.put("RoleBinding", PolicyPrinters::roleBinding);
    byKind.put("ClusterRoleBinding", PolicyPrinters::roleBinding);
    byKind.put("CertificateSigningRequest", PolicyPrinters::certificateSigningRequest);
    byKind.put("ClusterTrustBundle", PolicyPrinters::clusterTrustBundle);
    byKind.put("PodCertificateRequest", PolicyPrinters::podCertificateRequest);
    byKind.put("MutatingWebhookConfiguration", PolicyPrinters::webhookConfiguration);
    byKind.put("ValidatingWebhookConfiguration", PolicyPrinters::webhookConfiguration);
    byKind.put("ValidatingAdmissionPolicy", PolicyPrinters::validatingAdmissionPolicy);
    byKind.put("MutatingAdmissionPolicy", PolicyPrinters::mutatingAdmissionPolicy);
    byKind.put("ValidatingAdmissionPolicyBinding", PolicyPrinters::admissionPolicyBinding);
    byKind.put("MutatingAdmissionPolicyBinding", PolicyPrinters::admissionPolicyBinding);
    byKind.put("FlowSchema", PolicyPrinters::flowSchema);
    byKind.put("PriorityLevelConfiguration", PolicyPrinters::priorityLevelConfiguration);
  }

  private void machinery() {
    byKind.put("Lease", MachineryPrinters::lease);
    byKind.put("LeaseCandidate", MachineryPrinters::leaseCandidate);
    byKind.put("PriorityClass", MachineryPrinters::priorityClass);
    byKind.put("RuntimeClass", MachineryPrinters::runtimeClass);
    byKind.put("StorageVersion", MachineryPrinters::storageVersion);
    byKind.put("StorageVersionMigration", MachineryPrinters::storageVersionMigration);
    byKind.put("Workload", CorePrinters::nameAndAge);
    byKind.put("PodGroup", MachineryPrinters::podGroup);
    byKind.put("APIService", MachineryPrinters::apiService);
  }

  private void devices() {
    byKind.put("DeviceClass", CorePrinters::nameAndAge);
    byKind.put("ResourceClaim", DevicePrinters::resourceClaim);
    byKind.put("ResourceClaimTemplate", CorePrinters::nameAndAge);
    byKind.put("ResourceSlice", DevicePrinters::resourceSlice);
    byKind.put("DeviceTaintRule", DevicePrinters::deviceTaintRule);
    byKind.put("ResourcePoolStatusRequest", DevicePrinters::resourcePoolStatusRequest);
  }
}

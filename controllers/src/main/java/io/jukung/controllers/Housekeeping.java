package io.jukung.controllers;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.IPAddress;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.jukung.controllers.clusterrole.AggregationReconciler;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.podgc.PodGarbageReconciler;
import io.jukung.controllers.policystatus.PolicyStatusReconciler;
import io.jukung.controllers.queue.WorkQueue;
import io.jukung.controllers.servicecidr.ServiceCidrReconciler;
import io.jukung.controllers.ttl.TtlAfterFinishedReconciler;

/** How the controllers that keep house are wired. */
final class Housekeeping {
  static final String CLUSTER_ROLES = "clusterrole-aggregation-controller";
  static final String TTL = "ttl-after-finished-controller";
  static final String POD_GC = "pod-garbage-collector-controller";
  static final String SERVICE_CIDR = "service-cidr-controller";
  static final String POLICY_STATUS = "validatingadmissionpolicy-status-controller";

  private static final int WORKERS = 5;

  private Housekeeping() {}

  static void clusterRoles(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    Informer<ClusterRole> roles = context.informers().of(ClusterRole.class);
    // Any role may be a part of any other.
    roles.each(
        changed ->
            roles.list().stream()
                .filter(role -> role.getAggregationRule() != null)
                .forEach(role -> queue.add(role.getMetadata().getName())));
    context.run(CLUSTER_ROLES, WORKERS, queue, new AggregationReconciler(context.client(), roles));
  }

  static void ttlAfterFinished(ControllerContext context) {
    WorkQueue<ObjectKey> queue = context.queue();
    Informer<Job> jobs = context.informers().of(Job.class);
    jobs.each(job -> queue.add(ObjectKey.of(job)));
    context.run(
        TTL,
        WORKERS,
        queue,
        new TtlAfterFinishedReconciler(context.client(), jobs, context.clock()));
  }

  static void podGarbage(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    queue.add("all");
    Informer<Pod> pods = context.informers().of(Pod.class);
    Informer<Node> nodes = context.informers().of(Node.class);
    context.run(
        POD_GC, 1, queue, new PodGarbageReconciler(context.client(), pods, nodes, context.clock()));
  }

  static void serviceCidrs(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    Informer<ServiceCIDR> ranges = context.informers().of(ServiceCIDR.class);
    Informer<IPAddress> addresses = context.informers().of(IPAddress.class);
    ranges.each(changed -> ranges.list().forEach(r -> queue.add(r.getMetadata().getName())));
    // An address that is gone may have been a range's last.
    addresses.each(
        address ->
            ranges.list().stream()
                .filter(range -> range.getMetadata().getDeletionTimestamp() != null)
                .forEach(range -> queue.add(range.getMetadata().getName())));
    context.run(
        SERVICE_CIDR,
        WORKERS,
        queue,
        new ServiceCidrReconciler(context.client(), ranges, addresses, context.clock()));
  }

  static void policyStatus(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    Informer<ValidatingAdmissionPolicy> policies =
        context.informers().of(ValidatingAdmissionPolicy.class);
    policies.each(policy -> queue.add(policy.getMetadata().getName()));
    context.run(
        POLICY_STATUS,
        WORKERS,
        queue,
        new PolicyStatusReconciler(
            context.client(), context.ownClient(), policies, context.options().typeChecker()));
  }
}

package io.jukung.controllers;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.jukung.controllers.certificate.ClusterSigning;
import io.jukung.controllers.garbage.GarbageCollector;
import io.jukung.controllers.namespace.NamespaceReconciler;
import io.jukung.controllers.queue.WorkQueue;
import io.jukung.controllers.rootca.RootCaReconciler;
import io.jukung.controllers.serviceaccount.DefaultServiceAccountReconciler;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The controllers there are, under upstream's names ({@code
 * cmd/kube-controller-manager/names/controller_names.go}) and with upstream's service accounts, and
 * how each is wired.
 */
final class Controllers {
  private static final String NAMESPACE = "namespace-controller";
  private static final String SERVICE_ACCOUNT = "serviceaccount-controller";
  private static final String ROOT_CA = "root-ca-certificate-publisher-controller";
  private static final String GARBAGE_COLLECTOR = "garbage-collector-controller";
  private static final int NAMESPACE_WORKERS = 10;

  /**
   * One controller: its name, the service account it acts as, and what puts it together; nothing
   * runs yet.
   */
  record Registration(String name, String account, Consumer<ControllerContext> builder) {
    /** A controller whose service account has its name. */
    Registration(String name, Consumer<ControllerContext> builder) {
      this(name, name, builder);
    }
  }

  private static final List<Registration> ALL =
      List.of(
          new Registration(NAMESPACE, Controllers::namespace),
          new Registration(
              SERVICE_ACCOUNT, "service-account-controller", Controllers::serviceAccount),
          new Registration(ROOT_CA, "root-ca-cert-publisher", Controllers::rootCa),
          new Registration(
              GARBAGE_COLLECTOR, "generic-garbage-collector", Controllers::garbageCollector),
          new Registration(
              Workloads.REPLICATION_CONTROLLER,
              "replication-controller",
              Workloads::replicationController),
          new Registration(Workloads.REPLICA_SET, Workloads::replicaSet),
          new Registration(Workloads.DEPLOYMENT, Workloads::deployment),
          new Registration(Workloads.DISRUPTION, Workloads::disruption),
          new Registration(Services.ENDPOINTS, "endpoint-controller", Services::endpoints),
          new Registration(Services.ENDPOINT_SLICE, Services::endpointSlice),
          new Registration(
              Services.MIRRORING, "endpointslicemirroring-controller", Services::mirroring),
          new Registration(Quotas.RESOURCE_QUOTA, Quotas::resourceQuota),
          new Registration(
              Volumes.CLAIM_PROTECTION, "pvc-protection-controller", Volumes::claimProtection),
          new Registration(
              Volumes.VOLUME_PROTECTION, "pv-protection-controller", Volumes::volumeProtection),
          new Registration(Volumes.CLASS_PROTECTION, Volumes::classProtection),
          new Registration(Housekeeping.CLUSTER_ROLES, Housekeeping::clusterRoles),
          new Registration(Housekeeping.TTL, Housekeeping::ttlAfterFinished),
          new Registration(Housekeeping.POD_GC, "pod-garbage-collector", Housekeeping::podGarbage),
          new Registration(
              Housekeeping.SERVICE_CIDR, "service-cidrs-controller", Housekeeping::serviceCidrs),
          new Registration(Housekeeping.POLICY_STATUS, Housekeeping::policyStatus),
          new Registration(Certificates.SIGNING, Certificates.ACCOUNT, Certificates::signing),
          new Registration(Certificates.APPROVING, Certificates.ACCOUNT, Certificates::approving),
          new Registration(Certificates.CLEANER, Certificates.ACCOUNT, Certificates::cleaner));

  private Controllers() {}

  /** Puts those together that the options name. */
  static void build(ControllerContext context) {
    for (Registration controller : ALL) {
      if (context.options().runs(controller.name())) {
        controller.builder().accept(context.as(controller.account()));
      }
    }
  }

  /**
   * Refuses names that no controller has, and an authority that can't sign.
   *
   * @throws IllegalArgumentException naming the first
   */
  static void check(ControllerOptions options) {
    Set<String> known = ALL.stream().map(Registration::name).collect(Collectors.toSet());
    List<String> wrong =
        options.controllers().stream()
            .filter(entry -> !entry.equals("*"))
            .map(entry -> entry.startsWith("-") ? entry.substring(1) : entry)
            .filter(name -> !known.contains(name))
            .toList();
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + wrong.getFirst() + "\" is not in the list of known controllers");
    }
    options
        .signing()
        .filter(_ -> options.runs(Certificates.SIGNING))
        .ifPresent(ClusterSigning::check);
  }

  private static void namespace(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    context
        .informers()
        .of(Namespace.class)
        .each(
            namespace -> {
              if (namespace.getMetadata().getDeletionTimestamp() != null) {
                queue.add(namespace.getMetadata().getName());
              }
            });
    context.run(
        NAMESPACE,
        NAMESPACE_WORKERS,
        queue,
        new NamespaceReconciler(context.client(), context.clock()));
  }

  private static void serviceAccount(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    var accounts =
        context.informers().named(ServiceAccount.class, DefaultServiceAccountReconciler.NAME);
    var namespaces = context.informers().of(Namespace.class);
    accounts.each(account -> queue.add(account.getMetadata().getNamespace()));
    namespaces.each(namespace -> queue.add(namespace.getMetadata().getName()));
    context.run(
        SERVICE_ACCOUNT,
        1,
        queue,
        new DefaultServiceAccountReconciler(context.client(), namespaces, accounts));
  }

  private static void rootCa(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    var maps = context.informers().named(ConfigMap.class, RootCaReconciler.NAME);
    var namespaces = context.informers().of(Namespace.class);
    maps.each(map -> queue.add(map.getMetadata().getNamespace()));
    namespaces.each(namespace -> queue.add(namespace.getMetadata().getName()));
    context.run(
        ROOT_CA,
        1,
        queue,
        new RootCaReconciler(context.client(), namespaces, maps, context.options().caPem()));
  }

  private static void garbageCollector(ControllerContext context) {
    GarbageCollector collector =
        new GarbageCollector(
            context.client(),
            context.metadata(),
            context.informers()::metadata,
            context.recorder(GARBAGE_COLLECTOR));
    context.add(
        new ControllerContext.Part() {
          @Override
          public void start() {
            collector.start();
          }

          @Override
          public void close() {
            collector.close();
          }
        });
  }
}

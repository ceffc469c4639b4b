package io.jukung.registry.strategy;

import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.Set;

/**
 * How a built-in kind differs from the rest, as upstream's {@code pkg/registry/<group>/<kind>} has
 * it at v1.36; a kind that no set names is plain.
 *
 * @param metadata which checks of metadata the kind itself makes
 * @param statusKeepsMetadata whether a write to {@code /status} leaves the client's part of
 *     metadata as it was
 */
record KindFacts(
    NameRule names,
    Metadata metadata,
    Generation generation,
    boolean emptyRaisesGeneration,
    PropagationPolicy propagation,
    boolean createOnUpdate,
    boolean unconditionalUpdate,
    boolean returnsDeletedObject,
    boolean statusKeepsMetadata,
    long ttlSeconds) {

  /** Which changes raise {@code metadata.generation}. */
  enum Generation {
    /** The kind has none. */
    NONE,
    /** It is 1 for ever. */
    CONSTANT,
    /** Changes of {@code spec}. */
    SPEC,
    /** Changes of {@code spec} or of the annotations. */
    SPEC_OR_ANNOTATIONS,
    /** Changes of anything but metadata and status. */
    BODY,
    /** As {@link #BODY}, or of the labels. */
    BODY_OR_LABELS
  }

  /** Which checks of metadata a kind makes; the store's own are made anyway. */
  enum Metadata {
    /** None: the store's suffice. */
    NONE,
    /** Those of any API server, to which a finalizer is a qualified name. */
    GENERIC,
    /** As {@link #GENERIC}, and a finalizer without a slash must be known. */
    KUBERNETES,
    /** As {@link #KUBERNETES}, but for {@code generateName}: what comes of it is checked. */
    NAME_ONLY
  }

  private static final long EVENT_TTL_SECONDS = 3600;

  private static final Set<String> PATH_SEGMENT_NAMES =
      union(
          of("rbac.authorization.k8s.io", "roles rolebindings clusterroles clusterrolebindings"),
          of("apiregistration.k8s.io", "apiservices"));

  private static final Set<String> LABEL_NAMES =
      union(of("", "namespaces services"), of("apps", "statefulsets"));

  private static final Set<String> GENERIC_METADATA =
      union(
          of("coordination.k8s.io", "leases leasecandidates"),
          of("node.k8s.io", "runtimeclasses"),
          of("apiregistration.k8s.io", "apiservices"),
          of("apiextensions.k8s.io", "customresourcedefinitions"),
          of(
              "admissionregistration.k8s.io",
              "validatingadmissionpolicies validatingadmissionpolicybindings"
                  + " mutatingadmissionpolicies mutatingadmissionpolicybindings"
                  + " validatingwebhookconfigurations mutatingwebhookconfigurations"));

  private static final Set<String> GENERATION_OF_SPEC =
      union(
          of("", "pods replicationcontrollers"),
          of("apps", "daemonsets replicasets statefulsets"),
          of("batch", "jobs cronjobs"),
          of("networking.k8s.io", "ingresses ingressclasses networkpolicies"),
          of("policy", "poddisruptionbudgets"),
          of("resource.k8s.io", "resourceslices deviceclasses devicetaintrules"),
          of("flowcontrol.apiserver.k8s.io", "flowschemas prioritylevelconfigurations"),
          of("apiextensions.k8s.io", "customresourcedefinitions"),
          of(
              "admissionregistration.k8s.io",
              "validatingadmissionpolicies validatingadmissionpolicybindings"
                  + " mutatingadmissionpolicies mutatingadmissionpolicybindings"));

  private static final Set<String> GENERATION_OF_BODY =
      union(
          of("", "podtemplates"),
          of(
              "admissionregistration.k8s.io",
              "validatingwebhookconfigurations mutatingwebhookconfigurations"));

  /** Compared with Go's reflect.DeepEqual: an empty list is not what the store has instead. */
  private static final Set<String> EMPTY_RAISES_GENERATION =
      union(
          of("networking.k8s.io", "networkpolicies"),
          of(
              "admissionregistration.k8s.io",
              "validatingwebhookconfigurations mutatingwebhookconfigurations"));

  private static final Set<String> ORPHANING =
      union(of("", "replicationcontrollers"), of("batch", "jobs"));

  private static final Set<String> EVENTS = union(of("", "events"), of("events.k8s.io", "events"));

  private static final Set<String> CREATED_BY_PUT =
      union(
          EVENTS,
          of("", "services endpoints limitranges"),
          of("coordination.k8s.io", "leases leasecandidates"),
          of("node.k8s.io", "runtimeclasses"),
          of("rbac.authorization.k8s.io", "roles rolebindings clusterroles clusterrolebindings"));

  private static final Set<String> CONDITIONAL_ONLY =
      union(
          of("apiextensions.k8s.io", "customresourcedefinitions"),
          of("apiregistration.k8s.io", "apiservices"),
          of("policy", "poddisruptionbudgets"),
          of("coordination.k8s.io", "leases leasecandidates"),
          of("node.k8s.io", "runtimeclasses"),
          of("storage.k8s.io", "csidrivers csinodes csistoragecapacities volumeattachments"),
          of("certificates.k8s.io", "clustertrustbundles podcertificaterequests"),
          of("storagemigration.k8s.io", "storageversionmigrations"),
          of(
              "admissionregistration.k8s.io",
              "validatingadmissionpolicies validatingadmissionpolicybindings"
                  + " mutatingadmissionpolicies mutatingadmissionpolicybindings"
                  + " validatingwebhookconfigurations mutatingwebhookconfigurations"));

  private static final Set<String> RETURNED_WHEN_DELETED =
      union(
          of(
              "",
              "pods services namespaces resourcequotas persistentvolumes persistentvolumeclaims"
                  + " serviceaccounts podtemplates"),
          of(
              "storage.k8s.io",
              "csidrivers csinodes storageclasses volumeattachments volumeattributesclasses"),
          of(
              "resource.k8s.io",
              "resourceclaims resourceclaimtemplates resourceslices deviceclasses"
                  + " devicetaintrules"));

  private static final Set<String> STATUS_KEEPS_METADATA =
      union(
          of("networking.k8s.io", "servicecidrs"),
          of("resource.k8s.io", "resourceclaims devicetaintrules"),
          of("storage.k8s.io", "volumeattachments"),
          of("flowcontrol.apiserver.k8s.io", "flowschemas prioritylevelconfigurations"),
          of("admissionregistration.k8s.io", "validatingadmissionpolicies"));

  /** The facts of a built-in resource, named such as {@code pods} or {@code deployments.apps}. */
  static KindFacts of(String groupResource) {
    return new KindFacts(
        names(groupResource),
        metadata(groupResource),
        generation(groupResource),
        EMPTY_RAISES_GENERATION.contains(groupResource),
        EVENTS.contains(groupResource)
            ? PropagationPolicy.UNSUPPORTED
            : ORPHANING.contains(groupResource)
                ? PropagationPolicy.ORPHAN
                : PropagationPolicy.BACKGROUND,
        CREATED_BY_PUT.contains(groupResource),
        !CONDITIONAL_ONLY.contains(groupResource),
        RETURNED_WHEN_DELETED.contains(groupResource),
        STATUS_KEEPS_METADATA.contains(groupResource),
        EVENTS.contains(groupResource) ? EVENT_TTL_SECONDS : 0);
  }

  private static NameRule names(String groupResource) {
    if (groupResource.equals("ipaddresses.networking.k8s.io")) {
      return NameRule.IP_ADDRESS;
    }
    if (groupResource.equals("certificatesigningrequests.certificates.k8s.io")) {
      return NameRule.ANY;
    }
    return PATH_SEGMENT_NAMES.contains(groupResource)
        ? NameRule.PATH_SEGMENT
        : LABEL_NAMES.contains(groupResource) ? NameRule.DNS_LABEL : NameRule.DNS_SUBDOMAIN;
  }

  private static Metadata metadata(String groupResource) {
    if (GENERIC_METADATA.contains(groupResource)) {
      return Metadata.GENERIC;
    }
    return switch (groupResource) {
      case "poddisruptionbudgets.policy" -> Metadata.NONE;
      case "replicationcontrollers", "deviceclasses.resource.k8s.io" -> Metadata.NAME_ONLY;
      default -> Metadata.KUBERNETES;
    };
  }

  private static Generation generation(String groupResource) {
    if (GENERATION_OF_SPEC.contains(groupResource)) {
      return Generation.SPEC;
    }
    if (GENERATION_OF_BODY.contains(groupResource)) {
      return Generation.BODY;
    }
    return switch (groupResource) {
      case "deployments.apps" -> Generation.SPEC_OR_ANNOTATIONS;
      case "endpointslices.discovery.k8s.io" -> Generation.BODY_OR_LABELS;
      case "priorityclasses.scheduling.k8s.io" -> Generation.CONSTANT;
      default -> Generation.NONE;
    };
  }

  private static Set<String> of(String group, String resources) {
    Set<String> names = new HashSet<>();
    for (String resource : resources.split(" ", -1)) {
      names.add(group.isEmpty() ? resource : resource + "." + group);
    }
    return names;
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... sets) {
    Set<String> all = new HashSet<>();
    for (Set<String> set : sets) {
      all.addAll(set);
    }
    return Set.copyOf(all);
  }
}

package io.jukung.admission.podsecurity;

import static io.jukung.admission.podsecurity.PodParts.containers;
import static io.jukung.admission.podsecurity.PodParts.plural;
import static io.jukung.admission.podsecurity.PodParts.quoted;
import static io.jukung.admission.podsecurity.PodParts.security;
import static io.jukung.admission.podsecurity.PodParts.setters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What the restricted level asks for beside the baseline, sorted by id. */
final class RestrictedChecks {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");
  private static final Set<String> OTHER_VOLUMES =
      Set.of(
          "hostPath",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "gitRepo",
          "nfs",
          "iscsi",
          "glusterfs",
          "rbd",
          "flexVolume",
          "cinder",
          "cephfs",
          "flocker",
          "fc",
          "azureFile",
          "vsphereVolume",
          "quobyte",
          "azureDisk",
          "photonPersistentDisk",
          "portworxVolume",
          "scaleIO",
          "storageos");

  static final List<Check> ALL =
      List.of(
          Check.restricted(
              "allowPrivilegeEscalation",
              8,
              RestrictedChecks::escalation,
              Check.since(25, unlessWindows(RestrictedChecks::escalation))),
          Check.restricted(
                  "capabilities_restricted",
                  22,
                  RestrictedChecks::capabilities,
                  Check.since(25, unlessWindows(RestrictedChecks::capabilities)))
              .replacing("capabilities_baseline"),
          Check.restricted("procMount_restricted", 35, BaselineChecks::procMount)
              .replacing("procMount"),
          Check.restricted("restrictedVolumes", 0, RestrictedChecks::volumes)
              .replacing("hostPathVolumes"),
          Check.restricted(
              "runAsNonRoot",
              0,
              RestrictedChecks::nonRoot,
              Check.since(35, unlessOwnUsers(RestrictedChecks::nonRoot))),
          Check.restricted(
              "runAsUser",
              23,
              RestrictedChecks::user,
              Check.since(35, unlessOwnUsers(RestrictedChecks::user))),
          Check.restricted(
                  "seccompProfile_restricted",
                  19,
                  RestrictedChecks::seccomp,
                  Check.since(25, unlessWindows(RestrictedChecks::seccomp)))
              .replacing("seccompProfile_baseline"));

  private RestrictedChecks() {}

  private static Function<PodParts, Optional<Violation>> unlessWindows(
      Function<PodParts, Optional<Violation>> rule) {
    return pod -> pod.isWindows() ? Optional.empty() : rule.apply(pod);
  }

  private static Function<PodParts, Optional<Violation>> unlessOwnUsers(
      Function<PodParts, Optional<Violation>> rule) {
    return pod -> pod.hasOwnUsers() ? Optional.empty() : rule.apply(pod);
  }

  private static Optional<Violation> escalation(PodParts pod) {
    List<String> names =
        pod.names(
            container -> security(container).path("allowPrivilegeEscalation").asBoolean(true));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "allowPrivilegeEscalation != false",
                containers(names) + " must set securityContext.allowPrivilegeEscalation=false"));
  }

  private static Optional<Violation> capabilities(PodParts pod) {
    Set<String> forbidden = new TreeSet<>();
    List<String> keeping =
        pod.names(container -> !has(security(container).at("/capabilities/drop"), "ALL"));
    List<String> adding =
        pod.names(
            container -> {
              boolean bad = false;
              for (JsonNode one : security(container).at("/capabilities/add")) {
                if (!one.asText("").equals("NET_BIND_SERVICE")) {
                  forbidden.add(one.asText(""));
                  bad = true;
                }
              }
              return bad;
            });
    List<String> details = new ArrayList<>();
    if (!keeping.isEmpty()) {
      details.add(containers(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
    }
    if (!adding.isEmpty()) {
      details.add(
          containers(adding)
              + " must not include "
              + quoted(forbidden)
              + " in securityContext.capabilities.add");
    }
    return details.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("unrestricted capabilities", String.join("; ", details)));
  }

  private static boolean has(JsonNode list, String text) {
    for (JsonNode element : list) {
      if (element.asText("").equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Violation> volumes(PodParts pod) {
    List<String> names = new ArrayList<>();
    Set<String> types = new TreeSet<>();
    for (JsonNode volume : pod.spec().path("volumes")) {
      String bad = "unknown";
      boolean allowed = false;
      for (var field : volume.properties()) {
        if (field.getValue().isObject()) {
          allowed |= VOLUMES.contains(field.getKey());
          bad = OTHER_VOLUMES.contains(field.getKey()) ? field.getKey() : bad;
        }
      }
      if (!allowed) {
        names.add(volume.path("name").asText(""));
        types.add(bad);
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "restricted volume types",
                plural("volume", names)
                    + " "
                    + quoted(names)
                    + (names.size() == 1 ? " uses " : " use ")
                    + plural("restricted volume type", types)
                    + " "
                    + quoted(types)));
  }

  private static Optional<Violation> nonRoot(PodParts pod) {
    JsonNode own = security(pod.spec()).path("runAsNonRoot");
    boolean whole = own.isBoolean() && !own.asBoolean();
    List<String> explicit =
        pod.names(
            container -> {
              JsonNode set = security(container).path("runAsNonRoot");
              return set.isBoolean() && !set.asBoolean();
            });
    if (whole || !explicit.isEmpty()) {
      return Optional.of(
          new Violation(
              "runAsNonRoot != true",
              setters(whole, explicit) + " must not set securityContext.runAsNonRoot=false"));
    }
    List<String> implicit =
        own.asBoolean()
            ? List.of()
            : pod.names(container -> !security(container).path("runAsNonRoot").isBoolean());
    return implicit.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "runAsNonRoot != true",
                "pod or " + containers(implicit) + " must set securityContext.runAsNonRoot=true"));
  }

  private static Optional<Violation> user(PodParts pod) {
    boolean whole = security(pod.spec()).path("runAsUser").asInt(-1) == 0;
    List<String> names =
        pod.names(container -> security(container).path("runAsUser").asInt(-1) == 0);
    return !whole && names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation("runAsUser=0", setters(whole, names) + " must not set runAsUser=0"));
  }

  private static Optional<Violation> seccomp(PodParts pod) {
    Optional<Violation> explicit = KernelChecks.seccomp(pod);
    if (explicit.isPresent() || security(pod.spec()).path("seccompProfile").isObject()) {
      return explicit;
    }
    List<String> names =
        pod.names(container -> !security(container).path("seccompProfile").isObject());
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "seccompProfile",
                "pod or "
                    + containers(names)
                    + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                    + " \"Localhost\""));
  }
}

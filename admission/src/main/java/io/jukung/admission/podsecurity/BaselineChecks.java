package io.jukung.admission.podsecurity;

import static io.jukung.admission.podsecurity.PodParts.containers;
import static io.jukung.admission.podsecurity.PodParts.plural;
import static io.jukung.admission.podsecurity.PodParts.quoted;
import static io.jukung.admission.podsecurity.PodParts.security;
import static io.jukung.admission.podsecurity.PodParts.setters;
import static io.jukung.admission.podsecurity.PodParts.sorted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rules of the baseline, sorted by id. */
final class BaselineChecks {
  private static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");
  private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  static final List<Check> ALL =
      List.of(
          Check.baseline("appArmorProfile", 0, BaselineChecks::appArmor),
          Check.baseline("capabilities_baseline", 0, BaselineChecks::capabilities),
          Check.baseline("hostNamespaces", 0, BaselineChecks::hostNamespaces),
          Check.baseline("hostPathVolumes", 0, BaselineChecks::hostPaths),
          Check.baseline("hostPorts", 0, BaselineChecks::hostPorts),
          Check.baseline("hostProbesAndHostLifecycle", 34, BaselineChecks::hostProbes),
          Check.baseline("privileged", 0, BaselineChecks::privileged),
          Check.baseline(
              "procMount",
              0,
              BaselineChecks::procMount,
              Check.since(35, pod -> pod.hasOwnUsers() ? Optional.empty() : procMount(pod))),
          Check.baseline(
              "seLinuxOptions",
              0,
              pod -> KernelChecks.seLinux(pod, false),
              Check.since(31, pod -> KernelChecks.seLinux(pod, true))),
          Check.baseline(
              "seccompProfile_baseline",
              0,
              KernelChecks::seccompAnnotations,
              Check.since(19, KernelChecks::seccomp)),
          Check.baseline(
              "sysctls",
              0,
              pod -> KernelChecks.sysctls(pod, 0),
              Check.since(27, pod -> KernelChecks.sysctls(pod, 27)),
              Check.since(29, pod -> KernelChecks.sysctls(pod, 29)),
              Check.since(32, pod -> KernelChecks.sysctls(pod, 32))),
          Check.baseline("windowsHostProcess", 0, BaselineChecks::hostProcess));

  private BaselineChecks() {}

  private static Optional<Violation> appArmor(PodParts pod) {
    Set<String> values = new TreeSet<>();
    boolean whole = badAppArmor(pod.spec(), values);
    List<String> names = pod.names(container -> badAppArmor(container, values));
    Set<String> annotations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : pod.metadata().path("annotations").properties()) {
      String profile = entry.getValue().asText("");
      if (entry.getKey().startsWith(APP_ARMOR)
          && !profile.isEmpty()
          && !profile.equals("runtime/default")
          && !profile.startsWith("localhost/")) {
        annotations.add(entry.getKey() + "=\"" + profile + "\"");
      }
    }
    List<String> by = new ArrayList<>();
    if (whole || !names.isEmpty()) {
      by.add(setters(whole, names));
    }
    List<String> all = new ArrayList<>(values);
    all.addAll(annotations);
    if (!annotations.isEmpty()) {
      by.add(plural("annotation", annotations));
    }
    return by.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                plural("forbidden AppArmor profile", all),
                String.join(" and ", by)
                    + " must not set AppArmor profile type to "
                    + quoted(all)));
  }

  private static boolean badAppArmor(JsonNode holder, Set<String> values) {
    JsonNode profile = security(holder).path("appArmorProfile");
    String type = profile.path("type").asText("");
    boolean bad = profile.isObject() && !type.equals("RuntimeDefault") && !type.equals("Localhost");
    if (bad) {
      values.add(type);
    }
    return bad;
  }

  private static Optional<Violation> capabilities(PodParts pod) {
    Set<String> added = new TreeSet<>();
    List<String> names =
        pod.names(
            container -> {
              boolean bad = false;
              for (JsonNode one : security(container).at("/capabilities/add")) {
                if (!CAPABILITIES.contains(one.asText(""))) {
                  added.add(one.asText(""));
                  bad = true;
                }
              }
              return bad;
            });
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "non-default capabilities",
                containers(names)
                    + " must not include "
                    + quoted(added)
                    + " in securityContext.capabilities.add"));
  }

  private static Optional<Violation> hostNamespaces(PodParts pod) {
    List<String> shared = new ArrayList<>();
    for (String field : new String[] {"hostNetwork", "hostPID", "hostIPC"}) {
      if (pod.spec().path(field).asBoolean()) {
        shared.add(field + "=true");
      }
    }
    return shared.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("host namespaces", String.join(", ", shared)));
  }

  private static Optional<Violation> hostPaths(PodParts pod) {
    List<String> names = new ArrayList<>();
    for (JsonNode volume : pod.spec().path("volumes")) {
      if (volume.path("hostPath").isObject()) {
        names.add(volume.path("name").asText(""));
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation("hostPath volumes", plural("volume", names) + " " + quoted(names)));
  }

  private static Optional<Violation> hostPorts(PodParts pod) {
    Set<String> ports = new TreeSet<>();
    List<String> names =
        pod.names(
            container -> {
              boolean bad = false;
              for (JsonNode port : container.path("ports")) {
                if (port.path("hostPort").asInt() != 0) {
                  ports.add(port.path("hostPort").asText());
                  bad = true;
                }
              }
              return bad;
            });
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "hostPort",
                containers(names)
                    + (names.size() == 1 ? " uses " : " use ")
                    + plural("hostPort", ports)
                    + " "
                    + String.join(", ", ports)));
  }

  private static Optional<Violation> hostProbes(PodParts pod) {
    Set<String> hosts = new TreeSet<>();
    List<String> names =
        pod.names(
            container -> {
              int before = hosts.size();
              boolean bad = false;
              for (String probe :
                  new String[] {
                    "/livenessProbe",
                    "/readinessProbe",
                    "/startupProbe",
                    "/lifecycle/postStart",
                    "/lifecycle/preStop"
                  }) {
                for (String way : new String[] {"/httpGet/host", "/tcpSocket/host"}) {
                  String host = container.at(probe + way).asText("");
                  if (!host.isEmpty()) {
                    hosts.add(host);
                    bad = true;
                  }
                }
              }
              return bad || hosts.size() > before;
            });
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "probe or lifecycle host",
                plural("container", names)
                    + " "
                    + sorted(names)
                    + (names.size() == 1 ? " uses " : " use ")
                    + plural("probe or lifecycle host", hosts)
                    + " "
                    + quoted(hosts)));
  }

  private static Optional<Violation> privileged(PodParts pod) {
    List<String> names = pod.names(container -> security(container).path("privileged").asBoolean());
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "privileged", containers(names) + " must not set securityContext.privileged=true"));
  }

  static Optional<Violation> procMount(PodParts pod) {
    Set<String> types = new TreeSet<>();
    List<String> names =
        pod.names(
            container -> {
              String type = security(container).path("procMount").asText("Default");
              if (!type.equals("Default")) {
                types.add(type);
              }
              return !type.equals("Default");
            });
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "procMount",
                containers(names) + " must not set securityContext.procMount to " + quoted(types)));
  }

  private static Optional<Violation> hostProcess(PodParts pod) {
    boolean whole = security(pod.spec()).at("/windowsOptions/hostProcess").asBoolean();
    List<String> names =
        pod.names(container -> security(container).at("/windowsOptions/hostProcess").asBoolean());
    return !whole && names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "hostProcess",
                setters(whole, names)
                    + " must not set securityContext.windowsOptions.hostProcess=true"));
  }
}

package io.jukung.admission.podsecurity;

import static io.jukung.admission.podsecurity.PodParts.plural;
import static io.jukung.admission.podsecurity.PodParts.quoted;
import static io.jukung.admission.podsecurity.PodParts.security;
import static io.jukung.admission.podsecurity.PodParts.setters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rules of the baseline about SELinux, seccomp and sysctls. */
final class KernelChecks {
  private static final String POD_SECCOMP = "seccomp.security.alpha.kubernetes.io/pod";
  private static final String CONTAINER_SECCOMP = "container.seccomp.security.alpha.kubernetes.io/";

  /** Sysctls by the minor version that first allowed them. */
  private static final Map<String, Integer> SYSCTLS =
      Map.ofEntries(
          Map.entry("kernel.shm_rmid_forced", 0),
          Map.entry("net.ipv4.ip_local_port_range", 0),
          Map.entry("net.ipv4.tcp_syncookies", 0),
          Map.entry("net.ipv4.ping_group_range", 0),
          Map.entry("net.ipv4.ip_unprivileged_port_start", 0),
          Map.entry("net.ipv4.ip_local_reserved_ports", 27),
          Map.entry("net.ipv4.tcp_keepalive_time", 29),
          Map.entry("net.ipv4.tcp_fin_timeout", 29),
          Map.entry("net.ipv4.tcp_keepalive_intvl", 29),
          Map.entry("net.ipv4.tcp_keepalive_probes", 29),
          Map.entry("net.ipv4.tcp_rmem", 32),
          Map.entry("net.ipv4.tcp_wmem", 32));

  private static final Set<String> SE_LINUX =
      Set.of("", "container_t", "container_init_t", "container_kvm_t");

  private KernelChecks() {}

  static Optional<Violation> seLinux(PodParts pod, boolean engine) {
    Set<String> types = new TreeSet<>();
    Set<String> set = new TreeSet<>();
    boolean whole = badSeLinux(pod.spec(), engine, types, set);
    List<String> names = pod.names(container -> badSeLinux(container, engine, types, set));
    if (!whole && names.isEmpty()) {
      return Optional.empty();
    }
    List<String> data = new ArrayList<>();
    if (!types.isEmpty()) {
      data.add(plural("type", types) + " " + quoted(types));
    }
    for (String field : new String[] {"user", "role"}) {
      if (set.contains(field)) {
        data.add(field + " may not be set");
      }
    }
    return Optional.of(
        new Violation(
            "seLinuxOptions",
            setters(whole, names)
                + " set forbidden securityContext.seLinuxOptions: "
                + String.join("; ", data)));
  }

  private static boolean badSeLinux(
      JsonNode holder, boolean engine, Set<String> types, Set<String> set) {
    JsonNode options = security(holder).path("seLinuxOptions");
    String type = options.path("type").asText("");
    boolean bad = false;
    if (!SE_LINUX.contains(type) && !(engine && type.equals("container_engine_t"))) {
      types.add(type);
      bad = true;
    }
    for (String field : new String[] {"user", "role"}) {
      if (!options.path(field).asText("").isEmpty()) {
        set.add(field);
        bad = true;
      }
    }
    return bad;
  }

  static Optional<Violation> seccompAnnotations(PodParts pod) {
    Set<String> forbidden = new TreeSet<>();
    JsonNode annotations = pod.metadata().path("annotations");
    annotation(annotations, POD_SECCOMP, forbidden);
    for (JsonNode container : pod.containers()) {
      annotation(annotations, CONTAINER_SECCOMP + container.path("name").asText(""), forbidden);
    }
    return forbidden.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "seccompProfile",
                "forbidden "
                    + plural("annotation", forbidden)
                    + " "
                    + String.join(", ", forbidden)));
  }

  private static void annotation(JsonNode annotations, String key, Set<String> forbidden) {
    JsonNode value = annotations.path(key);
    if (value.isTextual()
        && !value.asText().equals("runtime/default")
        && !value.asText().equals("docker/default")
        && !value.asText().startsWith("localhost/")) {
      forbidden.add(key + "=\"" + value.asText() + "\"");
    }
  }

  /** Whether a profile is set and is none of those allowed; its type is added to {@code values}. */
  static boolean badSeccomp(JsonNode holder, Set<String> values) {
    JsonNode profile = security(holder).path("seccompProfile");
    String type = profile.path("type").asText("");
    boolean bad = profile.isObject() && !type.equals("Localhost") && !type.equals("RuntimeDefault");
    if (bad) {
      values.add(type);
    }
    return bad;
  }

  static Optional<Violation> seccomp(PodParts pod) {
    Set<String> values = new TreeSet<>();
    boolean whole = badSeccomp(pod.spec(), values);
    List<String> names = pod.names(container -> badSeccomp(container, values));
    return !whole && names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "seccompProfile",
                setters(whole, names)
                    + " must not set securityContext.seccompProfile.type to "
                    + quoted(values)));
  }

  static Optional<Violation> sysctls(PodParts pod, int minor) {
    List<String> forbidden = new ArrayList<>();
    for (JsonNode sysctl : security(pod.spec()).path("sysctls")) {
      String name = sysctl.path("name").asText("");
      if (SYSCTLS.getOrDefault(name, Integer.MAX_VALUE) > minor) {
        forbidden.add(name);
      }
    }
    return forbidden.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation("forbidden sysctls", String.join(", ", forbidden)));
  }
}

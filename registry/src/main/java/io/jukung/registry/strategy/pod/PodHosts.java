package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.List;

/**
 * The checks of what a pod shares with its host and of its own name ({@code
 * validatePodHostNetworkDeps}, {@code validateHostUsers}, {@code validatePodHostName} and {@code
 * ValidateHostAliases} in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodHosts {
  private static final int MAX_HOSTNAME_BYTES = 64;
  private static final String NO_HOST_USERS = "when `hostUsers` is false";

  private PodHosts() {}

  /** In the host's network, a container's ports are the host's. */
  static void hostPorts(PodScope scope) {
    if (!scope.spec().at("hostNetwork").isTrue()) {
      return;
    }
    for (Spot container : scope.spec().at("containers").elements()) {
      for (Spot port : container.at("ports").elements()) {
        Spot hostPort = port.at("hostPort");
        boolean told = scope.pod().isPresent() || hostPort.number() != 0;
        if (told && hostPort.number() != port.at("containerPort").number()) {
          Check.invalidNumber(
              hostPort, "must match `containerPort` when `hostNetwork` is true", scope.errors());
        }
      }
    }
  }

  /** Users of its own can't be combined with the host's namespaces. */
  static void users(PodScope scope) {
    if (scope.hostUsers()) {
      return;
    }
    Spot spec = scope.spec();
    for (List<String> field :
        List.of(
            List.of("hostNetwork", "hostNetwork"),
            List.of("hostPID", "HostPID"),
            List.of("hostIPC", "HostIPC"))) {
      if (spec.at(field.get(0)).isTrue()) {
        Check.forbidden(spec.at(field.get(1)), NO_HOST_USERS, scope.errors());
      }
    }
    if (!scope.leeway().volumeDevices()) {
      volumeDevices(spec, scope.errors());
    }
  }

  /** Block devices of a spec whose pods have users of their own. */
  static void volumeDevices(Spot spec, List<FieldError> errors) {
    if (!spec.has("hostUsers") || spec.at("hostUsers").isTrue()) {
      return;
    }
    for (Spot container : PodScope.containers(spec)) {
      if (container.at("volumeDevices").size() > 0) {
        Check.forbidden(container.at("volumeDevices"), NO_HOST_USERS, errors);
      }
    }
  }

  /** A name that is none of the pod's. */
  static void hostname(PodScope scope) {
    Spot name = scope.spec().at("hostnameOverride");
    if (!name.has()) {
      return;
    }
    for (String field : List.of("setHostnameAsFQDN", "hostNetwork")) {
      if (scope.spec().at(field).isTrue()) {
        Check.forbidden(name, "may not be specified when " + field + " is true", scope.errors());
      }
    }
    if (name.text().length() > MAX_HOSTNAME_BYTES) {
      scope.errors().add(FieldError.tooLong(name.path(), MAX_HOSTNAME_BYTES));
    }
    Check.name(name, NameRule.DNS_SUBDOMAIN, scope.errors());
  }

  /** What stands in the pod's file of hosts. */
  static void aliases(PodScope scope) {
    for (Spot alias : scope.spec().at("hostAliases").elements()) {
      Addresses.legacyAddress(alias.at("ip"), List.of(), scope.errors());
      for (Spot name : alias.at("hostnames").elements()) {
        Check.name(name, NameRule.DNS_SUBDOMAIN, scope.errors());
      }
    }
  }
}

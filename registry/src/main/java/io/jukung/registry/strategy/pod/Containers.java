package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.Resources;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of a pod's containers ({@code validateContainers} and {@code validateContainerCommon}
 * in {@code pkg/apis/core/validation/validation.go} at v1.36). For one pod, on one thread.
 */
final class Containers {
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> RESIZABLE = List.of("cpu", "memory");

  private final PodScope scope;
  private final List<FieldError> errors;

  Containers(PodScope scope) {
    this.scope = scope;
    this.errors = scope.errors();
  }

  /** Checks the regular containers. */
  void check(Spot containers) {
    if (containers.size() == 0) {
      Check.missing(containers, "", errors);
      return;
    }
    Set<String> names = new HashSet<>();
    for (Spot container : containers.elements()) {
      common(container);
      unique(container, names);
      Handlers.check(container, scope);
      RestartRules.check(container, errors);
    }
    Set<String> hostPorts = new HashSet<>();
    containers.elements().forEach(container -> hostPorts(container, hostPorts));
  }

  /** Checks that no container before has this one's name. */
  void unique(Spot container, Set<String> names) {
    Spot name = container.at("name");
    if (!names.add(name.text())) {
      errors.add(FieldError.duplicate(name.path(), name.text()));
    }
  }

  /** Checks what holds for every container. */
  void common(Spot container) {
    Check.requiredName(container.at("name"), NameRule.DNS_LABEL, errors);
    Check.required(container.at("image"), errors);
    Check.mustBeOneOf(
        container.at("terminationMessagePolicy"), List.of("File", "FallbackToLogsOnError"), errors);
    ports(container.at("ports"));
    Environment.check(container, errors);
    Mounts.check(container, scope);
    pullPolicy(container.at("imagePullPolicy"), errors);
    Resources.requirements(
        container.at("resources"),
        Resources::containerResourceName,
        scope.claims(),
        scope.leeway().hugePages(),
        errors);
    resizePolicy(container.at("resizePolicy"));
    PodSecurity.container(container.at("securityContext"), scope);
  }

  /** When an image is pulled. */
  static void pullPolicy(Spot policy, List<FieldError> errors) {
    if (policy.text().isEmpty()) {
      Check.missing(policy, "", errors);
    } else {
      Check.mustBeOneOf(policy, List.of("Always", "IfNotPresent", "Never"), errors);
    }
  }

  /** What holds for containers of pods but not of templates. */
  static void image(Spot container, List<FieldError> errors) {
    Spot image = container.at("image");
    if (!image.text().strip().equals(image.text())) {
      Check.invalidText(image, "must not have leading or trailing whitespace", errors);
    }
  }

  private void ports(Spot ports) {
    Set<String> names = new HashSet<>();
    for (Spot port : ports.elements()) {
      Spot name = port.at("name");
      if (!name.text().isEmpty() && Check.portName(name, errors) && !names.add(name.text())) {
        errors.add(FieldError.duplicate(name.path(), name.text()));
      }
      if (port.at("containerPort").number() == 0) {
        Check.missing(port.at("containerPort"), "", errors);
      } else {
        Check.port(port.at("containerPort"), errors);
      }
      if (port.at("hostPort").number() != 0) {
        Check.port(port.at("hostPort"), errors);
      }
      Spot protocol = port.at("protocol");
      if (protocol.text().isEmpty()) {
        Check.missing(protocol, "", errors);
      } else {
        Check.mustBeOneOf(protocol, PROTOCOLS, errors);
      }
    }
  }

  /** Checks that a container takes no port of the host that is taken. */
  void hostPorts(Spot container, Set<String> taken) {
    for (Spot port : container.at("ports").elements()) {
      long hostPort = port.at("hostPort").number();
      String key = port.at("protocol").text() + "/" + port.at("hostIP").text() + "/" + hostPort;
      if (hostPort != 0 && !taken.add(key)) {
        errors.add(FieldError.duplicate(port.at("hostPort").path(), key));
      }
    }
  }

  private void resizePolicy(Spot policies) {
    Set<String> resources = new HashSet<>();
    for (Spot policy : policies.elements()) {
      Spot resource = policy.at("resourceName").as(policies);
      Spot restart = policy.at("restartPolicy").as(policies);
      if (!resources.add(resource.text())) {
        errors.add(FieldError.duplicate(policy.path(), resource.text()));
      }
      requiredOneOf(resource, RESIZABLE);
      requiredOneOf(restart, List.of("NotRequired", "RestartContainer"));
      if (scope.restartPolicy().equals("Never") && !restart.text().equals("NotRequired")) {
        Check.invalidText(
            restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'", errors);
      }
    }
  }

  private void requiredOneOf(Spot spot, List<String> supported) {
    if (spot.text().isEmpty()) {
      Check.missing(spot, "", errors);
    } else {
      Check.mustBeOneOf(spot, supported, errors);
    }
  }
}

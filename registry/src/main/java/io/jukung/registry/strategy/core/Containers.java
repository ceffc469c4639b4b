package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The checks of a pod's containers ({@code validateContainers} and what it calls in {@code
 * pkg/apis/core/validation/validation.go} at v1.36). For one pod, on one thread.
 */
final class Containers {
  private static final String ONLY_SIDECARS =
      "may not be set for init containers without restartPolicy=Always";
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  private final Set<String> volumes;
  private final List<FieldError> errors;
  private final Set<String> names = new HashSet<>();

  /**
   * Checks that add to {@code errors}.
   *
   * @param volumes the names of the pod's valid volumes
   */
  Containers(Set<String> volumes, List<FieldError> errors) {
    this.volumes = volumes;
    this.errors = errors;
  }

  void check(Spot containers) {
    if (containers.elements().isEmpty()) {
      errors.add(FieldError.required(containers.path(), ""));
    }
    for (Spot container : containers.elements()) {
      common(container);
      unique(container);
      probes(container);
    }
    Set<String> hostPorts = new HashSet<>();
    containers.elements().forEach(container -> hostPorts(container, hostPorts));
  }

  void checkInit(Spot containers) {
    for (Spot container : containers.elements()) {
      common(container);
      Check.oneOf(container.at("restartPolicy"), List.of("Always", "Never", "OnFailure"), errors);
      unique(container);
      hostPorts(container, new HashSet<>());
      if (container.at("restartPolicy").text().equals("Always")) {
        probes(container);
      } else {
        for (String field :
            List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
          if (container.at(field).has()) {
            errors.add(FieldError.forbidden(container.at(field).path(), ONLY_SIDECARS));
          }
        }
      }
    }
  }

  /** Checks what holds for ephemeral containers too. */
  void checkCommon(Spot container) {
    common(container);
  }

  private void unique(Spot container) {
    String name = container.at("name").text();
    if (!name.isEmpty() && !names.add(name)) {
      errors.add(FieldError.duplicate(container.at("name").path(), name));
    }
  }

  private void common(Spot container) {
    Check.requiredName(container.at("name"), NameRule.DNS_LABEL, errors);
    Check.required(container.at("image"), errors);
    Check.oneOf(
        container.at("terminationMessagePolicy"), List.of("File", "FallbackToLogsOnError"), errors);
    ports(container.at("ports"));
    environment(container.at("env"));
    mounts(container.at("volumeMounts"));
    Check.oneOf(
        container.at("imagePullPolicy"), List.of("Always", "IfNotPresent", "Never"), errors);
    resources(container.at("resources"));
  }

  private void ports(Spot ports) {
    Set<String> portNames = new HashSet<>();
    for (Spot port : ports.elements()) {
      Spot name = port.at("name");
      if (!name.text().isEmpty() && Check.portName(name, errors) && !portNames.add(name.text())) {
        errors.add(FieldError.duplicate(name.path(), name.text()));
      }
      if (port.at("containerPort").number() == 0) {
        errors.add(FieldError.required(port.at("containerPort").path(), ""));
      } else {
        Check.port(port.at("containerPort"), errors);
      }
      if (port.at("hostPort").number() != 0) {
        Check.port(port.at("hostPort"), errors);
      }
      Check.oneOf(port.at("protocol"), PROTOCOLS, errors);
    }
  }

  private void hostPorts(Spot container, Set<String> taken) {
    for (Spot port : container.at("ports").elements()) {
      long hostPort = port.at("hostPort").number();
      String key = port.at("protocol").text() + "/" + port.at("hostIP").text() + "/" + hostPort;
      if (hostPort != 0 && !taken.add(key)) {
        errors.add(FieldError.duplicate(port.at("hostPort").path(), key));
      }
    }
  }

  private void environment(Spot variables) {
    for (Spot variable : variables.elements()) {
      Spot name = variable.at("name");
      if (name.text().isEmpty()) {
        errors.add(FieldError.required(name.path(), ""));
      } else if (!name.text().chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '=')) {
        Check.invalid(
            name,
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='",
            errors);
      }
      Spot from = variable.at("valueFrom");
      if (from.has()) {
        source(variable, from);
      }
    }
  }

  private void source(Spot variable, Spot from) {
    int sources = 0;
    for (String kind :
        List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")) {
      sources += from.at(kind).has() ? 1 : 0;
    }
    for (String kind : List.of("configMapKeyRef", "secretKeyRef")) {
      if (from.at(kind).has()) {
        Check.required(from.at(kind).at("key"), errors);
      }
    }
    if (sources == 0) {
      wrongSource(
          from,
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef`"
              + " or `fileKeyRef`");
    } else if (!variable.at("value").text().isEmpty()) {
      wrongSource(from, "may not be specified when `value` is not empty");
    } else if (sources > 1) {
      wrongSource(from, "may not have more than one field specified at a time");
    }
  }

  private void wrongSource(Spot from, String detail) {
    errors.add(FieldError.invalid(from.path(), "", detail));
  }

  private void mounts(Spot mounts) {
    Set<String> paths = new HashSet<>();
    for (Spot mount : mounts.elements()) {
      Spot name = mount.at("name");
      Spot mountPath = mount.at("mountPath");
      Check.required(name, errors);
      if (!volumes.contains(name.text())) {
        errors.add(
            new FieldError(
                FieldError.Type.NOT_FOUND,
                name.path(),
                FieldError.invalid("", name.text(), "").badValue(),
                ""));
      }
      Check.required(mountPath, errors);
      if (!paths.add(mountPath.text())) {
        Check.invalid(mountPath, "must be unique", errors);
      }
    }
  }

  private void resources(Spot resources) {
    JsonNode limits = resources.at("limits").node();
    Map<String, JsonNode> requests = new TreeMap<>();
    for (Map.Entry<String, JsonNode> limit : limits.properties()) {
      notNegative(resources.at("limits").key(limit.getKey()));
    }
    for (Map.Entry<String, JsonNode> request : resources.at("requests").node().properties()) {
      requests.put(request.getKey(), request.getValue());
    }
    requests.forEach(
        (name, request) -> {
          notNegative(resources.at("requests").key(name));
          JsonNode limit = limits.path(name);
          if (!limit.isMissingNode()
              && Amount.of(request.asText()).compareTo(Amount.of(limit.asText())) > 0) {
            errors.add(
                FieldError.invalid(
                    resources.at("requests").path(),
                    TextNode.valueOf(request.asText()),
                    "must be less than or equal to " + name + " limit of " + limit.asText()));
          }
        });
  }

  private void notNegative(Spot quantity) {
    if (Amount.of(quantity.text()).signum() < 0) {
      Check.invalid(quantity, "must be greater than or equal to 0", errors);
    }
  }

  private void probes(Spot container) {
    for (String kind : new TreeSet<>(List.of("livenessProbe", "readinessProbe", "startupProbe"))) {
      Spot probe = container.at(kind);
      if (probe.has()) {
        probe(probe);
        boolean once = !kind.equals("readinessProbe");
        if (once
            && probe.at("successThreshold").has()
            && probe.at("successThreshold").number() != 1) {
          Check.invalid(probe.at("successThreshold"), "must be 1", errors);
        }
      }
    }
  }

  private void probe(Spot probe) {
    int handlers = 0;
    for (String kind : List.of("exec", "httpGet", "tcpSocket", "grpc")) {
      Spot handler = probe.at(kind);
      if (handler.has() && handlers++ > 0) {
        errors.add(
            FieldError.forbidden(handler.path(), "may not specify more than 1 handler type"));
      } else if (handler.has() && kind.equals("exec")) {
        if (handler.at("command").elements().isEmpty()) {
          errors.add(FieldError.required(handler.at("command").path(), ""));
        }
      } else if (handler.has() && !kind.equals("grpc")) {
        Check.portNumberOrName(handler.at("port"), errors);
        Check.oneOf(handler.at("scheme"), List.of("HTTP", "HTTPS"), errors);
      } else if (handler.has()) {
        Check.port(handler.at("port"), errors);
      }
    }
    if (handlers == 0) {
      errors.add(FieldError.required(probe.path(), "must specify a handler type"));
    }
    for (String number :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      Check.nonNegative(probe.at(number), errors);
    }
  }
}

package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.node.LongNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The checks of probes and of what runs when a container starts and stops ({@code validateProbe},
 * {@code validateLifecycle} and {@code validateHandler} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class Handlers {
  private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9]+");
  private static final List<String> OF_PROBES = List.of("exec", "httpGet", "tcpSocket", "grpc");
  private static final List<String> OF_LIFECYCLES =
      List.of("exec", "httpGet", "tcpSocket", "sleep");
  private static final List<String> NUMBERS =
      List.of(
          "initialDelaySeconds",
          "timeoutSeconds",
          "periodSeconds",
          "successThreshold",
          "failureThreshold");

  private Handlers() {}

  /** A container's lifecycle and its probes. */
  static void check(Spot container, PodScope scope) {
    for (String moment : List.of("postStart", "preStop")) {
      Spot handler = container.at("lifecycle").at(moment);
      if (handler.has()) {
        handler(handler, OF_LIFECYCLES, scope);
      }
    }
    probe(container.at("livenessProbe"), scope);
    once(container.at("livenessProbe"), scope.errors());
    Spot readiness = container.at("readinessProbe");
    probe(readiness, scope);
    if (readiness.has("terminationGracePeriodSeconds")) {
      Check.invalid(
          readiness.at("terminationGracePeriodSeconds"),
          "must not be set for readinessProbes",
          scope.errors());
    }
    probe(container.at("startupProbe"), scope);
    once(container.at("startupProbe"), scope.errors());
  }

  private static void once(Spot probe, List<FieldError> errors) {
    if (probe.has() && probe.at("successThreshold").number() != 1) {
      Check.invalidNumber(probe.at("successThreshold"), "must be 1", errors);
    }
  }

  private static void probe(Spot probe, PodScope scope) {
    if (!probe.has()) {
      return;
    }
    handler(probe, OF_PROBES, scope);
    NUMBERS.forEach(number -> Check.nonNegative(probe.at(number), scope.errors()));
    Spot period = probe.at("terminationGracePeriodSeconds");
    if (period.has() && period.number() <= 0) {
      Check.invalidNumber(period, "must be greater than 0", scope.errors());
    }
  }

  private static void handler(Spot handler, List<String> kinds, PodScope scope) {
    int found = 0;
    for (String kind : kinds) {
      if (!handler.has(kind)) {
        continue;
      }
      if (found++ > 0) {
        Check.forbidden(
            handler.at(kind), "may not specify more than 1 handler type", scope.errors());
      } else {
        action(kind, handler.at(kind), scope);
      }
    }
    if (found == 0) {
      Check.missing(handler, "must specify a handler type", scope.errors());
    }
  }

  private static void action(String kind, Spot action, PodScope scope) {
    List<FieldError> errors = scope.errors();
    switch (kind) {
      case "exec" -> {
        if (action.at("command").size() == 0) {
          Check.missing(action.at("command"), "", errors);
        }
      }
      case "httpGet" -> {
        Check.required(action.at("path"), errors);
        Check.portNumberOrName(action.at("port"), errors);
        Check.mustBeOneOf(action.at("scheme"), List.of("HTTP", "HTTPS"), errors);
        headers(action.at("httpHeaders"), errors);
      }
      case "sleep" -> sleep(action, scope);
      default -> Check.portNumberOrName(action.at("port"), errors);
    }
  }

  private static void headers(Spot headers, List<FieldError> errors) {
    for (Spot header : headers.elements()) {
      String name = header.at("name").text();
      if (!HEADER.matcher(name).matches()) {
        errors.add(
            FieldError.invalid(
                headers.path(),
                name,
                "a valid HTTP header must consist of alphanumeric characters or '-' (e.g."
                    + " 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"));
      }
    }
  }

  private static void sleep(Spot action, PodScope scope) {
    long seconds = action.at("seconds").number();
    scope
        .gracePeriodSeconds()
        .ifPresent(
            period -> {
              if (seconds < 0 || seconds > period) {
                scope
                    .errors()
                    .add(
                        FieldError.invalid(
                            action.path(),
                            LongNode.valueOf(seconds),
                            "must be non-negative and less than terminationGracePeriodSeconds ("
                                + period
                                + ")"));
              }
            });
  }
}

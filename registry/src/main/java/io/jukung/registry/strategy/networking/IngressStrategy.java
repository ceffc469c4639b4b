package io.jukung.registry.strategy.networking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.IpText;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.GenericStrategy;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.BalancerStatus;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.List;

/** Ingresses ({@code ValidateIngressCreate} at v1.36). */
public final class IngressStrategy extends GenericStrategy {
  private static final String CLASS = "kubernetes.io/ingress.class";
  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final List<String> NOT_IN_PATHS = List.of("//", "/./", "/../", "%2f", "%2F");

  /** The strategy of the resource {@code ingresses}. */
  public IngressStrategy(ResourceType type) {
    super(type);
  }

  @Override
  public List<FieldError> validate(RequestContext context, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>(super.validate(context, object));
    Spot spec = new Spot(object.path("spec"), "spec");
    spec(spec, errors);
    JsonNode byAnnotation = object.path("metadata").path("annotations").path(CLASS);
    Spot className = spec.at("ingressClassName");
    if (byAnnotation.isTextual()
        && className.has()
        && !byAnnotation.asText().equals(className.text())) {
      errors.add(
          FieldError.invalid(
              "annotations." + CLASS,
              byAnnotation,
              "must match `ingressClassName` when both are specified"));
    }
    return errors;
  }

  @Override
  public List<FieldError> validateUpdate(
      RequestContext context, ObjectNode object, ObjectNode old, String subresource) {
    List<FieldError> errors =
        new ArrayList<>(super.validateUpdate(context, object, old, subresource));
    if (subresource.equals("status")) {
      BalancerStatus.ofIngress(new Spot(object, ""), old, errors);
    } else {
      spec(new Spot(object.path("spec"), "spec"), errors);
    }
    return errors;
  }

  private static void spec(Spot spec, List<FieldError> errors) {
    if (spec.at("rules").elements().isEmpty() && !spec.at("defaultBackend").has()) {
      Check.invalid(
          new Spot(spec.at("rules").node(), spec.path()),
          "either `defaultBackend` or `rules` must be specified",
          errors);
    }
    if (spec.at("defaultBackend").has()) {
      backend(spec.at("defaultBackend"), errors);
    }
    for (Spot rule : spec.at("rules").elements()) {
      host(rule.at("host"), errors);
      if (rule.at("http").has()) {
        paths(rule.at("http").at("paths"), errors);
      }
    }
    for (Spot tls : spec.at("tls").elements()) {
      tls.at("hosts").elements().forEach(host -> name(host, errors));
      Check.optionalName(tls.at("secretName"), NameRule.DNS_SUBDOMAIN, errors);
    }
    Spot className = spec.at("ingressClassName");
    if (className.has()) {
      Check.name(className, NameRule.DNS_SUBDOMAIN, errors);
    }
  }

  private static void host(Spot host, List<FieldError> errors) {
    if (IpText.valid(host.text())) {
      Check.invalid(host, "must be a DNS name, not an IP address", errors);
    } else if (!host.text().isEmpty()) {
      name(host, errors);
    }
  }

  private static void name(Spot host, List<FieldError> errors) {
    String name = host.text();
    if (!name.contains("*")) {
      Check.name(host, NameRule.DNS_SUBDOMAIN, errors);
    } else if (!name.startsWith("*.")
        || !NameRule.DNS_SUBDOMAIN.errors(name.substring(2), false).isEmpty()) {
      Check.invalid(
          host,
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain,"
              + " which must consist of lower case alphanumeric characters, '-' or '.' and end with"
              + " an alphanumeric character (e.g. '*.example.com', regex used for validation is"
              + " '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
          errors);
    }
  }

  private static void paths(Spot paths, List<FieldError> errors) {
    if (paths.elements().isEmpty()) {
      errors.add(FieldError.required(paths.path(), ""));
    }
    for (Spot path : paths.elements()) {
      Spot type = path.at("pathType");
      Spot value = path.at("path");
      if (!type.has()) {
        errors.add(FieldError.required(type.path(), "pathType must be specified"));
      } else if (!PATH_TYPES.contains(type.text())) {
        errors.add(FieldError.notSupported(type.path(), type.text(), PATH_TYPES));
      } else if (!type.text().equals("ImplementationSpecific") || !value.text().isEmpty()) {
        path(value, type.text(), errors);
      }
      backend(path.at("backend"), errors);
    }
  }

  private static void path(Spot path, String type, List<FieldError> errors) {
    if (!path.text().startsWith("/")) {
      errors.add(FieldError.invalid(path.path(), path.text(), "must be an absolute path"));
    }
    if (type.equals("ImplementationSpecific")) {
      return;
    }
    for (String forbidden : NOT_IN_PATHS) {
      if (path.text().contains(forbidden)) {
        errors.add(
            FieldError.invalid(path.path(), path.text(), "must not contain '" + forbidden + "'"));
      }
    }
    for (String suffix : List.of("/..", "/.")) {
      if (path.text().endsWith(suffix)) {
        errors.add(
            FieldError.invalid(path.path(), path.text(), "cannot end with '" + suffix + "'"));
      }
    }
  }

  private static void backend(Spot backend, List<FieldError> errors) {
    Spot service = backend.at("service");
    Spot resource = backend.at("resource");
    if (service.has() && resource.has()) {
      errors.add(
          FieldError.invalid(backend.path(), "", "cannot set both resource and service backends"));
    } else if (resource.has()) {
      NetworkRules.typedReference(resource, errors);
    } else if (!service.has()) {
      errors.add(FieldError.invalid(backend.path(), "", "resource or service backend is required"));
    } else {
      service(backend, service, errors);
    }
  }

  private static void service(Spot backend, Spot service, List<FieldError> errors) {
    Check.requiredName(service.at("name"), NameRule.DNS_LABEL, errors);
    Spot name = service.at("port").at("name");
    Spot number = service.at("port").at("number");
    if (!name.text().isEmpty() && number.number() != 0) {
      errors.add(FieldError.invalid(backend.path(), "", "cannot set both port name & port number"));
    } else if (!name.text().isEmpty()) {
      Check.portName(name, errors);
    } else if (number.number() != 0) {
      Check.port(number, errors);
    } else {
      errors.add(FieldError.required(backend.path(), "port name or number is required"));
    }
  }
}

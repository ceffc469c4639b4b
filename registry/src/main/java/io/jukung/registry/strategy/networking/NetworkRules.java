package io.jukung.registry.strategy.networking;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.IpText;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.List;
import java.util.regex.Pattern;

/** IngressClasses, IPAddresses and ServiceCIDRs. */
public final class NetworkRules {
  private static final int MAX_CONTROLLER_LENGTH = 250;
  private static final String PATH_FORM = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
  private static final Pattern PATH = Pattern.compile(PATH_FORM);

  private NetworkRules() {}

  /** Those of IngressClasses: their controller never changes. */
  public static KindRules ingressClass() {
    return KindRules.of((root, errors) -> ingressClass(root.at("spec"), errors))
        .changes(
            KindRules.Order.CHANGE_WHOLE,
            (root, old, errors) -> {
              Spot controller = root.at("spec").at("controller");
              if (!controller.text().equals(old.at("spec").at("controller").text())) {
                Check.invalidText(controller, ObjectMetaValidation.IMMUTABLE, errors);
              }
            });
  }

  private static void ingressClass(Spot spec, List<FieldError> errors) {
    Spot controller = spec.at("controller");
    if (controller.text().length() > MAX_CONTROLLER_LENGTH) {
      errors.add(FieldError.tooLong(controller.path(), MAX_CONTROLLER_LENGTH));
    }
    domainPrefixedPath(controller, errors);
    if (spec.has("parameters")) {
      parameters(spec.at("parameters"), errors);
    }
  }

  private static void domainPrefixedPath(Spot spot, List<FieldError> errors) {
    String text = spot.text();
    if (text.isEmpty()) {
      Check.missing(spot, "", errors);
      return;
    }
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      Check.invalidText(spot, "must be a domain-prefixed path (such as \"acme.io/foo\")", errors);
      return;
    }
    String host = text.substring(0, slash);
    for (String error : NameRule.DNS_SUBDOMAIN.errors(host, false)) {
      errors.add(FieldError.invalid(spot.path(), host, error));
    }
    String path = text.substring(slash + 1);
    if (!PATH.matcher(path).matches()) {
      errors.add(
          FieldError.invalid(
              spot.path(),
              path,
              "Invalid path (regex used for validation is '" + PATH_FORM + "')"));
    }
  }

  private static void parameters(Spot parameters, List<FieldError> errors) {
    typedReference(parameters, errors);
    Spot scope = parameters.at("scope");
    Spot namespace = parameters.at("namespace");
    if (!scope.has()) {
      Check.missing(scope, "", errors);
      return;
    }
    switch (scope.text()) {
      case "Namespace" -> {
        if (namespace.has()) {
          Check.name(namespace, NameRule.DNS_LABEL, errors);
        } else {
          Check.missing(namespace, "`parameters.scope` is set to 'Namespace'", errors);
        }
      }
      case "Cluster" -> {
        if (namespace.has()) {
          Check.forbidden(namespace, "`parameters.scope` is set to 'Cluster'", errors);
        }
      }
      default -> Check.mustBeOneOf(scope, List.of("Cluster", "Namespace"), errors);
    }
  }

  /** A reference to an object by group, kind and name. */
  static void typedReference(Spot reference, List<FieldError> errors) {
    if (reference.has("apiGroup")) {
      Check.name(reference.at("apiGroup"), NameRule.DNS_SUBDOMAIN, errors);
    }
    Check.requiredName(reference.at("kind"), NameRule.PATH_SEGMENT, errors);
    Check.requiredName(reference.at("name"), NameRule.PATH_SEGMENT, errors);
  }

  /** Those of IPAddresses: whose they are never changes. */
  public static KindRules ipAddress() {
    return KindRules.of((root, errors) -> parent(root.at("spec").at("parentRef"), errors))
        .changes(
            KindRules.Order.WHOLE_CHANGE,
            (root, old, errors) -> {
              Spot parent = root.at("spec").at("parentRef");
              if (!Same.same(parent.node(), old.at("spec").at("parentRef").node())) {
                errors.add(
                    FieldError.invalid(
                        parent.path(),
                        parent.has()
                            ? InternalForm.of("networking.ParentReference", parent.node())
                            : null,
                        ObjectMetaValidation.IMMUTABLE));
              }
            });
  }

  private static void parent(Spot parent, List<FieldError> errors) {
    if (!parent.has()) {
      Check.missing(parent, "", errors);
      return;
    }
    Check.optionalName(parent.at("group"), NameRule.DNS_SUBDOMAIN, errors);
    Check.requiredName(parent.at("resource"), NameRule.PATH_SEGMENT, errors);
    Check.requiredName(parent.at("name"), NameRule.PATH_SEGMENT, errors);
    Check.optionalName(parent.at("namespace"), NameRule.PATH_SEGMENT, errors);
  }

  /** Those of ServiceCIDRs: a second range may be added, nothing else changed. */
  public static KindRules serviceCidr() {
    return KindRules.of((root, errors) -> ranges(root.at("spec"), errors))
        .changes(KindRules.Order.CHANGE, NetworkRules::rangesChange);
  }

  private static void ranges(Spot spec, List<FieldError> errors) {
    Spot ranges = spec.at("cidrs");
    if (ranges.size() == 0) {
      Check.missing(ranges, "at least one CIDR required", errors);
      return;
    }
    if (ranges.size() > 2) {
      errors.add(
          FieldError.invalid(
              ranges.path(),
              InternalForm.of("networking.ServiceCIDRSpec", spec.node()),
              "may only hold up to 2 values"));
      return;
    }
    List<Spot> all = ranges.elements();
    all.forEach(range -> Addresses.canonicalRange(range, errors));
    if (all.size() == 2
        && IpText.parseRange(all.get(0).text()).isPresent()
        && IpText.parseRange(all.get(1).text()).isPresent()
        && v6(all.get(0)) == v6(all.get(1))) {
      Check.invalid(
          ranges,
          "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
              + " 2001:db8::/64",
          errors);
    }
  }

  private static boolean v6(Spot range) {
    return range.text().indexOf(':') >= 0;
  }

  private static void rangesChange(Spot root, Spot old, List<FieldError> errors) {
    Spot ranges = root.at("spec").at("cidrs");
    JsonNode before = old.at("spec").at("cidrs").node();
    boolean added = before.size() == 1 && ranges.size() == 2;
    if (before.size() != ranges.size() && !added) {
      Check.invalid(ranges, ObjectMetaValidation.IMMUTABLE, errors);
      return;
    }
    List<Spot> all = ranges.elements();
    for (int i = 0; i < before.size(); i++) {
      if (!all.get(i).node().equals(before.get(i))) {
        Check.invalid(all.get(i), ObjectMetaValidation.IMMUTABLE, errors);
      }
    }
    if (added) {
      ranges(root.at("spec"), errors);
    }
  }
}

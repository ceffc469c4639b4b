package io.jukung.registry.strategy.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.IpText;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.AddressWarnings;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * EndpointSlices: their type of address never changes, and endpoints that an update leaves as they
 * are may be wrong.
 */
public final class EndpointSliceRules {
  private static final int MAX_ENDPOINTS = 1000;
  private static final int MAX_ADDRESSES = 100;
  private static final int MAX_PORTS = 20_000;
  private static final int MAX_TOPOLOGY = 16;
  private static final int MAX_HINTS = 8;
  private static final Spot NOTHING = new Spot(MissingNode.getInstance(), "");

  private EndpointSliceRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of((root, errors) -> whole(root, NOTHING, errors))
        .creates((context, object) -> dropTopology(object))
        .updates(
            (context, object, old) -> {
              if (!Same.same(object.path("endpoints"), old.path("endpoints"))) {
                dropTopology(object);
              }
            })
        .changes(
            KindRules.Order.METADATA_CHANGE,
            (root, old, errors) -> {
              whole(root, old.at("endpoints"), errors);
              Check.immutable(root.at("addressType"), old.at("addressType").node(), errors);
            })
        .warns(EndpointSliceRules::warn);
  }

  private static void dropTopology(ObjectNode object) {
    for (JsonNode endpoint : object.path("endpoints")) {
      if (endpoint instanceof ObjectNode fields) {
        fields.remove("deprecatedTopology");
      }
    }
  }

  private static void whole(Spot root, Spot old, List<FieldError> errors) {
    Spot type = root.at("addressType");
    if (type.text().isEmpty()) {
      Check.missing(type, "", errors);
    } else {
      Check.mustBeOneOf(type, List.of("FQDN", "IPv4", "IPv6"), errors);
    }
    ports(root.at("ports"), errors);
    int before = errors.size();
    endpoints(root.at("endpoints"), type.text(), errors);
    if (errors.size() > before
        && !old.node().isMissingNode()
        && Same.same(root.at("endpoints").node(), old.node())) {
      errors.subList(before, errors.size()).clear();
    }
  }

  private static void ports(Spot ports, List<FieldError> errors) {
    if (ports.size() > MAX_PORTS) {
      errors.add(FieldError.tooMany(ports.path(), ports.size(), MAX_PORTS));
      return;
    }
    Set<String> names = new HashSet<>();
    for (Spot port : ports.elements()) {
      Spot name = port.at("name");
      Check.optionalName(name, NameRule.DNS_LABEL, errors);
      if (!names.add(name.text())) {
        errors.add(FieldError.duplicate(name.path(), name.text()));
      }
      Check.mustBeOneOf(port.at("protocol"), List.of("SCTP", "TCP", "UDP"), errors);
      if (port.has("appProtocol")) {
        Check.qualifiedName(port.at("appProtocol"), errors);
      }
    }
  }

  private static void endpoints(Spot endpoints, String type, List<FieldError> errors) {
    if (endpoints.size() > MAX_ENDPOINTS) {
      errors.add(FieldError.tooMany(endpoints.path(), endpoints.size(), MAX_ENDPOINTS));
      return;
    }
    for (Spot endpoint : endpoints.elements()) {
      Spot addresses = endpoint.at("addresses");
      if (addresses.size() == 0) {
        Check.missing(addresses, "must contain at least 1 address", errors);
      } else if (addresses.size() > MAX_ADDRESSES) {
        errors.add(FieldError.tooMany(addresses.path(), addresses.size(), MAX_ADDRESSES));
      }
      for (Spot address : addresses.elements()) {
        address(address, addresses, type, errors);
      }
      if (endpoint.has("nodeName")) {
        Check.name(endpoint.at("nodeName"), NameRule.DNS_SUBDOMAIN, errors);
      }
      Spot topology = endpoint.at("deprecatedTopology");
      if (topology.size() > MAX_TOPOLOGY) {
        errors.add(FieldError.tooMany(topology.path(), topology.size(), MAX_TOPOLOGY));
      }
      Check.labels(topology, errors);
      if (endpoint.has("hostname")) {
        Check.name(endpoint.at("hostname"), NameRule.DNS_LABEL, errors);
      }
      hints(endpoint.at("hints"), errors);
    }
  }

  private static void address(Spot address, Spot list, String type, List<FieldError> errors) {
    int before = errors.size();
    switch (type) {
      case "IPv4" -> Addresses.legacyAddress(address, List.of(), errors);
      case "IPv6" -> Addresses.canonicalAddress(address, errors);
      case "FQDN" -> domain(address, errors);
      default -> {}
    }
    if (!type.startsWith("IP") || errors.size() > before) {
      return;
    }
    if (IpText.isV6(address.text()) != type.equals("IPv6")) {
      errors.add(
          FieldError.invalid(list.path(), address.text(), "must be an " + type + " address"));
    }
    Addresses.endpoint(address, errors);
  }

  private static void domain(Spot address, List<FieldError> errors) {
    String name = address.text();
    if (name.isEmpty()) {
      Check.missing(address, "", errors);
      return;
    }
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    List<String> problems = NameRule.DNS_SUBDOMAIN.errors(name, false);
    if (!problems.isEmpty()) {
      errors.add(FieldError.invalid(address.path(), name, String.join(",", problems)));
    } else if (name.indexOf('.') < 0) {
      errors.add(
          FieldError.invalid(
              address.path(),
              name,
              "should be a domain with at least two segments separated by dots"));
    } else {
      for (String label : name.split("\\.", -1)) {
        List<String> wrong = NameRule.DNS_LABEL.errors(label, false);
        if (!wrong.isEmpty()) {
          errors.add(FieldError.invalid(address.path(), label, String.join(",", wrong)));
          return;
        }
      }
    }
  }

  private static void hints(Spot hints, List<FieldError> errors) {
    for (String list : List.of("forZones", "forNodes")) {
      Spot spots = hints.at(list);
      if (spots.size() > MAX_HINTS) {
        errors.add(FieldError.tooMany(spots.path(), spots.size(), MAX_HINTS));
        return;
      }
      Set<String> names = new HashSet<>();
      for (Spot hint : spots.elements()) {
        Spot name = hint.at("name");
        if (!names.add(name.text())) {
          errors.add(FieldError.duplicate(name.path(), name.text()));
        }
        if (list.equals("forZones")) {
          Check.labelValue(name, errors);
        } else {
          Check.name(name, NameRule.DNS_SUBDOMAIN, errors);
        }
      }
    }
  }

  private static void warn(RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    if (old.isEmpty() && object.path("addressType").asText("").equals("FQDN")) {
      context.warn("spec.addressType: FQDN endpoints are deprecated");
    }
    String manager =
        object
            .path("metadata")
            .path("labels")
            .path("endpointslice.kubernetes.io/managed-by")
            .asText("");
    if (manager.equals("endpointslice-controller.k8s.io")
        || manager.equals("endpointslicemirroring-controller.k8s.io")) {
      return;
    }
    for (Spot endpoint : new Spot(object.path("endpoints"), "endpoints").elements()) {
      for (Spot address : endpoint.at("addresses").elements()) {
        AddressWarnings.address(context, address);
      }
    }
  }
}

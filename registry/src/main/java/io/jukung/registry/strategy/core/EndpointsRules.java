package io.jukung.registry.strategy.core;

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
import java.util.List;
import java.util.Optional;

/** Endpoints: subsets that an update leaves as they are may be wrong. */
public final class EndpointsRules {
  private static final List<String> ADDRESSES = List.of("addresses", "notReadyAddresses");

  private static final Spot NOTHING = new Spot(MissingNode.getInstance(), "");

  private EndpointsRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of((root, errors) -> subsets(root.at("subsets"), NOTHING, errors))
        .changes(
            KindRules.Order.CHANGE_METADATA_CHANGE,
            (root, old, errors) -> subsets(root.at("subsets"), old.at("subsets"), errors))
        .warns(EndpointsRules::warn);
  }

  /** What is wrong with the subsets; {@code old} is a missing node for new objects. */
  private static void subsets(Spot subsets, Spot old, List<FieldError> errors) {
    int before = errors.size();
    for (Spot subset : subsets.elements()) {
      if (subset.at("addresses").size() == 0 && subset.at("notReadyAddresses").size() == 0) {
        Check.missing(subset, "must specify `addresses` or `notReadyAddresses`", errors);
      }
      for (String list : ADDRESSES) {
        subset.at(list).elements().forEach(address -> address(address, errors));
      }
      for (Spot port : subset.at("ports").elements()) {
        port(port, subset.at("ports").size() > 1, errors);
      }
    }
    if (errors.size() > before
        && !(old.node() instanceof MissingNode)
        && Same.same(subsets.node(), old.node())) {
      errors.subList(before, errors.size()).clear();
    }
  }

  private static void address(Spot address, List<FieldError> errors) {
    Spot ip = address.at("ip");
    Addresses.legacyAddress(ip, List.of(), errors);
    Check.optionalName(address.at("hostname"), NameRule.DNS_LABEL, errors);
    if (address.has("nodeName")) {
      Check.name(address.at("nodeName"), NameRule.DNS_SUBDOMAIN, errors);
    }
    if (IpText.valid(ip.text())) {
      Addresses.endpoint(ip, errors);
    } else {
      Check.invalidText(ip, "must be a valid IP address", errors);
    }
  }

  private static void port(Spot port, boolean needsName, List<FieldError> errors) {
    if (needsName) {
      Check.requiredName(port.at("name"), NameRule.DNS_LABEL, errors);
    } else {
      Check.optionalName(port.at("name"), NameRule.DNS_LABEL, errors);
    }
    Check.port(port.at("port"), errors);
    if (port.at("protocol").text().isEmpty()) {
      Check.missing(port.at("protocol"), "", errors);
    } else {
      Check.mustBeOneOf(port.at("protocol"), List.of("SCTP", "TCP", "UDP"), errors);
    }
    if (port.has("appProtocol")) {
      Check.qualifiedName(port.at("appProtocol"), errors);
    }
  }

  private static void warn(RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    String manager =
        object
            .path("metadata")
            .path("labels")
            .path("endpoints.kubernetes.io/managed-by")
            .asText("");
    if (manager.equals("endpoint-controller")) {
      return;
    }
    for (Spot subset : new Spot(object.path("subsets"), "subsets").elements()) {
      for (String list : ADDRESSES) {
        for (Spot address : subset.at(list).elements()) {
          AddressWarnings.address(context, address.at("ip"));
        }
      }
    }
  }
}

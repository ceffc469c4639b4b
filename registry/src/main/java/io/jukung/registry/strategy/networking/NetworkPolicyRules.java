package io.jukung.registry.strategy.networking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.IpText;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.AddressWarnings;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NetworkPolicies; ranges that were there before may be wrong. */
public final class NetworkPolicyRules {
  private static final int MAX_TYPES = 2;

  private NetworkPolicyRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of((root, errors) -> spec(root.at("spec"), List.of(), errors))
        .changes(
            KindRules.Order.CHANGE,
            (root, old, errors) -> spec(root.at("spec"), ranges(old.at("spec")), errors))
        .warns(NetworkPolicyRules::warn);
  }

  /** All peers that are ranges. */
  private static List<Spot> blocks(Spot spec) {
    List<Spot> blocks = new ArrayList<>();
    for (List<String> names : List.of(List.of("ingress", "from"), List.of("egress", "to"))) {
      for (Spot rule : spec.at(names.get(0)).elements()) {
        for (Spot peer : rule.at(names.get(1)).elements()) {
          if (peer.has("ipBlock")) {
            blocks.add(peer.at("ipBlock"));
          }
        }
      }
    }
    return blocks;
  }

  private static List<String> ranges(Spot spec) {
    List<String> ranges = new ArrayList<>();
    for (Spot block : blocks(spec)) {
      ranges.add(block.at("cidr").text());
      block.at("except").elements().forEach(except -> ranges.add(except.text()));
    }
    return ranges;
  }

  private static void spec(Spot spec, List<String> old, List<FieldError> errors) {
    Check.selector(spec.at("podSelector"), errors);
    rules(spec.at("ingress"), "from", old, errors);
    rules(spec.at("egress"), "to", old, errors);
    Spot types = spec.at("policyTypes");
    if (types.size() > MAX_TYPES) {
      Check.invalid(types, "may not specify more than two policyTypes", errors);
      return;
    }
    for (Spot type : types.elements()) {
      Check.mustBeOneOf(type, List.of("Ingress", "Egress"), errors);
    }
  }

  private static void rules(Spot rules, String peers, List<String> old, List<FieldError> errors) {
    for (Spot rule : rules.elements()) {
      rule.at("ports").elements().forEach(port -> port(port, errors));
      rule.at(peers).elements().forEach(peer -> peer(peer, old, errors));
    }
  }

  private static void port(Spot port, List<FieldError> errors) {
    if (port.has("protocol")) {
      Check.mustBeOneOf(port.at("protocol"), List.of("TCP", "UDP", "SCTP"), errors);
    }
    Spot number = port.at("port");
    Spot end = port.at("endPort");
    if (!number.has()) {
      if (end.has()) {
        Check.invalid(end, "may not be specified when `port` is not specified", errors);
      }
    } else if (number.node().isTextual()) {
      if (end.has()) {
        Check.invalid(end, "may not be specified when `port` is non-numeric", errors);
      }
      Check.portName(number, errors);
    } else {
      Check.port(number, errors);
      if (end.has()) {
        if (end.number() < number.number()) {
          Check.invalid(number.as(end), "must be greater than or equal to `port`", errors);
        }
        Check.port(end, errors);
      }
    }
  }

  private static void peer(Spot peer, List<String> old, List<FieldError> errors) {
    int peers = 0;
    for (String selector : List.of("podSelector", "namespaceSelector")) {
      if (peer.has(selector)) {
        peers++;
        Check.selector(peer.at(selector), errors);
      }
    }
    boolean block = peer.has("ipBlock");
    if (block) {
      block(peer.at("ipBlock"), old, errors);
      if (peers > 0) {
        Check.forbidden(peer, "may not specify both ipBlock and another peer", errors);
      }
    } else if (peers == 0) {
      Check.missing(peer, "must specify a peer", errors);
    }
  }

  private static void block(Spot block, List<String> old, List<FieldError> errors) {
    Spot cidr = block.at("cidr");
    if (cidr.text().isEmpty()) {
      Check.missing(cidr, "", errors);
      return;
    }
    Addresses.legacyRange(cidr, old, errors);
    Optional<IpText.Range> range = IpText.parseRange(cidr.text());
    if (range.isEmpty()) {
      return;
    }
    for (Spot except : block.at("except").elements()) {
      Addresses.legacyRange(except, old, errors);
      boolean within =
          IpText.parseRange(except.text()).map(range.get()::strictlyContains).orElse(true);
      if (!within) {
        Check.invalidText(except, "must be a strict subset of `cidr`", errors);
      }
    }
  }

  private static void warn(RequestContext context, ObjectNode object, Optional<ObjectNode> old) {
    for (Spot block : blocks(new Spot(object.path("spec"), "spec"))) {
      AddressWarnings.range(context, block.at("cidr"));
      block.at("except").elements().forEach(except -> AddressWarnings.range(context, except));
    }
  }
}

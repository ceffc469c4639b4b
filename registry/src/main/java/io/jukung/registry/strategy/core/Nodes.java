package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.IpText;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of nodes ({@code ValidateNode} and {@code ValidateNodeUpdate} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class Nodes {
  private static final String TAINT = "core.Taint";

  private Nodes() {}

  static void check(Spot node, List<FieldError> errors) {
    taints(node, errors);
    amounts(node, errors);
    ranges(node.at("spec").at("podCIDRs"), errors);
  }

  /** Upstream places taints in metadata. */
  private static void taints(Spot node, List<FieldError> errors) {
    Set<String> seen = new HashSet<>();
    Spot place = node.at("metadata").at("taints");
    for (Spot taint : node.at("spec").at("taints").as(place).elements()) {
      Check.qualifiedName(taint.at("key"), errors);
      List<String> problems = LabelSyntax.valueErrors(taint.at("value").text());
      if (!problems.isEmpty()) {
        Check.invalidText(taint.at("value"), String.join(";", problems), errors);
      }
      NodeSelectors.effect(taint.at("effect"), errors);
      if (!seen.add(taint.at("effect").text() + " " + taint.at("key").text())) {
        errors.add(
            new FieldError(
                FieldError.Type.DUPLICATE,
                taint.path(),
                InternalForm.of(TAINT, taint.node()).toString(),
                "taints must be unique by key and effect pair"));
      }
    }
  }

  private static void amounts(Spot node, List<FieldError> errors) {
    for (String list : List.of("capacity", "allocatable")) {
      Spot amounts = node.at("status").at(list);
      amounts
          .elementsByKey()
          .forEach((name, amount) -> Resources.amount(amount.as(amounts.at(name)), name, errors));
    }
  }

  private static void ranges(Spot ranges, List<FieldError> errors) {
    int v6 = 0;
    for (Spot range : ranges.elements()) {
      Addresses.legacyRange(range, List.of(), errors);
      v6 += range.text().indexOf(':') >= 0 ? 1 : 0;
    }
    List<Spot> all = ranges.elements();
    for (int i = 0; all.size() > 1 && i < all.size(); i++) {
      if (IpText.rangeProblem(all.get(i).text()).isPresent()) {
        errors.add(
            FieldError.internal(
                ranges.path(),
                "invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR["
                    + i
                    + "]: <nil> (invalid CIDR address: "
                    + all.get(i).text()
                    + ")"));
        break;
      }
    }
    if (ranges.size() > 2 || (ranges.size() == 2 && v6 != 1)) {
      Check.invalid(ranges, "may specify no more than one CIDR for each IP family", errors);
    }
  }

  static void change(Spot node, ObjectNode old, List<FieldError> errors) {
    amounts(node, errors);
    Set<JsonNode> seen = new HashSet<>();
    for (Spot address : node.at("status").at("addresses").elements()) {
      if (!seen.add(address.node())) {
        errors.add(
            FieldError.duplicateOf(
                address.path(), InternalForm.of("core.NodeAddress", address.node()).toString()));
      }
    }
    JsonNode before = old.path("spec");
    Spot spec = node.at("spec");
    JsonNode known = before.path("podCIDRs");
    if (!known.isEmpty() && !known.equals(spec.at("podCIDRs").node())) {
      Check.forbidden(
          spec.at("podCIDRs"),
          "node updates may not change podCIDR except from \"\" to valid",
          errors);
    }
    String provider = before.path("providerID").asText("");
    if (!provider.isEmpty() && !provider.equals(spec.at("providerID").text())) {
      Check.forbidden(
          spec.at("providerID"),
          "node updates may not change providerID except from \"\" to valid",
          errors);
    }
    taints(node, errors);
    if (!before.path("externalID").asText("").equals(spec.at("externalID").text())) {
      Check.forbidden(spec.at("externalID"), "may not be updated", errors);
    }
  }
}

package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses of a service and the families they are of. Upstream looks at them first, and at
 * nothing else when they are wrong ({@code initIPFamilyFields} in {@code
 * pkg/registry/core/service/storage/alloc.go}, {@code ValidateServiceClusterIPsRelatedFields} at
 * v1.36).
 */
final class ServiceFamilies {
  private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
  private static final String POLICY = "ipFamilyPolicy";
  private static final String SINGLE = "SingleStack";
  private static final String DUAL = "RequireDualStack";

  private final ServiceAllocations allocations;

  ServiceFamilies(ServiceAllocations allocations) {
    this.allocations = allocations;
  }

  /**
   * Fills in the policy and the families.
   *
   * @param before the spec as it was; a missing node for a new service
   */
  void fill(ObjectNode spec, JsonNode before) {
    if (!Services.needsClusterIp(spec)) {
      return;
    }
    boolean free = free(spec);
    if (!spec.hasNonNull(POLICY)) {
      spec.put(POLICY, before.path(POLICY).asText(free ? DUAL : SINGLE));
    }
    if (policy(spec).equals(SINGLE)) {
      firstOnly(spec, before, "clusterIPs");
      firstOnly(spec, before, "ipFamilies");
    }
    ArrayNode families = spec.withArray("/ipFamilies");
    List<String> addresses = Services.clusterIps(spec);
    for (String address :
        addresses.subList(Math.min(families.size(), addresses.size()), addresses.size())) {
      if (!address.equals("None")) {
        if (!allocations.serves(family(address))) {
          return;
        }
        families.add(family(address));
      }
    }
    if (families.isEmpty()) {
      families.add(allocations.defaultFamily());
    }
    if (!policy(spec).equals(SINGLE) && families.size() < 2) {
      String other = families.get(0).asText().equals("IPv6") ? "IPv4" : "IPv6";
      if (free || allocations.serves(other)) {
        families.add(other);
      }
    }
  }

  /** A service that becomes one of a single family keeps the first of what it had. */
  private static void firstOnly(ObjectNode spec, JsonNode before, String field) {
    JsonNode list = spec.path(field);
    if (list.size() > 1 && list.equals(before.path(field))) {
      spec.putArray(field).add(list.get(0));
    }
  }

  private static boolean free(JsonNode spec) {
    return Services.headless(spec) && spec.path("selector").isEmpty();
  }

  private static String policy(JsonNode spec) {
    return spec.path(POLICY).asText();
  }

  private static String family(String address) {
    return address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
  }

  /** Adds what is wrong with the addresses and families; nothing else counts then. */
  void check(Spot spec, JsonNode before, List<FieldError> errors) {
    if (!Services.needsClusterIp(spec.node())) {
      return;
    }
    addresses(spec, before, errors);
    if (errors.isEmpty()) {
      released(spec, before, errors);
    }
    if (errors.isEmpty() && !free(spec.node())) {
      served(spec, errors);
    }
  }

  private static void addresses(Spot spec, JsonNode before, List<FieldError> errors) {
    String clusterIp = Services.clusterIp(spec.node());
    Spot all = spec.at("clusterIPs");
    if (!clusterIp.isEmpty() && all.elements().isEmpty()) {
      errors.add(FieldError.required(all.path(), ""));
    } else if (!clusterIp.isEmpty() && !all.elements().getFirst().text().equals(clusterIp)) {
      Check.invalid(all, "first value must match `clusterIP`", errors);
    } else if (clusterIp.isEmpty() && !all.elements().isEmpty()) {
      Check.invalid(all, "must be empty when `clusterIP` is not specified", errors);
    }
    Set<String> seen = new HashSet<>();
    for (Spot family : spec.at("ipFamilies").elements()) {
      Check.oneOf(family, FAMILIES, errors);
      if (!seen.add(family.text())) {
        errors.add(FieldError.duplicate(family.path(), family.text()));
      }
    }
    Check.oneOf(spec.at(POLICY), List.of("PreferDualStack", DUAL, SINGLE), errors);
    int others = errors.size();
    List<Spot> elements = all.elements();
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0 || !elements.get(i).text().equals("None")) {
        Addresses.legacyAddress(elements.get(i), Services.clusterIps(before), errors);
      } else if (elements.size() > 1) {
        Check.invalid(all, "'None' must be the first and only value", errors);
      }
    }
    boolean readable = errors.size() == others;
    if (elements.size() > 2) {
      Check.invalid(all, "may only hold up to 2 values", errors);
    }
    if (readable) {
      match(spec, all, errors);
    }
  }

  /** One address of a family, and those in the order of the families. */
  private static void match(Spot spec, Spot all, List<FieldError> errors) {
    List<Spot> addresses = all.elements();
    Set<String> families = new HashSet<>();
    addresses.forEach(address -> families.add(family(address.text())));
    if (addresses.size() > 1 && (addresses.size() > 2 || families.size() < 2)) {
      Check.invalid(all, "may specify no more than one IP for each IP family", errors);
    }
    List<Spot> asked = spec.at("ipFamilies").elements();
    if (Services.headless(spec.node())) {
      return;
    }
    for (int i = 0; i < Math.min(addresses.size(), asked.size()); i++) {
      String family = asked.get(i).text();
      if (FAMILIES.contains(family) && !family.equals(family(addresses.get(i).text()))) {
        Check.invalidText(
            addresses.get(i),
            "expected an " + family + " value as indicated by `ipFamilies[" + i + "]`",
            errors);
      }
    }
  }

  /** A second family is only given up by saying so, and only held by saying so. */
  private void released(Spot spec, JsonNode before, List<FieldError> errors) {
    Spot policy = spec.at(POLICY);
    boolean single = policy.text().equals(SINGLE);
    for (List<String> names :
        List.of(
            List.of("clusterIPs", "secondary cluster IP", "cluster IPs"),
            List.of("ipFamilies", "secondary IP family", "IP families"))) {
      int now = spec.at(names.get(0)).size();
      if (!single && now == 1 && before.path(names.get(0)).size() == 2) {
        Check.invalid(policy, "must be 'SingleStack' to release the " + names.get(1), errors);
      }
      if (single && now == 2) {
        Check.invalid(
            policy,
            "must be 'RequireDualStack' or 'PreferDualStack' when multiple "
                + names.get(2)
                + " are specified",
            errors);
      }
    }
    List<Spot> addresses = spec.at("clusterIPs").elements();
    for (int i = spec.at("ipFamilies").size(); i < addresses.size(); i++) {
      String text = addresses.get(i).text();
      if (!text.equals("None") && !allocations.serves(family(text))) {
        Spot place = new Spot(spec.at("clusterIPs").node(), addresses.get(i).path());
        Check.invalid(place, family(text) + " is not configured on this cluster", errors);
      }
    }
  }

  private void served(Spot spec, List<FieldError> errors) {
    if (policy(spec.node()).equals(DUAL) && !FAMILIES.stream().allMatch(allocations::serves)) {
      Check.invalid(
          spec.at(POLICY), "this cluster is not configured for dual-stack services", errors);
    }
    for (Spot family : spec.at("ipFamilies").elements()) {
      if (!allocations.serves(family.text())) {
        Check.invalid(family, "not configured on this cluster", errors);
      }
    }
  }
}

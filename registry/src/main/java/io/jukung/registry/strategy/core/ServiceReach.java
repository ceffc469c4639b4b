package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.meta.IpText;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.AddressWarnings;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From where a service is reached: external addresses, who may use its load balancer, what is
 * preferred ({@code validateService} in {@code pkg/apis/core/validation/validation.go}, {@code
 * pkg/api/service/warnings.go} at v1.36). What stood there before may stay.
 */
final class ServiceReach {
  private static final String ONLY_BALANCERS = "may only be used when `type` is 'LoadBalancer'";
  private static final String RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
  private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
  private static final String MODE = "service.kubernetes.io/topology-mode";

  private ServiceReach() {}

  /** Two annotations of one meaning. */
  static void topology(Spot annotations, List<FieldError> errors) {
    Spot mode = annotations.key(MODE);
    if (mode.has() && annotations.has(HINTS) && !mode.node().equals(annotations.at(HINTS).node())) {
      Check.invalidText(
          mode, "must match annotations[" + HINTS + "] when both are specified", errors);
    }
  }

  static void externalAddresses(Spot spec, JsonNode before, List<FieldError> errors) {
    List<String> kept = texts(before.path("externalIPs"));
    for (Spot address : spec.at("externalIPs").elements()) {
      boolean fine =
          kept.contains(address.text()) || IpText.addressProblem(address.text()).isEmpty();
      if (fine) {
        Addresses.endpoint(address, errors);
      } else {
        Addresses.legacyAddress(address, kept, errors);
      }
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText().strip()));
    return texts;
  }

  /** Who may use the load balancer, by the field or by the annotation before it. */
  static void sourceRanges(Spot root, JsonNode old, List<FieldError> errors) {
    Spot spec = root.at("spec");
    boolean balancer = spec.at("type").text().equals("LoadBalancer");
    Spot ranges = spec.at("loadBalancerSourceRanges").as(spec.at("LoadBalancerSourceRanges"));
    Spot annotation = root.at("metadata").at("annotations").key(RANGES);
    if (ranges.size() > 0) {
      if (!balancer) {
        Check.forbidden(ranges, ONLY_BALANCERS, errors);
      }
      List<String> kept = texts(old.path("spec").path("loadBalancerSourceRanges"));
      ranges.elements().forEach(range -> range(range, range.text(), kept, errors));
    } else if (annotation.has()) {
      if (!balancer) {
        Check.forbidden(annotation, ONLY_BALANCERS, errors);
      }
      JsonNode before = old.path("metadata").path("annotations").path(RANGES);
      if (!before.equals(annotation.node()) && !annotation.text().isBlank()) {
        for (String range : annotation.text().strip().split(",", -1)) {
          range(annotation, range, List.of(), errors);
        }
      }
    }
  }

  private static void range(Spot place, String text, List<String> kept, List<FieldError> errors) {
    Spot range = new Spot(TextNode.valueOf(text.strip()), place.path());
    Addresses.legacyRange(range, kept, errors);
  }

  /** The class of load balancer. */
  static void balancerClass(Spot spec, JsonNode before, List<FieldError> errors) {
    Spot name = spec.at("loadBalancerClass");
    boolean balancer = spec.at("type").text().equals("LoadBalancer");
    JsonNode known = before.path("loadBalancerClass");
    if (balancer
        && before.path("type").asText().equals("LoadBalancer")
        && !(name.has() ? name.node().equals(known) : !known.isTextual())) {
      Check.invalid(name, "may not change once set", errors);
    }
    classForm(spec, errors);
  }

  static void classForm(Spot spec, List<FieldError> errors) {
    Spot name = spec.at("loadBalancerClass");
    if (name.has() && spec.at("type").text().equals("LoadBalancer")) {
      Check.qualifiedName(name, errors);
    } else if (name.has()) {
      Check.forbidden(name, ONLY_BALANCERS, errors);
    }
  }

  static void distribution(Spot spec, List<FieldError> errors) {
    Spot distribution = spec.at("trafficDistribution");
    if (distribution.has()) {
      Check.mustBeOneOf(
          distribution, List.of("PreferClose", "PreferSameZone", "PreferSameNode"), errors);
    }
  }

  static void warn(RequestContext context, Spot root) {
    if (root.at("metadata").at("annotations").has(HINTS)) {
      context.warn("annotation " + HINTS + " is deprecated, please use " + MODE + " instead");
    }
    Spot spec = root.at("spec");
    String type = spec.at("type").text();
    boolean headless = type.equals("ClusterIP") && spec.at("clusterIP").text().equals("None");
    if (!headless && !type.equals("ExternalName")) {
      spec.at("clusterIPs").elements().forEach(each -> AddressWarnings.address(context, each));
    }
    if (headless) {
      ignored(context, spec);
    }
    Spot external = spec.at("externalIPs");
    external.elements().forEach(each -> AddressWarnings.address(context, each));
    if (external.size() > 0 && !headless && !type.equals("ExternalName")) {
      context.warn(
          "spec.externalIPs is deprecated and may no longer be implemented in some clusters");
    }
    if (!spec.at("loadBalancerIP").text().isEmpty()) {
      AddressWarnings.address(context, spec.at("loadBalancerIP"));
    }
    spec.at("loadBalancerSourceRanges")
        .elements()
        .forEach(each -> AddressWarnings.range(context, each));
    if (type.equals("ExternalName") && external.size() > 0) {
      context.warn("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    }
    if (!type.equals("ExternalName") && !spec.at("externalName").text().isEmpty()) {
      context.warn("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
    Optional.of(spec.at("trafficDistribution").text())
        .filter("PreferClose"::equals)
        .ifPresent(
            text ->
                context.warn(
                    "spec.trafficDistribution: \"PreferClose\" is deprecated; use"
                        + " \"PreferSameZone\""));
  }

  private static void ignored(RequestContext context, Spot spec) {
    if (!spec.at("loadBalancerIP").text().isEmpty()) {
      context.warn("spec.loadBalancerIP is ignored for headless services");
    }
    if (spec.at("externalIPs").size() > 0) {
      context.warn("spec.externalIPs is ignored for headless services");
    }
    if (!spec.at("sessionAffinity").text().equals("None")) {
      context.warn("spec.SessionAffinity is ignored for headless services");
    }
  }
}

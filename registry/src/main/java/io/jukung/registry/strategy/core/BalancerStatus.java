package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.IpText;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Addresses;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.List;

/** Where a load balancer listens, as services and ingresses tell it in their status. */
public final class BalancerStatus {
  private BalancerStatus() {}

  /** The status of a service. */
  static void ofService(Spot root, JsonNode old, List<FieldError> errors) {
    Spot points = points(root);
    if (points.size() > 0 && !root.at("spec").at("type").text().equals("LoadBalancer")) {
      Check.forbidden(points, "may only be used when `spec.type` is 'LoadBalancer'", errors);
      return;
    }
    List<String> before = addresses(old);
    for (Spot point : points.elements()) {
      address(point.at("ip"), before, errors);
      mode(point, errors);
      host(point.at("hostname"), errors);
    }
  }

  /** The status of an ingress. */
  public static void ofIngress(Spot root, JsonNode old, List<FieldError> errors) {
    List<String> before = addresses(old);
    for (Spot point : points(root).elements()) {
      address(point.at("ip"), before, errors);
      host(point.at("hostname"), errors);
    }
  }

  private static Spot points(Spot root) {
    return root.at("status").at("loadBalancer").at("ingress");
  }

  private static List<String> addresses(JsonNode old) {
    List<String> addresses = new ArrayList<>();
    points(new Spot(old, "")).elements().forEach(point -> addresses.add(point.at("ip").text()));
    return addresses;
  }

  private static void address(Spot address, List<String> before, List<FieldError> errors) {
    if (!address.text().isEmpty()) {
      Addresses.legacyAddress(address, before, errors);
    }
  }

  private static void mode(Spot point, List<FieldError> errors) {
    boolean addressed = !point.at("ip").text().isEmpty();
    Spot mode = point.at("ipMode");
    if (!mode.has()) {
      if (addressed) {
        Check.missing(mode, "must be specified when `ip` is set", errors);
      }
    } else if (!addressed) {
      Check.forbidden(mode, "may not be specified when `ip` is not set", errors);
    } else {
      Check.mustBeOneOf(mode, List.of("Proxy", "VIP"), errors);
    }
  }

  private static void host(Spot host, List<FieldError> errors) {
    Check.optionalName(host, NameRule.DNS_SUBDOMAIN, errors);
    if (IpText.valid(host.text())) {
      Check.invalid(host, "must be a DNS name, not an IP address", errors);
    }
  }
}

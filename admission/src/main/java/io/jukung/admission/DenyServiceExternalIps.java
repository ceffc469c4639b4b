package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps services from taking external addresses they don't have yet.
 *
 * <p>Upstream: {@code plugin/pkg/admission/network/denyserviceexternalips} at v1.36.
 */
final class DenyServiceExternalIps implements AdmissionPlugin {
  @Override
  public String name() {
    return "DenyServiceExternalIPs";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals("services") || !attributes.writes()) {
      return;
    }
    Set<String> wanted = addresses(attributes.object().orElseThrow());
    attributes.old().ifPresent(old -> wanted.removeAll(addresses(old)));
    if (!wanted.isEmpty()) {
      throw Refusal.forbidden(attributes, "Use of external IPs is denied by admission control");
    }
  }

  private static Set<String> addresses(JsonNode service) {
    Set<String> addresses = new HashSet<>();
    service.path("spec").path("externalIPs").forEach(address -> addresses.add(address.asText()));
    return addresses;
  }
}

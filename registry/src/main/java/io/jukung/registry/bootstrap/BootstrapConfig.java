package io.jukung.registry.bootstrap;

import java.util.List;
import java.util.Map;

/**
 * What of the bootstrap objects depends on how the server is run.
 *
 * @param serviceClusterIpRanges one CIDR, or one of each family; the {@code kubernetes} Service
 *     takes the first address of the first
 * @param securePort the port clients connect to, 1 to 65535
 * @param extensionApiserverAuthentication what extension API servers authenticate with, such as
 *     {@code client-ca-file} with a certificate in PEM; values are the data of the ConfigMap
 */
public record BootstrapConfig(
    List<String> serviceClusterIpRanges,
    int securePort,
    Map<String, String> extensionApiserverAuthentication) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when there is no range or the port is none
   */
  public BootstrapConfig {
    serviceClusterIpRanges = List.copyOf(serviceClusterIpRanges);
    extensionApiserverAuthentication = Map.copyOf(extensionApiserverAuthentication);
    if (serviceClusterIpRanges.isEmpty() || serviceClusterIpRanges.size() > 2) {
      throw new IllegalArgumentException(
          "serviceClusterIpRanges: one or two CIDRs expected, got " + serviceClusterIpRanges);
    }
    if (securePort < 1 || securePort > 65535) {
      throw new IllegalArgumentException("securePort: 1 to 65535 expected, got " + securePort);
    }
  }
}

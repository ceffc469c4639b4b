package io.jukung.controllers.mirroring;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.jukung.controllers.endpoints.PortOrder;
import io.jukung.controllers.endpoints.Subsets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What slices should say of one Endpoints object, and what of it they can't say. */
final class Mirrored {
  /** The most addresses of a subset that are copied, as upstream's default: a slice holds these. */
  static final int MAX_ADDRESSES = 1000;

  /**
   * What makes one slice: endpoints of one family with the same ports.
   *
   * @param family {@code IPv4} or {@code IPv6}
   */
  record Group(String family, List<EndpointPort> ports) {}

  private final Map<Group, Set<Endpoint>> groups = new LinkedHashMap<>();
  private int invalid;
  private int skipped;

  private Mirrored() {}

  static Mirrored of(Endpoints endpoints) {
    Mirrored mirrored = new Mirrored();
    Subsets subsets = new Subsets();
    endpoints.getSubsets().forEach(subsets::add);
    subsets.all().forEach(mirrored::add);
    return mirrored;
  }

  /** The endpoints of each group that has any. */
  Map<Group, Set<Endpoint>> groups() {
    return groups;
  }

  /** How many addresses are none. */
  int invalid() {
    return invalid;
  }

  /** How many addresses were left out, those that are none among them. */
  int skipped() {
    return skipped;
  }

  private void add(EndpointSubset subset) {
    List<EndpointPort> ports = ports(subset);
    int added = 0;
    for (boolean ready : List.of(true, false)) {
      for (EndpointAddress address :
          ready ? subset.getAddresses() : subset.getNotReadyAddresses()) {
        if (added >= MAX_ADDRESSES) {
          skipped++;
          continue;
        }
        Optional<InetAddress> ip = parse(address.getIp());
        if (ip.isPresent()) {
          add(address, ip.get(), ready, ports);
          added++;
        } else {
          invalid++;
          skipped++;
        }
      }
    }
  }

  private void add(
      EndpointAddress address, InetAddress ip, boolean ready, List<EndpointPort> ports) {
    String family = ip instanceof Inet4Address ? "IPv4" : "IPv6";
    groups
        .computeIfAbsent(new Group(family, ports), group -> new LinkedHashSet<>())
        .add(
            new EndpointBuilder()
                .withAddresses(ip instanceof Inet4Address ? ip.getHostAddress() : address.getIp())
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .withHostname(address.getHostname())
                .withNodeName(address.getNodeName())
                .withTargetRef(address.getTargetRef())
                .build());
  }

  private static Optional<InetAddress> parse(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<EndpointPort> ports(EndpointSubset subset) {
    List<EndpointPort> ports = new ArrayList<>();
    for (var port : subset.getPorts()) {
      ports.add(
          new EndpointPortBuilder()
              .withName(Objects.requireNonNullElse(port.getName(), ""))
              .withPort(port.getPort())
              .withProtocol(port.getProtocol())
              .withAppProtocol(port.getAppProtocol())
              .build());
    }
    return PortOrder.sorted(ports);
  }
}

package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.Cidr;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.strategy.Companion;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is written with a service: its IPAddress objects, one for each of its addresses, with
 * upstream's labels and reference, and the record of the node ports. Upstream writes them before
 * the service and repairs what a crash leaves.
 */
public final class ServiceCompanions {
  /** The kind that says which addresses are taken. */
  public static final GroupVersionResource IP_ADDRESSES =
      new GroupVersionResource("networking.k8s.io", "v1", "ipaddresses");

  /** The label that says who made an IPAddress. */
  public static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";

  /** The value of {@link #MANAGED_BY} for addresses of services. */
  public static final String ALLOCATOR = "ipallocator.k8s.io";

  private ServiceCompanions() {}

  /** The IPAddresses a service has. */
  public static List<ObjectNode> all(ObjectNode service) {
    return Services.ownAddresses(Optional.of(service)).stream()
        .map(address -> ipAddress(address, service))
        .toList();
  }

  static List<Companion> of(
      Optional<ObjectNode> old, Optional<ObjectNode> object, ServiceAllocations allocations) {
    List<String> before = Services.ownAddresses(old);
    List<String> after = Services.ownAddresses(object);
    List<Companion> companions = new ArrayList<>();
    for (String address : after) {
      if (!before.contains(address)) {
        companions.add(new Companion.Claim(IP_ADDRESSES, ipAddress(address, object.orElseThrow())));
      }
    }
    for (String address : before) {
      ObjectNode metadata = old.orElseThrow().withObject("/metadata");
      if (!after.contains(address)
          && allocations.belongs(
              canonical(address),
              metadata.path("namespace").asText(),
              metadata.path("name").asText())) {
        companions.add(new Companion.Release(IP_ADDRESSES, canonical(address)));
      }
    }
    Set<Integer> portsBefore = old.map(NodePorts::of).orElse(Set.of());
    Set<Integer> portsAfter = object.map(NodePorts::of).orElse(Set.of());
    allocations
        .nodePorts(without(portsAfter, portsBefore), without(portsBefore, portsAfter))
        .ifPresent(companions::add);
    return companions;
  }

  private static Set<Integer> without(Set<Integer> ports, Set<Integer> others) {
    Set<Integer> rest = new HashSet<>(ports);
    rest.removeAll(others);
    return rest;
  }

  /** The record that {@code service} has {@code address}. */
  public static ObjectNode ipAddress(String address, ObjectNode service) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "networking.k8s.io/v1").put("kind", "IPAddress");
    object
        .putObject("metadata")
        .put("name", canonical(address))
        .putObject("labels")
        .put("ipaddress.kubernetes.io/ip-family", address.indexOf(':') < 0 ? "IPv4" : "IPv6")
        .put(MANAGED_BY, ALLOCATOR);
    object
        .putObject("spec")
        .putObject("parentRef")
        .put("resource", "services")
        .put("namespace", service.path("metadata").path("namespace").asText())
        .put("name", service.path("metadata").path("name").asText());
    return object;
  }

  private static String canonical(String address) {
    return Cidr.text(InetAddress.ofLiteral(address));
  }
}

package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Addresses by port, put together so that ports with the same addresses share a subset. Used by one
 * thread.
 */
public final class Subsets {
  private static final int MAX = 1000;
  private static final Comparator<EndpointAddress> ORDER =
      Comparator.comparing(EndpointAddress::getIp).thenComparing(Subsets::target);

  private record Addresses(Set<EndpointAddress> ready, Set<EndpointAddress> notReady) {}

  private final Map<Optional<EndpointPort>, Addresses> byPort = new LinkedHashMap<>();

  private static String target(EndpointAddress address) {
    ObjectReference target = address.getTargetRef();
    return target == null ? "" : Objects.requireNonNullElse(target.getUid(), "");
  }

  void add(Optional<EndpointPort> port, EndpointAddress address, boolean ready) {
    Addresses addresses =
        byPort.computeIfAbsent(
            port, p -> new Addresses(new TreeSet<>(ORDER), new TreeSet<>(ORDER)));
    if (ready) {
      addresses.notReady().remove(address);
      addresses.ready().add(address);
    } else if (!addresses.ready().contains(address)) {
      addresses.notReady().add(address);
    }
  }

  /** Adds a subset as it is written down. */
  public void add(EndpointSubset subset) {
    List<Optional<EndpointPort>> ports = new ArrayList<>();
    subset.getPorts().forEach(port -> ports.add(Optional.of(port)));
    if (ports.isEmpty()) {
      ports.add(Optional.empty());
    }
    for (Optional<EndpointPort> port : ports) {
      subset.getAddresses().forEach(address -> add(port, address, true));
      subset.getNotReadyAddresses().forEach(address -> add(port, address, false));
    }
  }

  /** Whether there are more addresses than this form may have. */
  boolean isOverCapacity() {
    return byAddresses().keySet().stream()
            .mapToInt(a -> a.ready().size() + a.notReady().size())
            .sum()
        > MAX;
  }

  private Map<Addresses, List<EndpointPort>> byAddresses() {
    Map<Addresses, List<EndpointPort>> ports = new LinkedHashMap<>();
    byPort.forEach(
        (port, addresses) ->
            port.ifPresentOrElse(
                ports.computeIfAbsent(addresses, a -> new ArrayList<>())::add,
                () -> ports.putIfAbsent(addresses, new ArrayList<>())));
    return ports;
  }

  /** The subsets with all addresses. */
  public List<EndpointSubset> all() {
    List<EndpointSubset> subsets = new ArrayList<>();
    byAddresses()
        .forEach(
            (addresses, ports) ->
                subsets.add(
                    new EndpointSubsetBuilder()
                        .withAddresses(List.copyOf(addresses.ready()))
                        .withNotReadyAddresses(List.copyOf(addresses.notReady()))
                        .withPorts(PortOrder.sortedOld(ports))
                        .build()));
    return subsets;
  }

  /** The subsets, cut to what may be: ready addresses first. */
  List<EndpointSubset> packed() {
    List<EndpointSubset> subsets = new ArrayList<>();
    Map<Addresses, List<EndpointPort>> all = byAddresses();
    int ready = all.keySet().stream().mapToInt(a -> a.ready().size()).sum();
    int roomReady = MAX;
    int roomNotReady = Math.max(0, MAX - ready);
    for (Map.Entry<Addresses, List<EndpointPort>> entry : all.entrySet()) {
      List<EndpointAddress> some = entry.getKey().ready().stream().limit(roomReady).toList();
      List<EndpointAddress> others =
          entry.getKey().notReady().stream().limit(roomNotReady).toList();
      roomReady -= some.size();
      roomNotReady -= others.size();
      if (!some.isEmpty() || !others.isEmpty()) {
        subsets.add(
            new EndpointSubsetBuilder()
                .withAddresses(some)
                .withNotReadyAddresses(others)
                .withPorts(PortOrder.sortedOld(entry.getValue()))
                .build());
      }
    }
    return subsets;
  }
}

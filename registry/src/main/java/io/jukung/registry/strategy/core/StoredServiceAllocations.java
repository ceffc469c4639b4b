package io.jukung.registry.strategy.core;

import io.jukung.registry.meta.Cidr;
import io.jukung.registry.strategy.Companion;
import io.jukung.storage.Store;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Allocations by what is stored, read anew at each call; nothing is remembered, so any number of
 * processes can work on one store.
 */
public final class StoredServiceAllocations implements ServiceAllocations {
  private final Store store;
  private final ServiceAddresses addresses;
  private final List<Cidr> ranges;
  private final RandomGenerator random;

  /**
   * Allocations over a store.
   *
   * @param ranges one CIDR, or one of each family, the default family first
   */
  public StoredServiceAllocations(Store store, List<String> ranges, RandomGenerator random) {
    this.store = store;
    this.ranges = ranges.stream().map(Cidr::parse).toList();
    this.addresses = new ServiceAddresses(store, this.ranges, random);
    this.random = random;
  }

  @Override
  public boolean serves(String family) {
    return ranges.stream().anyMatch(range -> family(range).equals(family));
  }

  @Override
  public String defaultFamily() {
    return family(ranges.getFirst());
  }

  private static String family(Cidr range) {
    return range.ipv4() ? "IPv4" : "IPv6";
  }

  @Override
  public Optional<String> address(String family) {
    return addresses.free(family.equals("IPv4"));
  }

  @Override
  public Optional<String> addressProblem(String address) {
    return addresses.problem(address);
  }

  @Override
  public boolean belongs(String address, String namespace, String name) {
    return addresses.belongs(address, namespace, name);
  }

  @Override
  public OptionalInt nodePort(Set<Integer> given) {
    return NodePorts.read(store).free(given, random);
  }

  @Override
  public Optional<String> nodePortProblem(int port) {
    return NodePorts.read(store).problem(port);
  }

  @Override
  public Optional<Companion> nodePorts(Set<Integer> claimed, Set<Integer> released) {
    return claimed.isEmpty() && released.isEmpty()
        ? Optional.empty()
        : NodePorts.read(store).change(claimed, released);
  }
}

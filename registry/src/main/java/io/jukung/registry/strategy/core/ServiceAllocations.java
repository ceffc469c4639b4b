package io.jukung.registry.strategy.core;

import io.jukung.registry.strategy.Companion;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who knows which addresses and node ports services may get. Safe for all threads. What is given is
 * only taken when it is stored: an address with its IPAddress, a node port with the record of all.
 */
public interface ServiceAllocations {
  /** Whether addresses of this family, {@code IPv4} or {@code IPv6}, are handed out. */
  boolean serves(String family);

  /** The family that services get by default. */
  String defaultFamily();

  /** A free address of a family; empty when there is none left. */
  Optional<String> address(String family);

  /** What is wrong with an address that was asked for; empty when a service can have it. */
  Optional<String> addressProblem(String address);

  /** Whether the IPAddress of an address names this service. */
  boolean belongs(String address, String namespace, String name);

  /**
   * A free node port; empty when there is none left.
   *
   * @param given not these
   */
  OptionalInt nodePort(Set<Integer> given);

  /** What is wrong with a node port that was asked for; empty when a service can have it. */
  Optional<String> nodePortProblem(int port);

  /**
   * What comes with the write of a service that takes some node ports and gives up others.
   *
   * @throws io.jukung.registry.strategy.ClaimLost when one of {@code claimed} is another's by now
   */
  Optional<Companion> nodePorts(Set<Integer> claimed, Set<Integer> released);
}

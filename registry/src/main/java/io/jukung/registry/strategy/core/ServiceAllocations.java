package io.jukung.registry.strategy.core;

import java.util.Optional;

/**
 * Who knows which addresses and node ports services may get. Safe for all threads. A node port that
 * was given or reserved for a service that is then not stored becomes free again after a while; an
 * address is only taken when its IPAddress is stored.
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
   * Gives a node port; empty when there is none left.
   *
   * @param uid of the service
   */
  Optional<Integer> nodePort(String uid);

  /**
   * Reserves a node port that was asked for.
   *
   * @return what is wrong with it; empty when the service has it now
   */
  Optional<String> reserveNodePort(String uid, int port);
}

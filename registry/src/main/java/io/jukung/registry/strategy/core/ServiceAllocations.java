package io.jukung.registry.strategy.core;

import java.util.Optional;

/**
 * Who hands out the addresses and node ports of services, each to one service at a time. Safe for
 * all threads. What was given or reserved for a service that is then not stored becomes free again
 * after a while.
 */
public interface ServiceAllocations {
  /** Whether addresses of this family, {@code IPv4} or {@code IPv6}, are handed out. */
  boolean serves(String family);

  /** The family that services get by default. */
  String defaultFamily();

  /**
   * Gives an address.
   *
   * @param uid of the service
   * @return the address; empty when there is none left
   */
  Optional<String> address(String uid, String family);

  /**
   * Reserves an address that was asked for.
   *
   * @return what is wrong with it; empty when the service has it now
   */
  Optional<String> reserveAddress(String uid, String address);

  /** Gives a node port; empty when there is none left. */
  Optional<Integer> nodePort(String uid);

  /**
   * Reserves a node port that was asked for.
   *
   * @return what is wrong with it; empty when the service has it now
   */
  Optional<String> reserveNodePort(String uid, int port);
}

package io.jukung.registry.strategy.core;

import java.net.InetAddress;

/** IP addresses in their textual form. */
final class Addresses {
  private Addresses() {}

  /** Whether the text is an address, of either family. */
  static boolean valid(String text) {
    try {
      return !text.contains("%") && InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

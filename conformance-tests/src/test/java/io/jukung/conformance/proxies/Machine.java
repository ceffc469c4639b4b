package io.jukung.conformance.proxies;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** This machine as others see it. */
public final class Machine {
  private Machine() {}

  /** An address that other machines could use: what proxies may reach. */
  public static InetAddress address() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(
            address ->
                address instanceof Inet4Address
                    && !address.isLoopbackAddress()
                    && !address.isLinkLocalAddress())
        .findFirst()
        .orElseThrow(() -> new AssertionError("this machine has no IPv4 address besides loopback"));
  }
}

package io.jukung.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The address clients inside the cluster are told: the one asked for, or the one the server binds
 * to, or when that means all, this machine's on its way out, as upstream's {@code
 * ResolveBindAddress} in {@code apimachinery/pkg/util/net/interface.go} at v1.36.
 */
final class AdvertiseAddress {
  private static final Path ROUTES = Path.of("/proc/net/route");
  private static final String EVERYWHERE = "00000000";

  private AdvertiseAddress() {}

  static String of(ServerConfig config) {
    return config
        .advertiseAddress()
        .orElseGet(() -> config.bindsAll() ? ofMachine(config) : config.bindAddress());
  }

  private static String ofMachine(ServerConfig config) {
    boolean ipv4 = InetAddress.ofLiteral(config.bindAddress()).getAddress().length == 4;
    List<InetAddress> candidates = candidates();
    return candidates.stream()
        .filter(address -> !ipv4 || address.getAddress().length == 4)
        .findFirst()
        .or(() -> candidates.stream().findFirst())
        .orElseGet(InetAddress::getLoopbackAddress)
        .getHostAddress();
  }

  /** Addresses that others can reach, those of the interface with the default route first. */
  private static List<InetAddress> candidates() {
    List<InetAddress> addresses = new ArrayList<>();
    Optional<String> outward = defaultInterface();
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (!each.isUp() || each.isLoopback()) {
          continue;
        }
        boolean first = outward.filter(each.getName()::equals).isPresent();
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
          if (!address.isLinkLocalAddress() && !address.isMulticastAddress()) {
            addresses.add(first ? 0 : addresses.size(), address);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't list this machine's network interfaces", e);
    }
    return addresses;
  }

  private static Optional<String> defaultInterface() {
    try {
      return Files.exists(ROUTES)
          ? Files.readAllLines(ROUTES).stream()
              .map(line -> line.split("\\s+", -1))
              .filter(cells -> cells.length > 1 && cells[1].equals(EVERYWHERE))
              .map(cells -> cells[0])
              .findFirst()
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + ROUTES, e);
    }
  }
}

package io.jukung.controllers.endpoints;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order upstream writes ports in: by the FNV-1a hash in 128 bits over them as Go prints them.
 */
public final class PortOrder {
  private static final BigInteger OFFSET = new BigInteger("6c62272e07bb014262b821756295c58d", 16);
  private static final BigInteger PRIME = new BigInteger("0000000001000000000000000000013b", 16);
  private static final int BITS = 128;

  private PortOrder() {}

  /** The ports of a slice in that order. */
  public static List<EndpointPort> sorted(List<EndpointPort> ports) {
    if (ports.size() < 2) {
      return ports;
    }
    List<EndpointPort> sorted = new ArrayList<>(ports);
    sorted.sort(
        Comparator.comparing(
            port ->
                fnv(
                    "(v1.EndpointPort){Name:(*string)"
                        + nil(port.getName())
                        + " Protocol:(*v1.Protocol)"
                        + nil(port.getProtocol())
                        + " Port:(*int32)"
                        + nil(port.getPort())
                        + " AppProtocol:(*string)"
                        + nil(port.getAppProtocol())
                        + "}")));
    return sorted;
  }

  static List<io.fabric8.kubernetes.api.model.EndpointPort> sortedOld(
      List<io.fabric8.kubernetes.api.model.EndpointPort> ports) {
    List<io.fabric8.kubernetes.api.model.EndpointPort> sorted = new ArrayList<>(ports);
    sorted.sort(
        Comparator.comparing(
            port ->
                fnv(
                    "(v1.EndpointPort){Name:(string)"
                        + (port.getName() == null ? "" : port.getName())
                        + " Port:(int32)"
                        + port.getPort()
                        + " Protocol:(v1.Protocol)"
                        + port.getProtocol()
                        + " AppProtocol:(*string)"
                        + nil(port.getAppProtocol())
                        + "}")));
    return sorted;
  }

  private static String nil(@Nullable Object value) {
    return value == null ? "<nil>" : value.toString();
  }

  private static String fnv(String text) {
    BigInteger hash = OFFSET;
    BigInteger mask = BigInteger.ONE.shiftLeft(BITS).subtract(BigInteger.ONE);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = hash.xor(BigInteger.valueOf(b & 0xff)).multiply(PRIME).and(mask);
    }
    return String.format("%032x", hash);
  }
}

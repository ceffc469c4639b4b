package io.jukung.registry.meta;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A range of addresses.
 *
 * @param base the first address
 * @param prefixLength how many leading bits all addresses share
 */
public record Cidr(InetAddress base, int prefixLength) {
  /**
   * Reads such as {@code 10.96.0.0/12}; bits behind the prefix are taken as zero.
   *
   * @throws IllegalArgumentException when it is no CIDR
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("CIDR expected, got " + text);
    }
    InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
    int bits = address.getAddress().length * 8;
    int prefixLength = Integer.parseInt(text.substring(slash + 1));
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException("prefix of 0 to " + bits + " bits expected, got " + text);
    }
    BigInteger value = new BigInteger(1, address.getAddress());
    int free = bits - prefixLength;
    return new Cidr(address(value.shiftRight(free).shiftLeft(free), bits), prefixLength);
  }

  /** Whether its addresses are IPv4 ones. */
  public boolean ipv4() {
    return base instanceof Inet4Address;
  }

  /** The address {@code offset} behind the first. */
  public InetAddress address(long offset) {
    BigInteger value = new BigInteger(1, base.getAddress()).add(BigInteger.valueOf(offset));
    return address(value, base.getAddress().length * 8);
  }

  /** How many addresses it has; {@link Long#MAX_VALUE} where a long can't say. */
  public long size() {
    int free = base.getAddress().length * 8 - prefixLength;
    return free >= Long.SIZE - 1 ? Long.MAX_VALUE : 1L << free;
  }

  /** Whether {@code address} lies in this range. */
  public boolean contains(InetAddress address) {
    int bits = base.getAddress().length * 8;
    return address.getAddress().length * 8 == bits
        && new BigInteger(1, address.getAddress())
            .shiftRight(bits - prefixLength)
            .equals(new BigInteger(1, base.getAddress()).shiftRight(bits - prefixLength));
  }

  /** Such as {@code 10.96.0.0/12}. */
  @Override
  public String toString() {
    return text(base) + "/" + prefixLength;
  }

  private static InetAddress address(BigInteger value, int bits) {
    byte[] digits = value.toByteArray();
    byte[] address = new byte[bits / 8];
    int length = Math.min(digits.length, address.length);
    System.arraycopy(digits, digits.length - length, address, address.length - length, length);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("address of " + address.length + " bytes", e);
    }
  }

  /** The address as RFC 5952 writes it, which is how Kubernetes compares addresses. */
  public static String text(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    String[] groups = address.getHostAddress().split(":", -1);
    int start = 0;
    int length = 0;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - i > Math.max(length, 1)) {
        start = i;
        length = end - i;
      }
    }
    if (length == 0) {
      return String.join(":", groups);
    }
    return String.join(":", List.of(groups).subList(0, start))
        + "::"
        + String.join(":", List.of(groups).subList(start + length, groups.length));
  }
}

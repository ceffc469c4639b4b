package io.jukung.registry.meta;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * IP addresses and ranges in text, read and judged as upstream does ({@code
 * apimachinery/pkg/util/validation/ip.go} at v1.36 with {@code StrictIPCIDRValidation}): what Go's
 * parser once took, leading zeros included, is told apart from what never was an address. Pure.
 */
public final class IpText {
  private static final String NO_ADDRESS =
      "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
  private static final String NO_RANGE =
      "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
  private static final int V4 = 4;
  private static final int V6 = 16;

  private IpText() {}

  /** A range: an address as written, and how many of its bits count. Immutable. */
  public static final class Range {
    private final byte[] address;
    private final int bits;

    private Range(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    /** The address, as {@link #parse} gives it. */
    public byte[] address() {
      return address.clone();
    }

    /** Whether all of {@code other} lies in this, and more does. */
    public boolean strictlyContains(Range other) {
      return address.length == other.address.length
          && bits < other.bits
          && Arrays.equals(masked(address, bits), masked(other.address, bits));
    }

    /** The range with the bits that do not count cleared, as Go prints it. */
    public String canonical() {
      return print(masked(address, bits)) + "/" + bits;
    }

    /** Whether bits are set that do not count. */
    public boolean ambiguous() {
      return !Arrays.equals(address, masked(address, bits));
    }
  }

  /** The address: four or sixteen bytes; empty when it is none. */
  public static Optional<byte[]> parse(String text) {
    return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
  }

  /** Whether the text is an address, of either family. */
  public static boolean valid(String text) {
    return parse(text).isPresent();
  }

  /** Whether the text is an address written with colons. */
  public static boolean isV6(String text) {
    return parse(text).filter(address -> address.length == V6).isPresent();
  }

  private static Optional<byte[]> parse4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != V4) {
      return Optional.empty();
    }
    byte[] address = new byte[V4];
    for (int i = 0; i < V4; i++) {
      if (!parts[i].matches("0*[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) {
        return Optional.empty();
      }
      address[i] = (byte) Integer.parseInt(parts[i]);
    }
    return Optional.of(address);
  }

  private static Optional<byte[]> parse6(String text) {
    if (text.indexOf('%') >= 0) {
      return Optional.empty();
    }
    int lastColon = text.lastIndexOf(':');
    String canonical = text;
    if (text.indexOf('.') >= 0) {
      Optional<byte[]> tail = parse4(text.substring(lastColon + 1));
      if (tail.isEmpty()) {
        return Optional.empty();
      }
      canonical = text.substring(0, lastColon + 1) + print(tail.get());
    }
    try {
      byte[] address = InetAddress.ofLiteral(canonical).getAddress();
      return Optional.of(address); // four bytes where the address is a mapped one
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The range in CIDR notation; empty when it is none. */
  public static Optional<Range> parseRange(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("0*[0-9]{1,3}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    boolean mapped = text.indexOf(':') >= 0;
    return parse(text.substring(0, slash))
        .filter(address -> bits <= (mapped ? V6 : address.length) * Byte.SIZE)
        .map(
            address ->
                new Range(address, mapped && address.length == V4 ? Math.max(0, bits - 96) : bits));
  }

  /** The address as Go prints it: RFC 5952. */
  public static String print(byte[] address) {
    if (address.length == V4) {
      StringJoiner text = new StringJoiner(".");
      for (byte part : address) {
        text.add(Integer.toString(part & 0xff));
      }
      return text.toString();
    }
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** What is wrong with an address; its form need not be the canonical one. */
  public static Optional<String> addressProblem(String text) {
    Optional<byte[]> address = parse(text);
    if (address.isEmpty()) {
      return Optional.of(NO_ADDRESS);
    }
    if (leadingZeros(text)) {
      return Optional.of("must not have leading 0s");
    }
    return text.indexOf(':') >= 0 && address.get().length == V4
        ? Optional.of("must not be an IPv4-mapped IPv6 address")
        : Optional.empty();
  }

  /** What is wrong with an address that must be in its one canonical form. */
  public static Optional<String> canonicalAddressProblem(String text) {
    return addressProblem(text)
        .or(() -> notCanonical(text, parse(text).map(IpText::print).orElse("")));
  }

  /** What is wrong with a range; its form need not be the canonical one. */
  public static Optional<String> rangeProblem(String text) {
    Optional<Range> range = parseRange(text);
    if (range.isEmpty()) {
      return Optional.of(NO_RANGE);
    }
    if (leadingZeros(text)) {
      return Optional.of("must not have leading 0s in IP or prefix length");
    }
    if (text.indexOf(':') >= 0 && range.get().address.length == V4) {
      return Optional.of("must not have an IPv4-mapped IPv6 address");
    }
    return range.get().ambiguous()
        ? Optional.of("must not have bits set beyond the prefix length")
        : Optional.empty();
  }

  /** What is wrong with a range that must be in its one canonical form. */
  public static Optional<String> canonicalRangeProblem(String text) {
    return rangeProblem(text)
        .or(() -> notCanonical(text, parseRange(text).map(Range::canonical).orElse("")));
  }

  private static Optional<String> notCanonical(String text, String canonical) {
    return text.equals(canonical)
        ? Optional.empty()
        : Optional.of("must be in canonical form (\"" + canonical + "\")");
  }

  /** Whether a decimal part has zeros in front, which Go's newer parser refuses. */
  private static boolean leadingZeros(String text) {
    String decimal = text.substring(text.lastIndexOf(':') + 1);
    if (text.indexOf(':') >= 0 && decimal.indexOf('.') < 0) {
      decimal = decimal.substring(Math.max(decimal.indexOf('/'), 0));
    }
    for (String part : decimal.split("[./]", -1)) {
      if (part.length() > 1 && part.startsWith("0")) {
        return true;
      }
    }
    return false;
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(bits - i * (long) Byte.SIZE, 0, Byte.SIZE);
      masked[i] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    return masked;
  }
}

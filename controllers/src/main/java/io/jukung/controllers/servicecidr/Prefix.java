package io.jukung.controllers.servicecidr;

import java.math.BigInteger;
import java.net.InetAddress;

/**
 * A range of addresses of one family.
 *
 * @param family how many bits an address has
 */
record Prefix(BigInteger base, int length, int family) {
  /** A range in CIDR form. */
  static Prefix parse(String cidr) {
    int slash = cidr.indexOf('/');
    Prefix address = of(cidr.substring(0, slash));
    return new Prefix(
        address.base(), Integer.parseInt(cidr.substring(slash + 1)), address.family());
  }

  /** One address. */
  static Prefix of(String address) {
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    return new Prefix(new BigInteger(1, bytes), bytes.length * 8, bytes.length * 8);
  }

  /** Whether all of the other is in this one. */
  boolean contains(Prefix other) {
    int rest = family - length;
    return family == other.family
        && length <= other.length
        && base.shiftRight(rest).equals(other.base.shiftRight(rest));
  }
}

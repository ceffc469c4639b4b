package io.jukung.server.connect;

import io.jukung.registry.status.StatusException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a request is sent on to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 * @param rawPath the encoded path; empty, or begins with a slash
 * @param rawQuery the encoded query; empty for none
 * @param trust how the other side is verified and this one shows who it is
 * @param address where the host is, when that was looked up already: what its name says later does
 *     not count
 */
public record Backend(
    String scheme,
    String host,
    int port,
    String rawPath,
    String rawQuery,
    BackendTls trust,
    Optional<InetAddress> address) {
  /** What stands in a path as it is, besides letters and digits. */
  private static final String PLAIN = "-_.~$&+,/:;=@";

  /** A backend whose host is looked up when it is connected to. */
  public Backend(
      String scheme, String host, int port, String rawPath, String rawQuery, BackendTls trust) {
    this(scheme, host, port, rawPath, rawQuery, trust, Optional.empty());
  }

  /**
   * This at an address that may be reached, looked up once (CVE-2020-8562).
   *
   * @param allowed which addresses may be reached; the host must have no other
   */
  Backend reachable(Predicate<InetAddress> allowed) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw StatusException.badRequest("lookup " + host + ": no such host");
    }
    for (InetAddress each : addresses) {
      if (!allowed.test(each)) {
        throw StatusException.badRequest("address not allowed");
      }
    }
    return new Backend(scheme, host, port, rawPath, rawQuery, trust, Optional.of(addresses[0]));
  }

  /** Whether the connection is TLS. */
  boolean secure() {
    return scheme.equals("https");
  }

  /** Path and query as they stand in a request's line. */
  String target() {
    String path = rawPath.isEmpty() ? "/" : rawPath;
    return rawQuery.isEmpty() ? path : path + "?" + rawQuery;
  }

  /** {@code host:port}, IPv6 in brackets. */
  String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** All of it as a URI. */
  public URI uri() {
    return URI.create(scheme + "://" + authority() + target());
  }

  /** This with another path and query. */
  public Backend at(String path, String query) {
    return new Backend(scheme, host, port, path, query, trust, address);
  }

  /** Encodes a decoded path as Go's {@code url.URL.EscapedPath} does. */
  static String encodePath(String path) {
    StringBuilder encoded = new StringBuilder(path.length() + 16);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char sign = (char) (b & 0xff);
      if (sign < 0x80 && (Character.isLetterOrDigit(sign) || PLAIN.indexOf(sign) >= 0)) {
        encoded.append(sign);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /** Whether requests may be proxied to the address: not to this machine itself, nor the link. */
  public static boolean allowed(InetAddress address) {
    return !(address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress());
  }
}

package io.jukung.server.connect;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Where a request is sent on to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 * @param rawPath the encoded path; empty, or begins with a slash
 * @param rawQuery the encoded query; empty for none
 * @param trust how the other side is verified and this one shows who it is
 */
public record Backend(
    String scheme, String host, int port, String rawPath, String rawQuery, BackendTls trust) {
  /** What stands in a path as it is, besides letters and digits. */
  private static final String PLAIN = "-_.~$&+,/:;=@";

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
    return new Backend(scheme, host, port, path, query, trust);
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

package io.jukung.registry.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import io.jukung.registry.cel.Functions.Argument;
import io.jukung.registry.cel.Functions.Body;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** URLs, IP addresses and CIDRs ({@code library/urls.go}, {@code ip.go}, {@code cidr.go}). */
final class NetworkLibrary {
  private static final CelType URL = OpaqueType.create("kubernetes.URL");
  private static final CelType IP = OpaqueType.create("net.IP");
  private static final CelType CIDR = OpaqueType.create("net.CIDR");
  private static final Argument STRING = new Argument(SimpleType.STRING, String.class);
  private static final Argument A_URL = new Argument(URL, URI.class);
  private static final Argument AN_IP = new Argument(IP, InetAddress.class);
  private static final Argument A_CIDR = new Argument(CIDR, Cidr.class);

  /** An address with the length of its network's prefix. */
  record Cidr(InetAddress address, int bits) {
    boolean contains(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] theirs = other.getAddress();
      return mine.length == theirs.length && Arrays.equals(masked(mine), masked(theirs));
    }

    byte[] masked(byte[] bytes) {
      byte[] masked = bytes.clone();
      for (int i = 0; i < masked.length * 8; i++) {
        if (i >= bits) {
          masked[i / 8] &= (byte) ~(0x80 >> (i % 8));
        }
      }
      return masked;
    }

    @Override
    public String toString() {
      return print(address) + "/" + bits;
    }
  }

  private NetworkLibrary() {}

  static void add(Functions functions) {
    urls(functions);
    addresses(functions);
    networks(functions);
  }

  private static void urls(Functions functions) {
    functions
        .global("url", URL, a -> url((String) a[0]), STRING)
        .global("isURL", SimpleType.BOOL, a -> succeeds(() -> url((String) a[0])), STRING)
        .member("getScheme", SimpleType.STRING, a -> text(((URI) a[0]).getScheme()), A_URL)
        .member("getHost", SimpleType.STRING, a -> host((URI) a[0]), A_URL)
        .member(
            "getHostname",
            SimpleType.STRING,
            a -> text(((URI) a[0]).getHost()).replaceAll("[\\[\\]]", ""),
            A_URL)
        .member(
            "getPort",
            SimpleType.STRING,
            a -> ((URI) a[0]).getPort() < 0 ? "" : String.valueOf(((URI) a[0]).getPort()),
            A_URL)
        .member("getEscapedPath", SimpleType.STRING, a -> text(((URI) a[0]).getRawPath()), A_URL)
        .member(
            "getQuery",
            MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)),
            a -> query((URI) a[0]),
            A_URL);
  }

  private static String host(URI url) {
    String authority = text(url.getRawAuthority());
    return authority.substring(authority.indexOf('@') + 1);
  }

  private static Map<String, List<String>> query(URI url) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : text(url.getRawQuery()).split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query
            .computeIfAbsent(URLDecoder.decode(key, StandardCharsets.UTF_8), k -> new ArrayList<>())
            .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static void addresses(Functions functions) {
    functions
        .global("ip", IP, a -> ip((String) a[0]), STRING)
        .global("isIP", SimpleType.BOOL, a -> succeeds(() -> ip((String) a[0])), STRING)
        .global(
            "ip.isCanonical", SimpleType.BOOL, a -> print(ip((String) a[0])).equals(a[0]), STRING)
        .global("string", SimpleType.STRING, a -> print((InetAddress) a[0]), AN_IP)
        .member("family", SimpleType.INT, a -> a[0] instanceof Inet4Address ? 4L : 6L, AN_IP)
        .member("isUnspecified", SimpleType.BOOL, is(InetAddress::isAnyLocalAddress), AN_IP)
        .member("isLoopback", SimpleType.BOOL, is(InetAddress::isLoopbackAddress), AN_IP)
        .member("isLinkLocalMulticast", SimpleType.BOOL, is(InetAddress::isMCLinkLocal), AN_IP)
        .member("isLinkLocalUnicast", SimpleType.BOOL, is(InetAddress::isLinkLocalAddress), AN_IP)
        .member("isGlobalUnicast", SimpleType.BOOL, is(NetworkLibrary::isGlobal), AN_IP);
  }

  private static Body is(java.util.function.Predicate<InetAddress> test) {
    return a -> test.test((InetAddress) a[0]);
  }

  private static boolean isGlobal(InetAddress ip) {
    return !ip.isAnyLocalAddress()
        && !ip.isLoopbackAddress()
        && !ip.isMulticastAddress()
        && !ip.isLinkLocalAddress()
        && !print(ip).equals("255.255.255.255");
  }

  private static void networks(Functions functions) {
    functions
        .global("cidr", CIDR, a -> cidr((String) a[0]), STRING)
        .global("isCIDR", SimpleType.BOOL, a -> succeeds(() -> cidr((String) a[0])), STRING)
        .global("string", SimpleType.STRING, a -> a[0].toString(), A_CIDR)
        .member(
            "containsIP",
            SimpleType.BOOL,
            a -> ((Cidr) a[0]).contains(ip((String) a[1])),
            A_CIDR,
            STRING)
        .member(
            "containsIP",
            SimpleType.BOOL,
            a -> ((Cidr) a[0]).contains((InetAddress) a[1]),
            A_CIDR,
            AN_IP)
        .member(
            "containsCIDR",
            SimpleType.BOOL,
            a -> within((Cidr) a[0], cidr((String) a[1])),
            A_CIDR,
            STRING)
        .member(
            "containsCIDR", SimpleType.BOOL, a -> within((Cidr) a[0], (Cidr) a[1]), A_CIDR, A_CIDR)
        .member("ip", IP, a -> ((Cidr) a[0]).address(), A_CIDR)
        .member("masked", CIDR, a -> masked((Cidr) a[0]), A_CIDR)
        .member("prefixLength", SimpleType.INT, a -> (long) ((Cidr) a[0]).bits(), A_CIDR);
  }

  private static boolean within(Cidr outer, Cidr inner) {
    return outer.contains(inner.address()) && outer.bits() <= inner.bits();
  }

  private static Cidr masked(Cidr cidr) throws CelEvaluationException {
    try {
      return new Cidr(
          InetAddress.getByAddress(cidr.masked(cidr.address().getAddress())), cidr.bits());
    } catch (java.net.UnknownHostException e) {
      throw new CelEvaluationException("network address could not be masked", e);
    }
  }

  private static URI url(String text) throws CelEvaluationException {
    try {
      URI url = new URI(text);
      if (url.isAbsolute() || text.startsWith("/")) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new CelEvaluationException("URL parse error during conversion from string: " + text, e);
    }
    throw new CelEvaluationException(
        "URL parse error during conversion from string: parse \""
            + text
            + "\": invalid URI for request");
  }

  private static InetAddress ip(String text) throws CelEvaluationException {
    boolean mapped = text.toLowerCase(java.util.Locale.ROOT).startsWith("::ffff:");
    boolean four = text.matches("[0-9.]+") && text.split("\\.", -1).length == 4;
    if (text.indexOf('%') < 0 && !mapped && (four || text.indexOf(':') >= 0)) {
      try {
        return InetAddress.ofLiteral(text);
      } catch (IllegalArgumentException e) {
        throw new CelEvaluationException("IP Address " + text + " parse error", e);
      }
    }
    throw new CelEvaluationException(
        "IP Address \"" + text + "\" parse error during conversion from string");
  }

  private static Cidr cidr(String text) throws CelEvaluationException {
    int slash = text.indexOf('/');
    if (slash > 0 && text.substring(slash + 1).matches("[0-9]{1,3}")) {
      InetAddress address = ip(text.substring(0, slash));
      int bits = Integer.parseInt(text.substring(slash + 1));
      if (bits <= address.getAddress().length * 8) {
        return new Cidr(address, bits);
      }
    }
    throw new CelEvaluationException(
        "network address parse error during conversion from string: " + text);
  }

  /** The address in the form that RFC 5952 asks for. */
  private static String print(InetAddress address) {
    return com.google.common.net.InetAddresses.toAddrString(address);
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  /** Something that may fail. */
  private interface Attempt {
    Object run() throws CelEvaluationException;
  }

  private static boolean succeeds(Attempt attempt) {
    try {
      var _ = attempt.run();
      return true;
    } catch (CelEvaluationException e) {
      return false;
    }
  }
}

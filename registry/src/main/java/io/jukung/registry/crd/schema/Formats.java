package io.jukung.registry.crd.schema;

import io.jukung.registry.validation.NameRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The formats of strings that are checked; others say nothing. Upstream: {@code
 * apiserver/validation/formats.go} and {@code kube-openapi/pkg/validation/strfmt} at v1.36.
 */
public final class Formats {
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
  private static final Pattern UUID3 = uuid("3[0-9a-f]{3}-?[0-9a-f]{4}");
  private static final Pattern UUID4 = uuid("4[0-9a-f]{3}-?[89ab][0-9a-f]{3}");
  private static final Pattern UUID5 = uuid("5[0-9a-f]{3}-?[89ab][0-9a-f]{3}");
  private static final Pattern MAC =
      Pattern.compile("(?i)[0-9a-f]{2}([:-][0-9a-f]{2}){5}(([:-][0-9a-f]{2}){2})?");
  private static final Pattern EMAIL =
      Pattern.compile(
          "[^@\\s\"(),:;<>\\[\\]\\\\]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");
  private static final Pattern HOST =
      Pattern.compile(
          "([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?){0,126}");
  private static final Pattern DURATION =
      Pattern.compile("([+-]?([0-9]+(\\.[0-9]*)?(ns|us|µs|μs|ms|s|m|h))+|0)");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.|$)){4}");

  private static final Map<String, Predicate<String>> KNOWN =
      Map.ofEntries(
          Map.entry("date", Formats::isDate),
          Map.entry("date-time", Formats::isTime),
          Map.entry("datetime", Formats::isTime),
          Map.entry("duration", text -> DURATION.matcher(text).matches()),
          Map.entry("byte", Formats::isBase64),
          Map.entry("uri", Formats::isUri),
          Map.entry("email", text -> EMAIL.matcher(text).matches()),
          Map.entry("hostname", text -> text.length() <= 253 && HOST.matcher(text).matches()),
          Map.entry("ipv4", text -> IPV4.matcher(text).matches() && !text.endsWith(".")),
          Map.entry("ipv6", Formats::isIpv6),
          Map.entry("cidr", Formats::isCidr),
          Map.entry("mac", text -> MAC.matcher(text).matches()),
          Map.entry("uuid", text -> UUID.matcher(text).matches()),
          Map.entry("uuid3", text -> UUID3.matcher(text).matches()),
          Map.entry("uuid4", text -> UUID4.matcher(text).matches()),
          Map.entry("uuid5", text -> UUID5.matcher(text).matches()),
          Map.entry("password", _ -> true),
          Map.entry("k8s-short-name", text -> NameRule.DNS_LABEL.errors(text, false).isEmpty()),
          Map.entry("k8s-long-name", text -> NameRule.DNS_SUBDOMAIN.errors(text, false).isEmpty()));

  private Formats() {}

  private static Pattern uuid(String middle) {
    return Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?" + middle + "-?[0-9a-f]{12}");
  }

  /** Whether texts of this format are checked. */
  public static boolean known(String format) {
    return KNOWN.containsKey(format);
  }

  /** Whether a text has a format; of formats not known every text. */
  public static boolean matches(String format, String text) {
    Predicate<String> test = KNOWN.get(format);
    return test == null || test.test(text);
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == 10 && LocalDate.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text.replace('t', 'T').replace('z', 'Z').replace(' ', 'T'))
          != null;
    } catch (DateTimeException e) {
      return isDate(text);
    }
  }

  private static boolean isBase64(String text) {
    try {
      return text.length() % 4 == 0 && Base64.getDecoder().decode(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isUri(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() || text.startsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isIpv6(String text) {
    if (text.indexOf(':') < 0) {
      return false;
    }
    try {
      return java.net.InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      return false;
    }
    String address = text.substring(0, slash);
    int bits = Integer.parseInt(text.substring(slash + 1));
    return matches("ipv4", address) ? bits <= 32 : isIpv6(address) && bits <= 128;
  }
}

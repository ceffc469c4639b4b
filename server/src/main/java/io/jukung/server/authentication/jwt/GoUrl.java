package io.jukung.server.authentication.jwt;

import io.jukung.registry.status.FieldError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL as Go's {@code net/url} takes it apart, as far as configurations are judged by it.
 *
 * @param scheme in lower case; empty when there is none
 */
record GoUrl(String scheme, boolean user, String query, String fragment) {
  private static final Pattern ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}");
  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):(.*)$");
  private static final Pattern PORT = Pattern.compile("^(\\[[^]]*]|[^:]*)(:[0-9]*)?$");

  /** A URL, or what is wrong with it in the words of Go's parser. */
  record Parsed(Optional<GoUrl> url, String problem) {
    private static Parsed wrong(String text, String why) {
      return new Parsed(Optional.empty(), "parse " + FieldError.quote(text) + ": " + why);
    }
  }

  static Parsed parse(String text) {
    int hash = text.indexOf('#');
    String rest = hash < 0 ? text : text.substring(0, hash);
    String fragment = hash < 0 ? "" : text.substring(hash + 1);
    if (rest.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return Parsed.wrong(rest, "net/url: invalid control character in URL");
    }
    String scheme = "";
    Matcher parts = SCHEME.matcher(rest);
    if (parts.matches()) {
      scheme = parts.group(1).toLowerCase(java.util.Locale.ROOT);
      rest = parts.group(2);
    } else if (rest.startsWith(":")) {
      return Parsed.wrong(text, "missing protocol scheme");
    } else if (rest.split("/", 2)[0].contains(":")) {
      return Parsed.wrong(text, "first path segment in URL cannot contain colon");
    }
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    rest = question < 0 ? rest : rest.substring(0, question);
    boolean user = false;
    if (rest.startsWith("//")) {
      String[] split = rest.substring(2).split("/", 2);
      String authority = split[0];
      int at = authority.lastIndexOf('@');
      user = at >= 0;
      String host = authority.substring(at + 1);
      Optional<String> wrong = host(host);
      if (wrong.isPresent()) {
        return Parsed.wrong(text, wrong.get());
      }
      rest = split.length > 1 ? split[1] : "";
    }
    Matcher escape = ESCAPE.matcher(rest);
    if (escape.find()) {
      return Parsed.wrong(text, "invalid URL escape " + FieldError.quote(escape.group()));
    }
    return new Parsed(Optional.of(new GoUrl(scheme, user, query, fragment)), "");
  }

  private static Optional<String> host(String host) {
    if (host.startsWith("[") && host.indexOf(']') < 0) {
      return Optional.of("missing ']' in host");
    }
    if (!PORT.matcher(host).matches()) {
      int colon = host.startsWith("[") ? host.indexOf(']') + 1 : host.lastIndexOf(':');
      return Optional.of("invalid port " + FieldError.quote(host.substring(colon)) + " after host");
    }
    return host.chars()
        .filter(c -> " <>\"^`{|}\\".indexOf(c) >= 0)
        .mapToObj(
            c -> "invalid character " + FieldError.quote(Character.toString(c)) + " in host name")
        .findFirst();
  }
}

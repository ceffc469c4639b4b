package io.jukung.registry.strategy.check;

import io.jukung.registry.status.FieldError;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL as Go's {@code net/url} takes it apart, which refuses less than Java and says so in other
 * words.
 *
 * @param scheme in small letters; empty when there is none
 * @param host with its port; empty when there is none
 * @param user what stands before an {@code @}; empty when nothing does
 */
public record GoUrl(
    String scheme, String host, Optional<String> user, String query, String fragment) {
  private static final String IN_HOSTS = "!$&'()*+,;=:[]<>\"-_.~%";
  private static final String IN_USERS = "-._:~!$&'()*+,;=%@";

  /** A text that is no URL; the message is Go's. */
  public static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private SyntaxException(String message) {
      super(message, null, false, false);
    }

    /** What is wrong, in Go's words. */
    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * Takes a URL apart.
   *
   * @throws SyntaxException when Go would not
   */
  public static GoUrl parse(String text) throws SyntaxException {
    try {
      return parts(text);
    } catch (SyntaxException e) {
      throw new SyntaxException("parse " + FieldError.quote(text) + ": " + e.getMessage());
    }
  }

  private static GoUrl parts(String text) throws SyntaxException {
    int hash = text.indexOf('#');
    String fragment = hash < 0 ? "" : text.substring(hash + 1);
    String rest = hash < 0 ? text : text.substring(0, hash);
    if (rest.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new SyntaxException("net/url: invalid control character in URL");
    }
    String scheme = scheme(rest);
    rest = scheme.isEmpty() ? rest : rest.substring(scheme.length() + 1);
    int mark = rest.indexOf('?');
    String query = mark < 0 ? "" : rest.substring(mark + 1);
    rest = mark < 0 ? rest : rest.substring(0, mark);
    String host = "";
    Optional<String> user = Optional.empty();
    if (!rest.startsWith("/") && !scheme.isEmpty()) {
      return new GoUrl(scheme, "", user, query, fragment);
    }
    if (!rest.startsWith("/") && rest.split("/", 2)[0].contains(":")) {
      throw new SyntaxException("first path segment in URL cannot contain colon");
    }
    if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
      int slash = rest.indexOf('/', 2);
      String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      rest = slash < 0 ? "" : rest.substring(slash);
      int at = authority.lastIndexOf('@');
      host = authority.substring(at + 1);
      host(host);
      if (at >= 0) {
        user = Optional.of(user(authority.substring(0, at)));
      }
    }
    escapes(rest);
    escapes(fragment);
    return new GoUrl(scheme, host, user, query, fragment);
  }

  private static String scheme(String text) throws SyntaxException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        if (i == 0) {
          throw new SyntaxException("missing protocol scheme");
        }
        return text.substring(0, i).toLowerCase(Locale.ROOT);
      }
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !later)) {
        return "";
      }
    }
    return "";
  }

  private static void host(String host) throws SyntaxException {
    int colon;
    if (host.startsWith("[")) {
      int end = host.lastIndexOf(']');
      if (end < 0) {
        throw new SyntaxException("missing ']' in host");
      }
      colon = end + 1;
    } else {
      colon = host.lastIndexOf(':') < 0 ? host.length() : host.lastIndexOf(':');
    }
    String port = host.substring(colon);
    if (!port.isEmpty() && !port.matches(":[0-9]*")) {
      throw new SyntaxException("invalid port " + FieldError.quote(port) + " after host");
    }
    escapes(host);
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c < 0x80 && !alphanumeric(c) && IN_HOSTS.indexOf(c) < 0) {
        throw new SyntaxException(
            "invalid character " + FieldError.quote(String.valueOf(c)) + " in host name");
      }
    }
  }

  private static String user(String user) throws SyntaxException {
    for (int i = 0; i < user.length(); i++) {
      if (!alphanumeric(user.charAt(i)) && IN_USERS.indexOf(user.charAt(i)) < 0) {
        throw new SyntaxException("net/url: invalid userinfo");
      }
    }
    escapes(user);
    return user;
  }

  private static void escapes(String text) throws SyntaxException {
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      String escape = text.substring(i, Math.min(i + 3, text.length()));
      if (!escape.matches("%[0-9A-Fa-f]{2}")) {
        throw new SyntaxException("invalid URL escape " + FieldError.quote(escape));
      }
    }
  }

  private static boolean alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}

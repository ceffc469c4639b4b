package io.jukung.server.connect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns links to what is behind a proxy so that they lead through the proxy. Upstream: {@code
 * rewriteURL} in {@code apimachinery/pkg/util/proxy/transport.go}. Immutable.
 *
 * @param prefix the path that stands for the backend's root, without a slash at the end
 * @param backend the backend's host and port
 * @param host the host and port the client asked
 */
record ProxyLinks(String prefix, String backend, String host) {
  /** Scheme, host and path; what follows the path is the rest. */
  private static final Pattern URL =
      Pattern.compile(
          "(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(.*)", Pattern.DOTALL);

  /** The link for the client; one to elsewhere, or relative to its page, stays as it is. */
  String turned(String link) {
    Matcher parts = URL.matcher(link);
    if (!parts.matches() || !parts.group(3).startsWith("/")) {
      return link;
    }
    String there = parts.group(2) == null ? "" : parts.group(2);
    boolean asked = there.equals(host);
    if (!there.isEmpty() && !asked && !there.equals(backend)) {
      return link;
    }
    String origin = asked ? link.substring(0, parts.start(3)) : "";
    String path = parts.group(3);
    return origin + (path.startsWith(prefix) ? "" : prefix) + path + parts.group(4);
  }
}

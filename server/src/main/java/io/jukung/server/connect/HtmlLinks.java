package io.jukung.server.connect;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes the links in a page, and nothing else: of tags, comments and scripts as much is
 * understood as it takes to find them. kube-apiserver also writes every tag anew, with lower case
 * names and double quotes, which is the same page. Upstream: {@code rewriteHTML} and {@code
 * atomsToAttrs} in {@code apimachinery/pkg/util/proxy/transport.go}. Used by one thread.
 *
 * <p>A page is a string of its bytes, one for each char, so that any encoding passes that has
 * ASCII's signs in ASCII's places.
 */
final class HtmlLinks {
  /** Which attributes of which tags are links. */
  private static final Map<String, Set<String>> LINKS =
      Map.ofEntries(
          Map.entry("a", Set.of("href")),
          Map.entry("applet", Set.of("codebase")),
          Map.entry("area", Set.of("href")),
          Map.entry("audio", Set.of("src")),
          Map.entry("base", Set.of("href")),
          Map.entry("blockquote", Set.of("cite")),
          Map.entry("body", Set.of("background")),
          Map.entry("button", Set.of("formaction")),
          Map.entry("command", Set.of("icon")),
          Map.entry("del", Set.of("cite")),
          Map.entry("embed", Set.of("src")),
          Map.entry("form", Set.of("action")),
          Map.entry("frame", Set.of("longdesc", "src")),
          Map.entry("head", Set.of("profile")),
          Map.entry("html", Set.of("manifest")),
          Map.entry("iframe", Set.of("longdesc", "src")),
          Map.entry("img", Set.of("longdesc", "src", "usemap")),
          Map.entry("input", Set.of("src", "usemap", "formaction")),
          Map.entry("ins", Set.of("cite")),
          Map.entry("link", Set.of("href")),
          Map.entry("object", Set.of("classid", "codebase", "data", "usemap")),
          Map.entry("q", Set.of("cite")),
          Map.entry("script", Set.of("src")),
          Map.entry("source", Set.of("src")),
          Map.entry("video", Set.of("poster", "src")));

  /** Tags up to whose end nothing is a tag. */
  private static final Set<String> TEXT_ONLY =
      Set.of(
          "iframe",
          "noembed",
          "noframes",
          "noscript",
          "script",
          "style",
          "textarea",
          "title",
          "xmp");

  private static final String BLANKS = " \n\r\t\f";

  private final String page;
  private final UnaryOperator<String> turn;
  private final StringBuilder out;
  private int copied;

  private HtmlLinks(String page, UnaryOperator<String> turn) {
    this.page = page;
    this.turn = turn;
    this.out = new StringBuilder(page.length() + 256);
  }

  /**
   * The page with its links turned.
   *
   * @param turn the link for the client; the same link leaves its bytes alone
   */
  static String turned(String page, UnaryOperator<String> turn) {
    HtmlLinks links = new HtmlLinks(page, turn);
    int at = page.indexOf('<');
    while (at >= 0) {
      at = page.indexOf('<', links.behind(at));
    }
    return links.out.append(page, links.copied, page.length()).toString();
  }

  /** Where what begins with the bracket ends, in front of what may be the next. */
  private int behind(int bracket) {
    int next = bracket + 1;
    if (next < page.length() && letter(page.charAt(next))) {
      return tag(next);
    }
    if (page.startsWith("!--", next)) {
      int end = page.indexOf("-->", next + 1);
      return end < 0 ? page.length() : end + 3;
    }
    boolean mark = next < page.length() && "/!?".indexOf(page.charAt(next)) >= 0;
    return mark ? after(page.indexOf('>', next)) : next;
  }

  private int after(int end) {
    return end < 0 ? page.length() : end + 1;
  }

  private int tag(int start) {
    int at = until(start, BLANKS + "/>");
    String name = lower(start, at);
    Set<String> links = LINKS.getOrDefault(name, Set.of());
    Set<String> seen = new HashSet<>();
    at = over(at, BLANKS);
    while (at < page.length() && page.charAt(at) != '>') {
      at = over(attribute(at, links, seen), BLANKS);
    }
    int end = Math.min(at + 1, page.length());
    if (name.equals("plaintext")) {
      return page.length();
    }
    return TEXT_ONLY.contains(name) ? close(name, end) : end;
  }

  /** The first of its name counts. */
  private int attribute(int start, Set<String> links, Set<String> seen) {
    int keyEnd = until(page.charAt(start) == '=' ? start + 1 : start, BLANKS + "/>=");
    String key = lower(start, keyEnd);
    int at = over(keyEnd, BLANKS);
    if (at >= page.length() || page.charAt(at) != '=') {
      return at < page.length() && page.charAt(at) == '/' ? at + 1 : at;
    }
    at = over(at + 1, BLANKS);
    if (at >= page.length() || page.charAt(at) == '>') {
      return at;
    }
    char quote = page.charAt(at);
    boolean quoted = quote == '"' || quote == '\'';
    int valueStart = quoted ? at + 1 : at;
    int valueEnd = until(valueStart, quoted ? String.valueOf(quote) : BLANKS + ">");
    int end = quoted ? Math.min(valueEnd + 1, page.length()) : valueEnd;
    if (links.contains(key) && seen.add(key) && page.indexOf('>', end) >= 0) {
      link(at, end, page.substring(valueStart, valueEnd));
    }
    return end;
  }

  private void link(int start, int end, String bytes) {
    String link =
        HtmlText.decoded(
            new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    String turned = turn.apply(link);
    if (!turned.equals(link)) {
      byte[] written = HtmlText.encoded(turned).getBytes(StandardCharsets.UTF_8);
      out.append(page, copied, start)
          .append('"')
          .append(new String(written, StandardCharsets.ISO_8859_1))
          .append('"');
      copied = end;
    }
  }

  /** Where the element's own end begins. */
  private int close(String name, int start) {
    String end = "</" + name;
    for (int at = page.indexOf('<', start); at >= 0; at = page.indexOf('<', at + 1)) {
      int behind = at + end.length();
      if (page.regionMatches(true, at, end, 0, end.length())
          && behind < page.length()
          && (BLANKS + "/>").indexOf(page.charAt(behind)) >= 0) {
        return at;
      }
    }
    return page.length();
  }

  private int until(int start, String signs) {
    int at = start;
    while (at < page.length() && signs.indexOf(page.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private int over(int start, String signs) {
    int at = start;
    while (at < page.length() && signs.indexOf(page.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private String lower(int start, int end) {
    return page.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private static boolean letter(char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
  }
}

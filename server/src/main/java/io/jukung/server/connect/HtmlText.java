package io.jukung.server.connect;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of attributes. Of the named characters those are known that links are written with; a
 * link with another one keeps it as it stands.
 */
final class HtmlText {
  private static final Pattern CHARACTER =
      Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));?");

  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

  private HtmlText() {}

  /** The text a value stands for. */
  static String decoded(String value) {
    return value.indexOf('&') < 0
        ? value
        : CHARACTER.matcher(value).replaceAll(found -> Matcher.quoteReplacement(one(found)));
  }

  private static String one(MatchResult found) {
    if (found.group(3) != null) {
      return NAMED.getOrDefault(found.group(3), "");
    }
    int code =
        found.group(1) != null
            ? Integer.parseInt(found.group(1))
            : Integer.parseInt(found.group(2), 16);
    boolean none = code == 0 || code > Character.MAX_CODE_POINT || (code >>> 11) == 0x1b;
    return none ? "\ufffd" : Character.toString(code);
  }

  /** A value, for double quotes, that stands for the text. */
  static String encoded(String text) {
    return text.replace("&", "&amp;")
        .replace("'", "&#39;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("\r", "&#13;");
  }
}

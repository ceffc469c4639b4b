package io.jukung.registry.defaults;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pull policy that follows from an image's name ({@code pkg/util/parsers/parsers.go} and {@code
 * distribution/reference}).
 */
final class ImagePullPolicy {
  private static final int MAX_NAME = 255;
  private static final Pattern HEX_ID = Pattern.compile("[a-f0-9]{64}");
  private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final String HOST_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String HOST =
      "(?:" + HOST_PART + "(?:\\." + HOST_PART + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?<name>"
              + HOST
              + "/"
              + PART
              + "(?:/"
              + PART
              + ")*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?");

  /** Longer names are malformed anyway, and must not be matched at length. */
  private static final int MAX_LENGTH = 1024;

  private ImagePullPolicy() {}

  /** {@code Always} for the tag {@code latest} and images without tag and digest. */
  static String of(String image) {
    return isLatest(image) ? "Always" : "IfNotPresent";
  }

  private static boolean isLatest(String image) {
    if (image.length() > MAX_LENGTH || HEX_ID.matcher(image).matches()) {
      return false;
    }
    int slash = image.indexOf('/');
    String host = slash < 0 ? "" : image.substring(0, slash);
    boolean hasHost =
        slash >= 0
            && (host.indexOf('.') >= 0
                || host.indexOf(':') >= 0
                || host.equals("localhost")
                || !host.toLowerCase(Locale.ROOT).equals(host));
    String full = hasHost ? image : "docker.io/" + (slash < 0 ? "library/" : "") + image;
    Matcher matcher = IMAGE.matcher(full);
    if (!matcher.matches() || matcher.group("name").length() > MAX_NAME) {
      return false;
    }
    String tag = matcher.group("tag");
    return tag == null ? matcher.group("digest") == null : tag.equals("latest");
  }
}

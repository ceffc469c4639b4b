package io.jukung.server.response;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The encodings the server speaks, in the order in which a client without a wish gets them. */
public enum Format {
  JSON("json"),
  YAML("yaml"),
  PROTOBUF("vnd.kubernetes.protobuf");

  private static final Pattern PARAMETERS =
      Pattern.compile("(\\s*;\\s*[^\\s;=\"]+=(\"[^\"]*\"|[^\\s;\"]+))*+\\s*;?\\s*");

  private static final Pattern NAME =
      Pattern.compile(";\\s*([^\\s;=\"]+)=(?:\"[^\"]*\"|[^\\s;\"]+)");

  private final String subtype;
  private final String mediaType;

  Format(String subtype) {
    this.subtype = subtype;
    this.mediaType = "application/" + subtype;
  }

  /** The part behind {@code application/}. */
  String subtype() {
    return subtype;
  }

  /** Such as {@code application/json}. */
  public String mediaType() {
    return mediaType;
  }

  /** What the answer of a watch is called. */
  public String streamMediaType() {
    return this == JSON ? mediaType : mediaType + ";stream=watch";
  }

  /**
   * The encoding a {@code Content-Type} names, its parameters left aside; JSON when empty, none
   * when unknown or when a parameter has no value, which Go's {@code mime.ParseMediaType} refuses.
   */
  public static Optional<Format> ofContentType(String contentType) {
    int semicolon = contentType.indexOf(';');
    if (semicolon >= 0 && !parameters(contentType.substring(semicolon))) {
      return Optional.empty();
    }
    String name =
        (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
            .strip()
            .toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return contentType.isEmpty() ? Optional.of(JSON) : Optional.empty();
    }
    for (Format format : values()) {
      if (format.mediaType.equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** Whether these are parameters, each named once. */
  private static boolean parameters(String text) {
    if (!PARAMETERS.matcher(text).matches()) {
      return false;
    }
    Set<String> names = new HashSet<>();
    Matcher found = NAME.matcher(text);
    while (found.find()) {
      if (!names.add(found.group(1).toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }
}

package io.jukung.conformance.errors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Replaces, in answers, what differs from run to run, and in requests the signs that stand for it.
 */
public final class Masks {
  private static final Pattern LETTERS = Pattern.compile("\\$(\\d+)x");
  private static final Pattern LONG_RUN = Pattern.compile("x{40,}");
  private static final Map<Pattern, String> SIGNS = signs();

  private final String namespace;

  /** Signs for one run, whose namespace is {@code $NS}. */
  public Masks(String namespace) {
    this.namespace = namespace;
  }

  /** A request's text with the signs filled in. */
  public String fill(String text) {
    return LETTERS
        .matcher(text.replace("$NS", namespace))
        .replaceAll(match -> "x".repeat(Integer.parseInt(match.group(1))));
  }

  /** An answer's text with signs. */
  public String mask(String text) {
    String masked =
        LONG_RUN
            .matcher(text.replace(namespace, "$NS"))
            .replaceAll(match -> "\\$" + match.group().length() + "x");
    for (Map.Entry<Pattern, String> sign : SIGNS.entrySet()) {
      masked = sign.getKey().matcher(masked).replaceAll(sign.getValue());
    }
    return masked;
  }

  private static Map<Pattern, String> signs() {
    Map<Pattern, String> signs = new LinkedHashMap<>();
    signs.put(Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "\\$UID");
    signs.put(Pattern.compile("current: \\d+"), "current: \\$REVISION");
    signs.put(Pattern.compile("in record \\(\\d+\\)"), "in record (\\$REVISION)");
    signs.put(Pattern.compile("(resourceVersion[\\\\\":]+)\\d{2,}(?![\\d.])"), "$1\\$REVISION");
    signs.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"), "\\$TIME");
    signs.put(Pattern.compile("Fresh-[a-z0-9]{5}"), "Fresh-\\$RANDOM");
    // Patches that make no valid object are told with the whole object, managed fields and all.
    signs.put(
        Pattern.compile("Invalid value: \"\\{.*\\}\": ", Pattern.DOTALL),
        "Invalid value: \"\\$OBJECT\": ");
    return signs;
  }
}

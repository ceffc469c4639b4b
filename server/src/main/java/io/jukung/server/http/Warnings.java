package io.jukung.server.http;

/** Writes {@code Warning} headers. */
final class Warnings {
  private Warnings() {}

  /** The header's value: code 299, no agent, and the text quoted; control characters dropped. */
  static String header(String text) {
    StringBuilder value = new StringBuilder(text.length() + 10).append("299 - \"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                value.append('\\').appendCodePoint(c);
              } else if (!Character.isISOControl(c)) {
                value.appendCodePoint(c);
              }
            });
    return value.append('"').toString();
  }
}

package io.jukung.registry.catalog.build;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a text together from its two incomplete forms: the protobuf sources have lost the empty
 * lines, the model classes hold a space for each line break.
 */
final class Paragraphs {
  private static final Pattern BLANK = Pattern.compile("\\s+");

  private Paragraphs() {}

  /**
   * The whole text.
   *
   * @param modelIsRight which one to take where the words are not the same
   */
  static String join(String proto, String model, boolean modelIsRight) {
    if (!words(proto).equals(words(model))) {
      return modelIsRight && !model.isBlank() ? model : proto;
    }
    Matcher lines = BLANK.matcher(proto);
    Matcher spaces = BLANK.matcher(model);
    StringBuilder text = new StringBuilder();
    int start = 0;
    while (lines.find() && spaces.find()) {
      text.append(proto, start, lines.start());
      String gap = lines.group();
      boolean lost = spaces.group().length() > gap.length();
      text.append(lost ? "\n\n" + gap.substring(1) : gap);
      start = lines.end();
    }
    return text.append(proto, start, proto.length()).toString();
  }

  private static String words(String text) {
    return BLANK.matcher(text.strip()).replaceAll(" ");
  }
}

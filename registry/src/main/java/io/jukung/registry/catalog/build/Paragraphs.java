package io.jukung.registry.catalog.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a text together from its two incomplete forms: the protobuf sources have lost the empty
 * lines, the model classes hold a space for each line break.
 */
final class Paragraphs {
  private static final Pattern BLANK = Pattern.compile("\\s+");

  private final Map<String, Map<Integer, String>> gaps = new HashMap<>();

  private Paragraphs() {}

  /** The breaks that {@code paragraphs.txt} tells; the head of that file explains its signs. */
  static Paragraphs read(Path file) throws IOException {
    Paragraphs paragraphs = new Paragraphs();
    for (String line : Files.readAllLines(file)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] words = line.split(" ", -1);
        Map<Integer, String> places = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
          String[] parts = words[i].split("[:.]", -1);
          int lines = parts.length == 1 ? 2 : Integer.parseInt(parts[1]);
          int spaces = parts.length == 1 ? 0 : Integer.parseInt(parts[2]);
          places.put(Integer.parseInt(parts[0]), "\n".repeat(lines) + " ".repeat(spaces));
        }
        paragraphs.gaps.put(words[0], places);
      }
    }
    return paragraphs;
  }

  /** The text of a type or field with its breaks. */
  String broken(String name, String text) {
    Map<Integer, String> places = gaps.get(name);
    if (places == null) {
      return text;
    }
    int[] number = {0};
    return BLANK.matcher(text).replaceAll(gap -> places.getOrDefault(number[0]++, gap.group()));
  }

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

package io.jukung.registry.catalog.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One type of {@code fields.txt}; the head of that file explains its signs.
 *
 * @param name as OpenAPI names it
 * @param topLevel whether it has {@code kind} and {@code apiVersion} of its own
 * @param fields in JSON order
 * @param later fields that only a later release has
 */
record FieldFacts(String name, boolean topLevel, List<Fact> fields, Set<String> later) {
  private static final Pattern FIELD =
      Pattern.compile(
          "([^?*{%~=]+)((?:\\?0?!?)?\\*?)(?:\\{(.*)})?(?:%([^~=]+))?(?:(~)([^=]*))?(?:=(\\d+):(.+))?");

  /**
   * One field.
   *
   * @param emptyKept whether empty differs from none while a request is handled
   * @param enumValues empty when free
   * @param defaultValue empty when its marker holds the value itself
   * @param atomicList whether it is an atomic list without a marker that says so
   * @param mergeKey empty when its marker says it
   * @param number the protobuf number when {@code type} is there
   * @param type empty when an artifact has it
   */
  record Fact(
      String name,
      boolean omitEmpty,
      boolean omitZero,
      boolean emptyKept,
      boolean pointer,
      List<String> enumValues,
      String defaultValue,
      boolean atomicList,
      String mergeKey,
      int number,
      String type) {}

  /** All types of {@code file} by their name in OpenAPI. */
  static Map<String, FieldFacts> read(Path file) throws IOException {
    Map<String, FieldFacts> types = new TreeMap<>();
    String prefix = "";
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("[")) {
        prefix = line.substring(1, line.indexOf(']')) + ".";
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split(" ", -1);
        String name = prefix + words[0];
        boolean topLevel = words.length > 1 && words[1].equals("@");
        List<Fact> fields = new ArrayList<>();
        Set<String> later = new TreeSet<>();
        for (int i = topLevel ? 2 : 1; i < words.length; i++) {
          if (words[i].startsWith("-")) {
            later.add(words[i].substring(1));
          } else {
            fields.add(fact(name, words[i]));
          }
        }
        types.put(name, new FieldFacts(name, topLevel, List.copyOf(fields), later));
      }
    }
    return types;
  }

  private static Fact fact(String type, String word) {
    Matcher parts = FIELD.matcher(word);
    if (!parts.matches()) {
      throw new IllegalArgumentException("Not a field of " + type + ": " + word);
    }
    String flags = part(parts, 2);
    String enums = parts.group(3);
    return new Fact(
        part(parts, 1),
        flags.contains("?"),
        flags.contains("0"),
        flags.contains("!"),
        flags.contains("*"),
        enums == null ? List.of() : Arrays.asList(enums.replace('_', ' ').split("\\|", -1)),
        part(parts, 4),
        parts.group(5) != null && part(parts, 6).isEmpty(),
        part(parts, 6),
        parts.group(7) == null ? 0 : Integer.parseInt(part(parts, 7)),
        part(parts, 8));
  }

  private static String part(Matcher matcher, int group) {
    String text = matcher.group(group);
    return text == null ? "" : text;
  }
}

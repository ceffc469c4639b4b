package io.jukung.registry.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The types of fields that have a name of their own in Go. Only told when a value is of a wrong
 * type, so the facts are read when first needed. Safe for all threads.
 */
final class GoFields {
  private static final class Names {
    static final Map<String, String> ALL = read();

    private Names() {}

    private static Map<String, String> read() {
      Map<String, String> types = new HashMap<>();
      String prefix = "";
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  Objects.requireNonNull(GoFields.class.getResourceAsStream("go-types.txt")),
                  StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("[") && line.endsWith("]")) {
            prefix = line.substring(1, line.length() - 1) + ".";
          } else if (!line.isEmpty() && !line.startsWith("#")) {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
              types.put(prefix + words[i], words[0]);
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.copyOf(types);
    }
  }

  private GoFields() {}

  /**
   * The Go type of a field's value, or of an element of it.
   *
   * @param plain the type by its kind, such as {@code []string}
   */
  static String type(Plan plan, Plan.Slot slot, String plain) {
    String named = Names.ALL.get(plan.schema().name() + "." + slot.name());
    if (named == null) {
      return plain;
    }
    String whole = GoTypes.name(slot.type());
    if (plain.equals(whole)) {
      return named;
    }
    int head = named.indexOf(']') + 1;
    boolean ofElement = head > 0 && plain.equals(whole.substring(whole.indexOf(']') + 1));
    return ofElement ? named.substring(head) : plain;
  }
}

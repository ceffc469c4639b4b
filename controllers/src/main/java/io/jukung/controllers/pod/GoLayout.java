package io.jukung.controllers.pod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How Go lays out the types of a pod template: its structs' fields in order, and what named types
 * really are. Immutable.
 *
 * @param structs fields by type
 * @param named what a named type really is
 */
record GoLayout(Map<String, List<Field>> structs, Map<String, String> named) {
  private static final String FILE = "pod-template-layout.txt";

  /**
   * A field.
   *
   * @param json its name in JSON; {@code -} when its own fields stand in its place
   */
  record Field(String name, String type, String json) {}

  /** Reads the layout that comes with the project. */
  static GoLayout load() {
    Map<String, List<Field>> structs = new HashMap<>();
    Map<String, String> named = new HashMap<>();
    List<Field> fields = new ArrayList<>();
    try (InputStream in = Objects.requireNonNull(GoLayout.class.getResourceAsStream(FILE), FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.strip().split(" ", -1);
        if (line.startsWith("=")) {
          named.put(words[0].substring(1), words[1]);
        } else if (line.startsWith(" ")) {
          fields.add(new Field(words[0], words[1], words[2]));
        } else if (!line.startsWith("#")) {
          fields = new ArrayList<>();
          structs.put(words[0], fields);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
    return new GoLayout(Map.copyOf(structs), Map.copyOf(named));
  }
}

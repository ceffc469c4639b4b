package io.jukung.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The catalog's merge markers against those of upstream's own document, each way. */
class MergeKeysTest {
  private static final String NONE = "-";

  @Test
  void everyMarkerIsUpstreams() throws IOException {
    List<String> upstream = new ArrayList<>();
    List<String> types = new ArrayList<>();
    read(upstream, types);
    Catalog catalog = Catalog.load();
    List<String> ours = new ArrayList<>();
    for (String name : types) {
      TypeSchema type = catalog.type(name).orElseThrow();
      if (!type.mapType().isEmpty()) {
        ours.add(name + " * - - - - " + type.mapType());
      }
      type.fields().forEach(field -> add(ours, name, field));
    }
    assertThat(ours).containsExactlyInAnyOrderElementsOf(upstream);
    assertThat(upstream).hasSizeGreaterThan(300);
  }

  private static void add(List<String> lines, String type, Field field) {
    String markers =
        String.join(
            " ",
            text(field.patchStrategy()),
            text(field.patchMergeKey()),
            text(field.listType()),
            text(String.join(",", field.listMapKeys())),
            text(field.mapType()));
    if (!markers.equals("- - - - -")) {
      lines.add(type + " " + field.name() + " " + markers);
    }
  }

  private static String text(String value) {
    return value.isEmpty() ? NONE : value;
  }

  private static void read(List<String> lines, List<String> types) throws IOException {
    InputStream in =
        Objects.requireNonNull(MergeKeysTest.class.getResourceAsStream("merge-keys.txt"));
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String prefix = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("[")) {
          prefix = line.substring(1, line.length() - 1) + ".";
        } else if (!line.startsWith("#")) {
          lines.add(prefix + line);
          String type = prefix + line.substring(0, line.indexOf(' '));
          if (!types.contains(type)) {
            types.add(type);
          }
        }
      }
    }
  }
}

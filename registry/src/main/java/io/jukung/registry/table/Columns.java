package io.jukung.registry.table;

import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.TypeSchema;
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
import java.util.Optional;
import java.util.function.Function;

/** The columns of each built-in kind, read from {@code columns.txt}. Immutable. */
final class Columns {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  private final Function<String, Optional<TypeSchema>> types;
  private final Map<String, List<ColumnDefinition>> byKind;

  /**
   * Reads the columns.
   *
   * @param types the catalog's types by name: their fields' texts describe the columns
   */
  Columns(Function<String, Optional<TypeSchema>> types) {
    this.types = types;
    try (InputStream in = Objects.requireNonNull(Columns.class.getResourceAsStream("columns.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      this.byKind = read(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The columns of a kind; empty for those shown by name and time of creation. */
  Optional<List<ColumnDefinition>> of(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /** The column every table of objects starts with. */
  ColumnDefinition name() {
    return new ColumnDefinition("Name", "string", "name", description("@meta.name"), 0);
  }

  /** The time of creation as a column. */
  ColumnDefinition created(String name) {
    return new ColumnDefinition(name, "date", "", description("@meta.creationTimestamp"), 0);
  }

  private Map<String, List<ColumnDefinition>> read(BufferedReader lines) throws IOException {
    Map<String, List<ColumnDefinition>> columns = new HashMap<>();
    List<ColumnDefinition> current = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("\t")) {
        String[] cells = line.substring(1).split("\t", -1);
        current.add(
            new ColumnDefinition(
                cells[0], cells[1], cells[2], description(cells[4]), Integer.parseInt(cells[3])));
      } else if (!line.startsWith("#")) {
        current = new ArrayList<>();
        columns.put(line, current);
      }
    }
    columns.replaceAll((kind, list) -> List.copyOf(list));
    return columns;
  }

  private String description(String text) {
    if (!text.startsWith("@")) {
      return text.replace("\\n", "\n");
    }
    int dot = text.lastIndexOf('.');
    String type = text.substring(1, dot);
    String fullName =
        type.equals("meta")
            ? META + "ObjectMeta"
            : type.startsWith("meta.") ? META + type.substring(5) : "io.k8s.api." + type;
    return types
        .apply(fullName)
        .flatMap(schema -> schema.field(text.substring(dot + 1)))
        .map(Field::description)
        .orElse("");
  }
}

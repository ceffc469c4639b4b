package io.jukung.registry.table;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/**
 * Makes the bytes of {@code meta.k8s.io Table}s piece by piece: a list is {@link #begin}, a {@link
 * #row} for each object, {@link #end}; a single object and each event of a watch is {@link #table}.
 *
 * <p>One writer per answer, used by one thread at a time: it remembers whether the columns were
 * told, and whether a row was written. What it returns is compact JSON without a final newline.
 */
public final class TableWriter {
  private static final Bytes END = Bytes.utf8("]}");

  private final TableConvertor convertor;
  private final IncludeObject include;
  private final PartialObjectMetadata partial;
  private final String version;
  private final ObjectMapper json;
  private boolean columnsTold;
  private boolean firstRow = true;

  TableWriter(
      TableConvertor convertor,
      String version,
      IncludeObject include,
      PartialObjectMetadata partial,
      ObjectMapper json) {
    this.convertor = convertor;
    this.version = version;
    this.include = include;
    this.partial = partial;
    this.json = json;
  }

  /**
   * The start of a list's table.
   *
   * @param resourceVersion of the list; empty values are left out
   */
  public Bytes begin(
      String resourceVersion, String continueToken, OptionalLong remainingItemCount) {
    return write(
        generator -> {
          generator.writeStartObject();
          generator.writeStringField("kind", "Table");
          generator.writeStringField("apiVersion", "meta.k8s.io/" + version);
          generator.writeObjectFieldStart("metadata");
          if (!resourceVersion.isEmpty()) {
            generator.writeStringField("resourceVersion", resourceVersion);
          }
          if (!continueToken.isEmpty()) {
            generator.writeStringField("continue", continueToken);
          }
          if (remainingItemCount.isPresent()) {
            generator.writeNumberField("remainingItemCount", remainingItemCount.getAsLong());
          }
          generator.writeEndObject();
          columns(generator);
          generator.writeFieldName("rows");
          generator.writeRaw(":["); // the row count is not known yet: the generator ends here
        });
  }

  private void columns(JsonGenerator generator) throws IOException {
    generator.writeFieldName("columnDefinitions");
    if (columnsTold) {
      generator.writeNull();
      return;
    }
    columnsTold = true;
    generator.writeStartArray();
    for (ColumnDefinition column : convertor.columns()) {
      generator.writeStartObject();
      generator.writeStringField("name", column.name());
      generator.writeStringField("type", column.type());
      generator.writeStringField("format", column.format());
      generator.writeStringField("description", column.description());
      generator.writeNumberField("priority", column.priority());
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }

  /**
   * One row, with the comma in front where it is not the first.
   *
   * @param shown the object in its storage version, which the cells are made from
   * @param object the object's bytes in the version asked for, which go into the row
   */
  public Bytes row(JsonNode shown, Bytes object) {
    return row(shown, object, include);
  }

  private Bytes row(JsonNode shown, Bytes object, IncludeObject include) {
    Row row = convertor.row(shown);
    Bytes bytes =
        write(
            generator -> {
              if (!firstRow) {
                generator.writeRaw(',');
              }
              generator.writeStartObject();
              generator.writeFieldName("cells");
              generator.writeTree(row.cells());
              conditions(generator, row);
              generator.writeFieldName("object");
              switch (include) {
                case NONE -> generator.writeNull();
                case METADATA -> generator.writeRawValue(partial.of(object).utf8());
                case OBJECT -> generator.writeRawValue(object.utf8().stripTrailing());
              }
              generator.writeEndObject();
            });
    firstRow = false;
    return bytes;
  }

  /** {@link #row(JsonNode, Bytes)} for an object whose version asked for is the stored one. */
  public Bytes row(Bytes object) {
    return row(tree(object), object);
  }

  /** The end of a list's table. */
  public Bytes end() {
    return END;
  }

  /** A whole table with one row: a single object, or what an event of a watch carries. */
  public Bytes table(Bytes object) {
    return table(object, include);
  }

  /** The same for a bookmark that says something: it is there even when objects are not wanted. */
  public Bytes bookmark(Bytes object) {
    return table(object, include == IncludeObject.NONE ? IncludeObject.METADATA : include);
  }

  private Bytes table(Bytes object, IncludeObject include) {
    JsonNode tree = tree(object);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    firstRow = true;
    out.writeBytes(
        begin(Trees.text(tree.path("metadata").path("resourceVersion")), "", OptionalLong.empty())
            .array());
    out.writeBytes(row(tree, object, include).array());
    out.writeBytes(END.array());
    return Bytes.wrap(out.toByteArray());
  }

  private static void conditions(JsonGenerator generator, Row row) throws IOException {
    if (row.conditions().isEmpty()) {
      return;
    }
    generator.writeArrayFieldStart("conditions");
    for (Row.Condition condition : row.conditions()) {
      generator.writeStartObject();
      generator.writeStringField("type", condition.type());
      generator.writeStringField("status", condition.status());
      generator.writeStringField("reason", condition.reason());
      generator.writeStringField("message", condition.message());
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }

  private JsonNode tree(Bytes object) {
    try {
      return json.readTree(object.array());
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON", e);
    }
  }

  @FunctionalInterface
  private interface Piece {
    void write(JsonGenerator generator) throws IOException;
  }

  private Bytes write(Piece piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = json.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      piece.write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Bytes.wrap(out.toByteArray());
  }
}
